import type { Ending } from './ending.ts';

/** What the endings of packets have in common that WayNumbers gives one number; every other fact is the packet's own. */
type FactOfWay =
  | 'host'
  | 'family'
  | 'last'
  | 'hook'
  | 'base'
  | 'local'
  | 'linesMissing'
  | 'visitedNat'
  | 'protocol'
  | 'icmpType'
  | 'inInterface'
  | 'outInterface'
  | 'physIn'
  | 'physOut';

/** A fact in which endings of one way can differ. */
export type OwnFact = Exclude<keyof Ending, FactOfWay>;

const ownFacts = Object.keys({
  src: true,
  dst: true,
  sport: true,
  dport: true,
  dstMac: true,
  mark: true,
  tos: true,
  ttl: true,
  lengthBytes: true,
  dontFragment: true,
  packet: true,
} satisfies Record<OwnFact, true>) as OwnFact[];

/** The ending, and the packet's own facts that someone has looked at. */
export interface WatchedEnding {
  readonly ending: Ending;
  /** Each once, in the order of the first looks. */
  readonly looks: readonly OwnFact[];
}

export function watchEnding(ending: Ending): WatchedEnding {
  const looks: OwnFact[] = [];
  const watched = { ...ending };
  for (const fact of ownFacts) {
    if (!(fact in ending)) continue;
    const value = ending[fact];
    Object.defineProperty(watched, fact, {
      enumerable: true,
      get: () => {
        if (!looks.includes(fact)) looks.push(fact);
        return value;
      },
    });
  }
  return { ending: watched, looks };
}
