import { expect, test } from 'vitest';
import { routesAlone as network } from '../kernel/testing/records.ts';
import { iptablesList } from '../parse/rules/iptables/iptables-list.ts';
import { iptablesSave } from '../parse/rules/iptables/iptables-save.ts';
import { ipsetSave } from '../parse/rules/ipset/ipset-save.ts';
import { packetQuery } from './packet-query.ts';
import { simulateOnHost } from './simulate-host.ts';

const rules = iptablesSave.parse(
  ['*filter', ':OUTPUT ACCEPT [0:0]', '-A OUTPUT -m set --match-set blocked dst -j DROP', 'COMMIT'],
  'iptables-save.txt',
).records;
const sets = ipsetSave.parse(['create blocked hash:net family inet', 'add blocked 10.2.0.8/30'], 'f').records;

function endsOf(dst: string, of = rules) {
  const packet = packetQuery({ local: true, src: '10.2.0.1', dst, proto: 'tcp', dport: '443' });
  if ('wrong' in packet) throw new Error(packet.wrong.kind);
  const bundle = {
    rulesets: of.kind === 'rulesets' ? of.items.map((ruleset) => ({ host: 'rtr', ruleset })) : [],
    hostRecords: new Map([
      ['rtr', { network, ipsets: sets.kind === 'ipsets' ? sets.items : [], conntrack: [] }],
    ]),
  };
  return simulateOnHost(bundle, 'rtr', packet).ways.map(({ disposition }) => disposition);
}

test('the_sets_of_the_host_decide_the_rules_that_ask_for_them', () => {
  expect(endsOf('10.2.0.9')).toEqual(['dropped']);
  expect(endsOf('10.2.0.7')).toEqual(['sent']);
});

test('each_rule_of_a_listing_without_interfaces_is_a_question_of_its_own', () => {
  const listed = iptablesList.parse(
    [
      'Chain OUTPUT (policy ACCEPT)',
      'target     prot opt source               destination',
      'ACCEPT     all  --  anywhere             anywhere',
      'REJECT     all  --  anywhere             anywhere             reject-with icmp-host-prohibited',
    ],
    'iptables-L.txt',
  ).records;
  expect(endsOf('10.2.0.9', listed).toSorted()).toEqual(['rejected', 'sent']);
});
