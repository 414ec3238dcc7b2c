import { describe, expect, test } from 'vitest';
import { logPrefixOf } from '../../../kernel/log-prefix.ts';
import { startsTrace } from '../../../kernel/rule-effect.ts';
import type { Rule } from '../../../model/ruleset.ts';
import { iptablesSave } from './iptables-save.ts';

function rulesOf(...rules: readonly string[]): readonly Rule[] {
  const lines = ['*raw', ':PREROUTING ACCEPT [0:0]', ':LOG - [0:0]', ...rules, 'COMMIT'];
  const { records } = iptablesSave.parse(lines, 'save');
  const rulesets = records.kind === 'rulesets' ? records.items : [];
  return rulesets.flatMap(({ tables }) =>
    tables.flatMap(({ chains }) => chains.flatMap((chain) => chain.rules)),
  );
}

describe('a_glance_at_the_target', () => {
  test.each([
    ['-A PREROUTING -j TRACE', { prefix: null, traces: true }],
    ['-A PREROUTING -s 10.1.0.2/32 -j TRACE', { prefix: null, traces: true }],
    ['-A PREROUTING -j  TRACE', { prefix: null, traces: true }],
    ['-A PREROUTING -j "TRACE"', { prefix: null, traces: true }],
    ['-A PREROUTING -j NFLOG --nflog-prefix "in: "', { prefix: 'in:', traces: false }],
    ['-A PREROUTING -j ULOG --ulog-prefix old', { prefix: 'old', traces: false }],
    ['-A PREROUTING -j LOG', { prefix: null, traces: false }],
    ['-A PREROUTING -m comment --comment "-j TRACE" -j ACCEPT', { prefix: null, traces: false }],
    ['-A PREROUTING -s 10.1.0.2/32', { prefix: null, traces: false }],
  ])('finds_what_the_rule_does: %s', (text, { prefix, traces }) => {
    const [rule] = rulesOf(text);
    expect(rule && logPrefixOf(rule)).toBe(prefix);
    expect(rule && startsTrace(rule.spec)).toBe(traces);
  });

  test('tells_rules_apart_that_need_not_be_read', () => {
    const lacking = rulesOf('-A PREROUTING -j ACCEPT', '-A PREROUTING -j TRACE', '-A PREROUTING -g LOG').map(
      ({ spec }) => [spec.lacks?.('log'), spec.lacks?.('trace'), spec.lacks?.('verdict')],
    );
    expect(lacking).toEqual([
      [true, true, false],
      [true, false, true],
      [false, true, true],
    ]);
  });
});
