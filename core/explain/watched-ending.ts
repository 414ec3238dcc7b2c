import type { Ending } from './ending.ts';

/** What the endings of packets have in common that WayNumbers gives one number; every other fact is the packet's own. */
const factsOfWay: ReadonlySet<string> = new Set<keyof Ending>([
  'host',
  'family',
  'last',
  'hook',
  'base',
  'local',
  'beginsAt',
  'linesMissing',
  'visitedNat',
  'protocol',
  'icmpType',
  'inInterface',
  'outInterface',
  'physIn',
  'physOut',
]);

/**
 * The ending, and whether someone has looked at a fact that is the packet's own. An explanation that has not looked
 * holds for every packet that went the same way.
 */
export interface WatchedEnding {
  readonly ending: Ending;
  hasLooked(): boolean;
}

export function watchEnding(ending: Ending): WatchedEnding {
  let looked = false;
  const watched = { ...ending };
  for (const [fact, value] of Object.entries(ending)) {
    if (factsOfWay.has(fact)) continue;
    Object.defineProperty(watched, fact, {
      enumerable: true,
      get: () => {
        looked = true;
        return value as unknown;
      },
    });
  }
  return { ending: watched, hasLooked: () => looked };
}
