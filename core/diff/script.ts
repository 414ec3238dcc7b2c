import type { Change } from '../model/diff.ts';
import type { Chain } from '../model/ruleset.ts';

/** A change that has no number yet: numbers are given when all are known. */
export type FoundChange = Omit<Change, 'id'> & {
  /** Of a `policy-changed`: the policies, which are equal where only the chain's place changed; left out for the others. */
  readonly policies?: readonly [before: Chain['policy'], after: Chain['policy']];
};

/** Something that the one configuration has, or the other, or both; `change` is null where both have the same. */
export interface Entry<T> {
  readonly before: T | null;
  readonly after: T | null;
  readonly change: FoundChange | null;
}

/**
 * Two lists laid into one: read by its `before` sides it is the one list, by its `after` sides the other, and by the
 * `after` sides of some changes a configuration between the two.
 */
export type Script<T> = readonly Entry<T>[];

/** The list that has those changes and no others. */
export function withChanges<T>(script: Script<T>, taken: ReadonlySet<FoundChange>): readonly T[] {
  return script.flatMap((entry) => {
    const side = sideOf(entry, taken);
    return side === null ? [] : [side];
  });
}

/** Without the changes that are none: what only one side has, where the other does not list all that there is. */
export function whereBothAreListed<T>(
  script: Script<T>,
  isListed: (item: T, side: 'before' | 'after') => boolean,
): Script<T> {
  return script.map((entry) => {
    const { before, after } = entry;
    if (before !== null && after === null && !isListed(before, 'after'))
      return { before, after: before, change: null };
    if (after !== null && before === null && !isListed(after, 'before'))
      return { before: after, after, change: null };
    return entry;
  });
}

/** What the configuration that has those changes has here. */
export function sideOf<T>({ before, after, change }: Entry<T>, taken: ReadonlySet<FoundChange>): T | null {
  return change === null || taken.has(change) ? after : before;
}
