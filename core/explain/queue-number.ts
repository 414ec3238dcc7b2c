import type { Rule } from '../model/ruleset.ts';

/** The queues that a rule with `-j NFQUEUE` sends to: `--queue-num 3`, `--queue-balance 5:6`; 0 where it says nothing. */
export function queuesOf({ target }: Rule): readonly number[] {
  const options = target?.options ?? [];
  const words = options[options.findIndex((word) => /^--queue-(?:num|balance)$/.test(word)) + 1];
  const [, first = '0', last = first] = /^(\d+)(?:[:-](\d+))?$/.exec(words ?? '') ?? [];
  const count = Math.min(Number(last) - Number(first), 0xffff) + 1;
  return Array.from({ length: Math.max(1, count) }, (_, index) => Number(first) + index);
}
