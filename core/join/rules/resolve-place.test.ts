import { describe, expect, test } from 'vitest';
import { english } from '../../words/en/index.ts';
import type { ResolvedPlace } from '../../model/journey.ts';
import type { PlaceKind, TracePlace } from '../../model/trace.ts';
import { iptablesList } from '../../parse/rules/iptables/iptables-list.ts';
import { iptablesSave } from '../../parse/rules/iptables/iptables-save.ts';
import { resolvePlace } from './resolve-place.ts';

const SAVED = [
  '*filter',
  ':FORWARD ACCEPT [0:0]',
  ':ALLOWED - [0:0]',
  '-A FORWARD -p tcp -j ALLOWED',
  '-A FORWARD -p udp -g ALLOWED',
  '-A FORWARD -j DROP',
  '-A ALLOWED -p tcp -j ACCEPT',
  '-A ALLOWED -j DROP',
  'COMMIT',
];
const CUT = [
  'Chain FORWARD (policy DROP 0 packets, 0 bytes)',
  'num   pkts bytes target     prot opt in     out     source               destination',
  '1        0     0 ACCEPT     udp  --  *      *       0.0.0.0/0            0.0.0.0/0',
  '# ... ...',
  '4        0     0 ACCEPT     tcp  --  *      *       0.0.0.0/0            0.0.0.0/0',
];

/** A place as a line of TRACE names it. */
function placeOf(chain: string, kind: PlaceKind, number: number): TracePlace {
  const traced = { host: '', tracer: 'trace', family: 'ipv4', tableFamily: 'ip', printed: null } as const;
  return { ...traced, table: 'filter', chain, kind, number };
}

function met(lines: readonly string[], chain: string, kind: PlaceKind, number: number) {
  const format = lines === SAVED ? iptablesSave : iptablesList;
  const { records } = format.parse(lines, 'rules.txt');
  const table =
    records.kind === 'rulesets' ? records.items[0]?.tables.find(({ name }) => name === 'filter') : null;
  return resolvePlace(placeOf(chain, kind, number), table ?? null, ({ line }) => lines[line - 1] ?? '');
}

const said = ({ drift }: ResolvedPlace): string => (drift === null ? '' : english.drift.drift(drift));

describe('the_number_decides', () => {
  test('return_of_a_rule_without_a_match_is_that_rule', () => {
    expect(met(SAVED, 'ALLOWED', 'return', 2)).toMatchObject({ at: 'rule', verdict: 'drop', drift: null });
    expect(met(SAVED, 'FORWARD', 'policy', 3)).toMatchObject({ at: 'rule', verdict: 'drop', drift: null });
  });

  test('one_more_than_the_rules_is_the_end_of_the_chain', () => {
    const end = SAVED.filter((line) => !line.endsWith('DROP'));
    const { records } = iptablesSave.parse(end, 'rules.txt');
    const table = records.kind === 'rulesets' ? records.items[0]?.tables[0] : undefined;
    const at = (chain: string, kind: PlaceKind, number: number) =>
      resolvePlace(placeOf(chain, kind, number), table ?? null, () => '');
    expect(at('FORWARD', 'policy', 3)).toMatchObject({ at: 'policy', verdict: 'accept', rule: null });
    expect(at('ALLOWED', 'return', 2)).toMatchObject({ at: 'return', verdict: 'return', rule: null });
    expect(said(at('FORWARD', 'policy', 9))).toMatch(
      /policy:9 in filter\/FORWARD, but the chain has 2 rules/,
    );
    expect(said(at('ALLOWED', 'return', 9))).toMatch(/but the chain has 1 rule in the file/);
  });

  test('jump_and_goto_are_told_apart', () => {
    expect(met(SAVED, 'FORWARD', 'rule', 1).verdict).toBe('jump');
    expect(met(SAVED, 'FORWARD', 'rule', 2).verdict).toBe('goto');
  });
});

describe('drift', () => {
  test.each([
    ['FORWARD', 'rule', 3, /would be logged as policy:3/],
    ['ALLOWED', 'rule', 2, /would be logged as return:2/],
    ['FORWARD', 'policy', 1, /rule 1 in the file is "-A FORWARD -p tcp -j ALLOWED"/],
    ['FORWARD', 'rule', 12, /rule:12 in filter\/FORWARD/],
    ['GONE', 'rule', 1, /has no chain GONE in table filter/],
  ] as const)('%s:%s:%i contradicts the file', (chain, kind, number, why) => {
    expect(met(SAVED, chain, kind, number)).toMatchObject({ rule: null, verdict: null });
    if (number !== 12) expect(said(met(SAVED, chain, kind, number))).toMatch(why);
  });

  test('a_policy_behind_a_bare_RETURN_or_a_goto_is_none', () => {
    const { records } = iptablesSave.parse(
      [
        '*filter',
        ':FORWARD DROP [0:0]',
        ':X - [0:0]',
        '-A FORWARD -p tcp -g X',
        '-A FORWARD -j ACCEPT',
        'COMMIT',
      ],
      'rules.txt',
    );
    const table = records.kind === 'rulesets' ? (records.items[0]?.tables[0] ?? null) : null;
    const place = placeOf('FORWARD', 'policy', 3);
    expect(resolvePlace(place, table, () => '')).toMatchObject({
      at: 'policy',
      verdict: 'drop',
      drift: null,
    });
  });
});

describe('cuts', () => {
  test('a_number_that_was_cut_out_is_not_known_and_no_end_of_the_chain', () => {
    for (const number of [2, 3])
      expect(met(CUT, 'FORWARD', 'policy', number)).toMatchObject({
        at: 'unknown',
        verdict: null,
        drift: null,
      });
    expect(met(CUT, 'FORWARD', 'rule', 3)).toMatchObject({ rule: null, verdict: null, drift: null });
  });

  test('numbered_rules_behind_the_cut_are_known_and_so_is_the_end', () => {
    expect(met(CUT, 'FORWARD', 'rule', 4)).toMatchObject({ at: 'rule', verdict: 'accept' });
    expect(met(CUT, 'FORWARD', 'policy', 5)).toMatchObject({ at: 'policy', verdict: 'drop' });
  });

  test('the_end_is_not_known_where_the_last_rules_may_be_cut', () => {
    expect(met([...CUT, '# ... ...'], 'FORWARD', 'policy', 5)).toMatchObject({
      at: 'unknown',
      verdict: null,
    });
  });
});
