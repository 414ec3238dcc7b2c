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

const ownFacts: ReadonlySet<string> = new Set(
  Object.keys({
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
  } satisfies Record<OwnFact, true>),
);

/** The ending, and the packet's own facts that someone has looked at. */
export interface WatchedEnding {
  readonly ending: Ending;
  /** Each once, in the order of the first looks. */
  readonly looks: readonly OwnFact[];
}

export function watchEnding(ending: Ending): WatchedEnding {
  const looks: OwnFact[] = [];
  const watched: Partial<Record<keyof Ending, unknown>> = {};
  for (const fact of Object.keys(ending) as (keyof Ending)[]) {
    if (isOwnFact(fact)) {
      Object.defineProperty(watched, fact, {
        enumerable: true,
        get: () => {
          if (!looks.includes(fact)) looks.push(fact);
          return ending[fact];
        },
      });
    } else watched[fact] = ending[fact];
  }
  return { ending: watched as Ending, looks };
}

function isOwnFact(fact: keyof Ending): fact is OwnFact {
  return ownFacts.has(fact);
}
