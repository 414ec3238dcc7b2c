import type { ChainPath, Hook, Journeys } from '../../model/journey.ts';
import type { Rule } from '../../model/ruleset.ts';

/** What the steps of a way tell of every packet that took it. */
export interface WayFacts {
  /** The hook of the first line; null where it is in no known chain. */
  readonly beginsAt: Hook | null;
  /** The log shows no beginning, or a step that can't follow the one before it. */
  readonly gap: boolean;
  /** A chain of nat saw the packet. */
  readonly visitedNat: boolean;
  /** A rule that it met says that conntrack is to leave it alone. */
  readonly untracked: boolean;
  /** The backends whose chains its lines show. */
  readonly legacy: boolean;
  readonly nft: boolean;
  /** Its lines begin in PREROUTING of a bridge. */
  readonly inBridge: boolean;
  /** A frame that its bridge showed to PREROUTING of IP, as br_netfilter does. */
  readonly bridgedIp: boolean;
}

const none: WayFacts = {
  beginsAt: null,
  gap: false,
  visitedNat: false,
  untracked: false,
  legacy: false,
  nft: false,
  inBridge: false,
  bridgedIp: false,
};

const known = new WeakMap<Journeys, readonly WayFacts[]>();

/** By shape. Tens of thousands of ways begin alike: each adds its last step to what the way before it tells. */
export function wayFactsOf(journeys: Journeys): readonly WayFacts[] {
  let facts = known.get(journeys);
  if (facts === undefined) known.set(journeys, (facts = factsByShape(journeys)));
  return facts;
}

function factsByShape(journeys: Journeys): readonly WayFacts[] {
  const { places, shapes } = journeys;
  const notrack = places.map(({ rule }) => isNotrack(rule));
  const facts: WayFacts[] = [];
  // Children come after their parents.
  for (const shape of shapes) {
    const before = facts[shape.parent] ?? none;
    facts.push(shape.place < 0 ? none : unlessSame(before, withStep(before, shape, journeys, notrack)));
  }
  return facts;
}

function withStep(
  before: WayFacts,
  { place, hook, base, gap }: ChainPath,
  { places }: Journeys,
  notrack: readonly boolean[],
): WayFacts {
  const { tracer, table } = places[place]?.place ?? {};
  return {
    // A user-defined chain with which the log begins does not tell its hook.
    beginsAt: before.beginsAt ?? hook,
    gap: before.gap || gap,
    visitedNat: before.visitedNat || (base?.nat ?? table === 'nat'),
    untracked: before.untracked || notrack[place] === true,
    legacy: before.legacy || tracer === 'trace',
    nft: before.nft || tracer === 'nft' || tracer === 'xtables',
    bridgedIp: before.bridgedIp || (before.inBridge && hook === 'prerouting' && base?.layer === 'ip'),
    inBridge: before.inBridge || (hook === 'prerouting' && base?.layer === 'bridge'),
  };
}

/** Most steps tell nothing new: then both ways share one object. */
function unlessSame(before: WayFacts, after: WayFacts): WayFacts {
  const isSame =
    before.beginsAt === after.beginsAt &&
    before.gap === after.gap &&
    before.visitedNat === after.visitedNat &&
    before.untracked === after.untracked &&
    before.legacy === after.legacy &&
    before.nft === after.nft &&
    before.inBridge === after.inBridge &&
    before.bridgedIp === after.bridgedIp;
  return isSame ? before : after;
}

/** The rule takes the packet out of conntrack. */
function isNotrack(rule: Rule | null): boolean {
  return rule?.spec.statements.some(({ kind }) => kind === 'notrack') === true;
}
