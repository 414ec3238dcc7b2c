import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { routesAlone as network } from '../kernel/testing/records.ts';
import type { Analysis } from '../model/analysis.ts';
import { iptablesSave } from '../parse/rules/iptables/iptables-save.ts';
import { packetQuery } from '../simulate/packet-query.ts';
import { simulateOnHost } from '../simulate/simulate-host.ts';
import { type Schema, violations } from '../testing/json-schema.ts';
import { simulationDocument } from './simulation-document.ts';
import { simulationText } from './simulation-text.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, 'schemas/simulation.schema.json'), 'utf8'),
) as Schema;

function documentOf(rules: readonly string[], words: Parameters<typeof packetQuery>[0]) {
  const lines = [
    '*filter',
    ':INPUT ACCEPT [0:0]',
    ':FORWARD DROP [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ...rules.map((rule) => `-A ${rule}`),
    'COMMIT',
  ];
  const { records } = iptablesSave.parse(lines, 'iptables-save.txt');
  const rulesets: Analysis['rulesets'] =
    records?.kind === 'rulesets' ? records.items.map((ruleset) => ({ host: 'rtr', ruleset })) : [];
  const packet = packetQuery(words);
  if ('wrong' in packet) throw new Error(packet.wrong.kind);
  const bundle = {
    rulesets,
    hostRecords: new Map([['rtr', { network, ipsets: [], conntrack: [] }]]),
  };
  const document = simulationDocument('rtr', packet, simulateOnHost(bundle, 'rtr', packet));
  expect(violations(schema, JSON.parse(JSON.stringify(document)))).toEqual([]);
  return document;
}

const fromHost = { local: true, src: '10.2.0.1', dst: '10.2.0.9', proto: 'tcp', dport: '443' };

describe('the document', () => {
  it('has_the_disposition_that_is_certain', () => {
    expect(documentOf(['OUTPUT -p tcp -m tcp --dport 443 -j DROP'], fromHost)).toMatchObject({
      disposition: 'dropped',
      packet: { interface: null, protocol: 'tcp', dport: 443, sport: null, state: 'NEW', ttl: 64 },
      ways: [{ cause: { kind: 'rule', table: 'filter', chain: 'OUTPUT', rule: 1 } }],
    });
  });

  it('has_the_one_in_which_all_ways_end', () => {
    const document = documentOf(
      ['OUTPUT -p tcp -m tcp --sport 1000 -j REJECT', 'OUTPUT -j REJECT'],
      fromHost,
    );
    expect(document.ways).toHaveLength(2);
    expect(document.disposition).toBe('rejected');
  });

  it('has_none_where_several_are_possible', () => {
    const document = documentOf(['OUTPUT -p tcp -m tcp --sport 1000 -j DROP'], fromHost);
    expect(document.disposition).toBeNull();
    expect(document.ways.map(({ disposition }) => disposition)).toEqual(['sent', 'dropped']);
  });
});

it('the_text_tells_the_way_and_what_it_takes_for_granted', () => {
  const text = simulationText(documentOf(['OUTPUT -p tcp -m tcp --sport 1000 -j DROP'], fromHost));
  expect(text).toContain(
    'tcp 10.2.0.1 > 10.2.0.9:443, sent by the host, ctstate NEW\n\n2 outcomes are possible.\n\nSent, out eth1\n',
  );
  expect(text).toContain('  assuming that --sport 1000 matches the packet in rule 1 of filter/OUTPUT\n');
  expect(text).toMatch(/\n {2}filter\/OUTPUT rule:1 +drop {5}-A OUTPUT -p tcp -m tcp --sport 1000 -j DROP\n/);
});

it('a_hostile_ruleset_sends_no_control_characters_to_the_terminal', () => {
  const escape = String.fromCharCode(27);
  const text = simulationText(documentOf([`OUTPUT -m comment --comment ${escape}[2J -j DROP`], fromHost));
  expect(text).not.toContain(escape);
});
