import { describe, expect, test } from 'vitest';
import { exampleCause, exampleCauses } from '../../testing/example-causes.ts';
import type { CauseFrame, CauseKind, Ground } from '../../model/cause.ts';
import { deadEnd, remedy, summary, title, withoutRule } from './causes.ts';

const kinds = exampleCauses.map(({ kind }) => kind);
const cause = exampleCause;

describe.each(kinds)('%s', (kind) => {
  test('is_told_in_a_sentence_without_full_stop_and_ended_by_a_remedy', () => {
    for (const said of [summary(cause(kind)), remedy(cause(kind)), title(kind)]) {
      expect(said).toMatch(/^[A-Z].*[^.\s]$/);
      expect(said).not.toMatch(/null|undefined|\[object|\bbehind\b/);
    }
  });

  test('that_is_only_possible_never_sounds_like_a_fact', () => {
    if (kind !== 'no-listener')
      expect(summary(cause(kind, { confidence: 'possible' }))).toMatch(/^Possibly (?:dropped|rejected)/);
  });
});

test.each<[CauseKind, Partial<CauseFrame>, string]>([
  ['rule', { text: '-A FORWARD -j DROP' }, 'Dropped by rule 3 of filter/FORWARD: -A FORWARD -j DROP'],
  ['policy', { rule: null }, 'Dropped by the policy of filter/FORWARD: no rule matched; the policy is DROP'],
  ['ttl-expired', {}, 'Dropped before the FORWARD hook: TTL 1 expired'],
  [
    'rule',
    {
      confidence: 'possible',
      grounds: [
        { kind: 'no-line-of', chain: 'mangle/POSTROUTING', counted: false },
        { kind: 'rule-unknown', why: 'ruleset-changed', policyNumber: null },
      ],
    },
    'Possibly dropped by rule 3 of filter/FORWARD (as numbered in the log): no line of mangle/POSTROUTING follows. The ruleset has changed since, so its text is unknown',
  ],
])('%s %j', (kind, frame, said) => {
  expect(summary(cause(kind, frame))).toBe(said);
});

test('the_text_of_a_rule_stands_in_the_sentence_once_or_not_at_all', () => {
  const grounds: readonly Ground[] = [{ kind: 'captured-leaving', interface: 'eth1' }];
  const one = cause('rule', { text: '-A FORWARD -j DROP', grounds });
  expect(summary(one).split('-A FORWARD').length).toBe(2);
  expect(withoutRule(one)).toBe(
    'Dropped by rule 3 of filter/FORWARD; but the capture of eth1 shows the packet leave',
  );
});

test('a_dead_end_of_several_variants_says_how_many', () => {
  expect(deadEnd(cause('policy'), 3)).toMatch(/ \(and 2 more of this kind\)$/);
  expect(deadEnd(cause('policy'), 1)).toBe(summary(cause('policy')));
});
