import type { JourneyEnd } from '../endings/journey-end.ts';

/** What the endings of packets have in common that OutcomeKeys gives one number; every other fact is the packet's own. */
type FactOfWay =
  | 'host'
  | 'family'
  | 'last'
  | 'hook'
  | 'base'
  | 'local'
  | 'beginsAt'
  | 'linesMissing'
  | 'bridgedIp'
  | 'visitedNat'
  | 'tracedSides'
  | 'untracked'
  | 'protocol'
  | 'icmpType'
  | 'inInterface'
  | 'outInterface'
  | 'physIn'
  | 'physOut';

/** A fact in which endings of one way can differ. */
export type OwnFact = Exclude<keyof JourneyEnd, FactOfWay>;

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
    second: true,
    ipId: true,
    dontFragment: true,
    sourceRoute: true,
    connection: true,
    isFlowAgainAtNat: true,
    packet: true,
  } satisfies Record<OwnFact, true>),
);

/** The ending, and the packet's own facts that someone has looked at. */
export interface WatchedEnding {
  readonly ending: JourneyEnd;
  /** Each once, in the order of the first looks. */
  readonly looks: readonly OwnFact[];
}

export function recordReads(ending: JourneyEnd): WatchedEnding {
  const looks: OwnFact[] = [];
  const watched = new Proxy(ending, {
    get(_, fact) {
      if (isOwnFact(fact) && !looks.includes(fact)) looks.push(fact);
      return ending[fact as keyof JourneyEnd];
    },
  });
  return { ending: watched, looks };
}

function isOwnFact(fact: string | symbol): fact is OwnFact {
  return typeof fact === 'string' && ownFacts.has(fact);
}
