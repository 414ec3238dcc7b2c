import { expect, it } from 'vitest';
import { noFacts } from '../kernel/match/match-facts.ts';
import { unknownPacket } from '../kernel/match/match-packet.ts';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { Table } from '../model/ruleset.ts';
import { iptablesSave } from '../parse/iptables-save.ts';
import { nearMisses } from './near-misses.ts';

const packet: MatchPacket = {
  ...unknownPacket('ipv4'),
  protocol: 'tcp',
  src: '10.1.0.2',
  dst: '10.2.0.2',
  sport: 40000,
  dport: 8443,
  inInterface: 'eth0',
  outInterface: 'eth1',
  ctstates: ['NEW'],
};

/** Table filter with these rules; user-defined chains are those of the rules. */
function filter(...rules: string[]): Table {
  const lines = ['*filter', ':FORWARD DROP [0:0]', ...rules.map((rule) => `-A ${rule}`), 'COMMIT'];
  const { records } = iptablesSave.parse(lines, 'iptables-save.txt');
  const table = records?.kind === 'rulesets' ? records.items[0]?.tables[0] : undefined;
  if (!table) throw new Error('no table');
  return table;
}

function misses(table: Table, chain = 'FORWARD', upTo: number | null = null) {
  return nearMisses({ table, chain, upTo, packet, facts: noFacts });
}

it('a_rule_that_would_have_accepted_says_what_it_wants', () => {
  const [miss, ...others] = misses(filter('FORWARD -p tcp -m tcp --dport 443 -j ACCEPT'));
  expect(others).toEqual([]);
  expect(miss).toEqual({
    table: 'filter',
    chain: 'FORWARD',
    number: 1,
    text: '-A FORWARD -p tcp -m tcp --dport 443 -j ACCEPT',
    at: { file: 'iptables-save.txt', line: 3 },
    failures: 1,
    failed: '`--dport 443`: the packet has 8443',
    certain: true,
  });
});

it('the_nearest_rule_comes_first_and_of_equals_the_first_in_the_chain', () => {
  const table = filter(
    'FORWARD -s 10.9.0.0/16 -p udp -j ACCEPT',
    'FORWARD -i eth7 -j ACCEPT',
    'FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
  );
  expect(misses(table).map(({ number, failures }) => [number, failures])).toEqual([
    [2, 1],
    [3, 1],
    [1, 2],
  ]);
});

it('rules_behind_the_drop_and_rules_that_do_not_accept_are_no_near_misses', () => {
  const table = filter(
    'FORWARD -i eth7 -j DROP',
    'FORWARD -i eth7 -j LOG',
    'FORWARD -j DROP',
    'FORWARD -i eth7 -j ACCEPT',
  );
  expect(misses(table, 'FORWARD', 3)).toEqual([]);
});

it('rules_of_a_chain_that_was_called_count_like_those_of_the_caller', () => {
  const table = filter('FORWARD -p tcp -j WEB', 'WEB -p tcp -m tcp --dport 80 -j ACCEPT');
  expect(misses(table).map(({ chain, number }) => [chain, number])).toEqual([['WEB', 1]]);
});

it('a_jump_not_taken_is_the_near_miss_where_its_chain_accepts', () => {
  const table = filter(
    'FORWARD -i eth7 -j WEB',
    'FORWARD -i eth7 -j LOGGING',
    'WEB -p udp -j DEEPER',
    'DEEPER -j ACCEPT',
    'LOGGING -j LOG',
  );
  expect(misses(table)).toMatchObject([
    { chain: 'FORWARD', number: 1, failures: 2, failed: '`-i eth7`: the packet has eth0' },
  ]);
});

it('a_condition_that_can_not_be_known_is_named_as_such', () => {
  const [miss] = misses(filter('FORWARD -p tcp -m limit --limit 1/sec -j ACCEPT'));
  expect(miss).toMatchObject({
    certain: false,
    failed: '`--limit 1/sec`: it depends on how many packets came before',
  });
});

it('five_at_most', () => {
  expect(
    misses(filter(...Array.from({ length: 9 }, (_, i) => `FORWARD -i eth${i + 2} -j ACCEPT`))),
  ).toHaveLength(5);
});

it('chains_that_call_each_other_end', () => {
  const table = filter('FORWARD -j A', 'A -j B', 'B -j A', 'B -i eth7 -j A', 'B -i eth7 -j ACCEPT');
  expect(misses(table).map(({ chain, number }) => [chain, number])).toEqual([
    ['B', 3],
    ['B', 2],
  ]);
});
