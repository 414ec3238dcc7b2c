import type { DiffNote } from '../model/diff.ts';
import type { FibRule } from '../model/network.ts';
import { pairUp } from './pair-up.ts';
import { type FoundChange, type Script, whereBothAreListed } from './script.ts';

/** Compares `ip rule`; the same rule at another priority, or
 * another one at the same priority, is that rule changed. A side without any was not dumped. */
export function compareFibRules(
  host: string,
  before: readonly FibRule[],
  after: readonly FibRule[],
): { readonly script: Script<FibRule>; readonly notes: readonly DiffNote[] } {
  const notes: DiffNote[] = [];
  const has = (rules: readonly FibRule[], family: string): boolean =>
    rules.some((rule) => rule.family === family);
  const comparable = ({ family }: FibRule): boolean => has(before, family) && has(after, family);
  for (const family of ['ipv4', 'ipv6'] as const)
    if (has(before, family) !== has(after, family))
      notes.push({
        kind: 'fib-rules-of-one-capture',
        family,
        side: has(before, family) ? 'before' : 'after',
      });
  const pairs = pairUp(before.filter(comparable), after.filter(comparable), [
    (rule) => `${rule.family} ${contentOf(rule)}`,
    (rule) => `${rule.family} ${contentOf({ ...rule, priority: 0 })}`,
    ({ family, priority }) => `${family} ${priority}`,
  ]);
  const unseen = [...before, ...after].filter((rule) => !comparable(rule));
  const found = pairs.map(({ before: old, after: now }) => {
    const same = old !== null && now !== null && contentOf(old) === contentOf(now);
    return { before: old, after: now, change: same ? null : changeOf(host, old, now) };
  });
  const isListed = ({ family }: FibRule, side: 'before' | 'after'): boolean =>
    (side === 'before' ? before : after).some((rule) => rule.family === family && rule.listing === 'whole');
  const script = [
    ...whereBothAreListed(found, isListed),
    ...unseen.map((rule) => ({ before: rule, after: rule, change: null })),
  ];
  return { script, notes };
}

/** Rules of one priority are tried in the order in which they were added, which the list keeps. */
function contentOf({ at: _at, text: _text, listing: _listing, ...selectors }: FibRule): string {
  return JSON.stringify(selectors);
}

function changeOf(host: string, before: FibRule | null, after: FibRule | null): FoundChange {
  const [old, now] = [before?.text.trim(), after?.text.trim()].map((text) => text?.replaceAll('\t', ' '));
  const kind = before === null ? 'ip-rule-added' : after === null ? 'ip-rule-removed' : 'ip-rule-changed';
  return {
    kind,
    host,
    detail: {
      kind: 'line',
      of: (after ?? before)?.family === 'ipv6' ? 'ipv6' : null,
      text: now ?? old ?? '',
      was: kind === 'ip-rule-changed' ? (old ?? null) : null,
    },
    before: before === null ? null : { ...before.at, text: before.text },
    after: after === null ? null : { ...after.at, text: after.text },
    effect: null,
    chain: null,
  };
}
