import type { Rule } from '../model/ruleset.ts';
import { commonOrder } from './common-order.ts';
import { likeness, ruleContent, sameConditions } from '../dialects/rule-content.ts';

/** One place of two chains laid into one. A moved rule has two, one for each of its places. */
export type AlignedRule =
  | { readonly kind: 'same' | 'changed'; readonly before: Rule; readonly after: Rule }
  | { readonly kind: 'removed'; readonly before: Rule }
  | { readonly kind: 'added'; readonly after: Rule }
  | { readonly kind: 'left' | 'arrived'; readonly before: Rule; readonly after: Rule };

/**
 * Lays the rules of a chain at two times into one list, by content and neighbourhood, never by number: the longest
 * common order stays; equal rules outside it moved (`left` their place and `arrived` at another); like rules in one gap
 * are one rule that changed; the rest was removed or added. The answer for the lists exchanged is the same, exchanged.
 */
export function alignRules(before: readonly Rule[], after: readonly Rule[]): readonly AlignedRule[] {
  const [first, second] = [before.map(ruleContent), after.map(ruleContent)];
  // Where several answers are as good, the order of the two lists must not choose.
  if (isGreater(first, second)) return goneFirst(align(after, before, second, first).map(exchanged));
  return align(before, after, first, second);
}

function isGreater(first: readonly string[], second: readonly string[]): boolean {
  const at = first.findIndex((key, i) => key !== second[i]);
  if (at < 0) return false;
  const other = second[at];
  return other === undefined || (first[at] as string) > other;
}

/** Between two rules that both chains have: what is gone, then what came. */
function goneFirst(entries: readonly AlignedRule[]): readonly AlignedRule[] {
  const ordered: AlignedRule[] = [];
  const came: AlignedRule[] = [];
  for (const entry of entries) {
    if (entry.kind === 'added' || entry.kind === 'arrived') came.push(entry);
    else {
      if (entry.kind === 'same' || entry.kind === 'changed') ordered.push(...came.splice(0));
      ordered.push(entry);
    }
  }
  return [...ordered, ...came];
}

function exchanged(entry: AlignedRule): AlignedRule {
  switch (entry.kind) {
    case 'removed':
      return { kind: 'added', after: entry.before };
    case 'added':
      return { kind: 'removed', before: entry.after };
    case 'left':
      return { kind: 'arrived', before: entry.after, after: entry.before };
    case 'arrived':
      return { kind: 'left', before: entry.after, after: entry.before };
    default:
      return { ...entry, before: entry.after, after: entry.before };
  }
}

function align(
  before: readonly Rule[],
  after: readonly Rule[],
  beforeKeys: readonly string[],
  afterKeys: readonly string[],
): readonly AlignedRule[] {
  const anchors = commonOrder(beforeKeys, afterKeys);
  const moves = movedRules(before, after, beforeKeys, afterKeys, anchors);
  const aligned: AlignedRule[] = [];
  let [i, j] = [0, 0];
  for (const [atBefore, atAfter] of [...anchors, [before.length, after.length] as const]) {
    aligned.push(...alignGap(before.slice(i, atBefore), after.slice(j, atAfter), moves));
    const [old, now] = [before[atBefore], after[atAfter]];
    if (old !== undefined && now !== undefined) aligned.push({ kind: 'same', before: old, after: now });
    [i, j] = [atBefore + 1, atAfter + 1];
  }
  return aligned;
}

/** Each moved rule with its other self, in both directions. */
function movedRules(
  before: readonly Rule[],
  after: readonly Rule[],
  beforeKeys: readonly string[],
  afterKeys: readonly string[],
  anchors: readonly (readonly [number, number])[],
): ReadonlyMap<Rule, Rule> {
  const [kept, held] = [new Set(anchors.map(([i]) => i)), new Set(anchors.map(([, j]) => j))];
  const waiting = new Map<string, Rule[]>();
  beforeKeys.forEach((key, i) => {
    if (!kept.has(i)) waiting.set(key, [...(waiting.get(key) ?? []), before[i] as Rule]);
  });
  const moves = new Map<Rule, Rule>();
  afterKeys.forEach((key, j) => {
    const old = held.has(j) ? undefined : waiting.get(key)?.shift();
    if (old === undefined) return;
    moves.set(old, after[j] as Rule);
    moves.set(after[j] as Rule, old);
  });
  return moves;
}

/** The rules between two that stayed. */
function alignGap(
  before: readonly Rule[],
  after: readonly Rule[],
  moves: ReadonlyMap<Rule, Rule>,
): readonly AlignedRule[] {
  const pairs = likePairs(
    before.filter((rule) => !moves.has(rule)),
    after.filter((rule) => !moves.has(rule)),
  );
  const aligned: AlignedRule[] = [];
  let rest = after;
  const takeUntil = (end: Rule | null): void => {
    const count = end === null ? rest.length : rest.indexOf(end);
    for (const rule of rest.slice(0, count)) {
      const old = moves.get(rule);
      aligned.push(
        old === undefined ? { kind: 'added', after: rule } : { kind: 'arrived', before: old, after: rule },
      );
    }
    rest = rest.slice(end === null ? count : count + 1);
  };
  for (const rule of before) {
    const [now, moved] = [pairs.get(rule), moves.get(rule)];
    if (now !== undefined) {
      takeUntil(now);
      aligned.push({ kind: 'changed', before: rule, after: now });
    } else if (moved !== undefined) aligned.push({ kind: 'left', before: rule, after: moved });
    else aligned.push({ kind: 'removed', before: rule });
  }
  takeUntil(null);
  return aligned;
}

/** Above this many comparisons a gap is a new ruleset, and nothing in it a changed rule. */
const mostComparisons = 250_000;

/**
 * The rules of a gap that are one rule that changed: in order, and as alike together as can be (Needleman and Wunsch's
 * alignment). Two rules are like enough if half of their parts agree, or all of their conditions.
 */
function likePairs(before: readonly Rule[], after: readonly Rule[]): ReadonlyMap<Rule, Rule> {
  const pairs = new Map<Rule, Rule>();
  if (before.length * after.length > mostComparisons) return pairs;
  const width = after.length + 1;
  const best = new Float64Array((before.length + 1) * width);
  const score = (i: number, j: number): number => {
    const [old, now] = [before[i] as Rule, after[j] as Rule];
    const alike = likeness(old, now);
    return alike >= 0.5 ? alike : sameConditions(old, now) ? 0.5 : 0;
  };
  const at = (i: number, j: number): number => best[i * width + j] as number;
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--) {
      const paired = score(i, j);
      const together = paired === 0 ? 0 : paired + at(i + 1, j + 1);
      best[i * width + j] = Math.max(together, at(i + 1, j), at(i, j + 1));
    }
  for (let i = 0, j = 0; i < before.length && j < after.length;) {
    // Of several that are as like, the first is the rule that changed: it is the one that packets meet.
    const paired = score(i, j);
    if (paired > 0 && at(i, j) === paired + at(i + 1, j + 1))
      pairs.set(before[i++] as Rule, after[j++] as Rule);
    else if (at(i, j) === at(i + 1, j)) i++;
    else j++;
  }
  return pairs;
}
