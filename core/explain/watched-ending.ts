import type { Ending } from './ending.ts';

/** What tells the endings of two packets apart that went the same way, between the same interfaces. */
const ownFacts = [
  'src',
  'dst',
  'sport',
  'dport',
  'dstMac',
  'mark',
  'tos',
  'ttl',
  'lengthBytes',
  'dontFragment',
  'packet',
] as const satisfies readonly (keyof Ending)[];

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
  const watched = Object.defineProperties(
    { ...ending },
    Object.fromEntries(
      ownFacts.map((fact) => [
        fact,
        {
          enumerable: true,
          get: () => {
            looked = true;
            return ending[fact];
          },
        },
      ]),
    ),
  );
  return { ending: watched, hasLooked: () => looked };
}
