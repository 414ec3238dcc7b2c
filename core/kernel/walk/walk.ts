import type { HostNetwork } from '../routing/host-network.ts';
import type { MatchFacts } from '../match/match-facts.ts';
import type { ConntrackEntry } from '../../model/conntrack.ts';
import type { Chain, Rule, Table } from '../../model/ruleset.ts';
import type { KnownRouting } from '../../model/simulation.ts';
import type { Hook } from '../../model/verdict.ts';
import type { WalkAssumption, WalkAssumed } from './assumption.ts';
import { isAskedOnce } from './asked-once.ts';
import { type Branch, joined } from './branch.ts';
import type { CalledChain } from './called-chain.ts';
import type { Ends } from './exits.ts';
import { presumeOf } from './header-ends.ts';
import { noRoutesSeen, type RoutesSeen } from './route-headers.ts';
import { assumptionsIn, type ChainStep, readTrail, withAssumption } from './trail.ts';
import type { PossibleEnd, Walked } from './walk-end.ts';

/** The host that packets are walked through. */
export interface WalkHost {
  /** The tables that see the packet's family, in the order of the dump; one that is not here is taken for not loaded. */
  readonly tables: readonly Table[];
  /** Null where the bundle has nothing of it: then routing is open. */
  readonly network: HostNetwork | null;
  readonly inSet: MatchFacts['inSet'];
  /** The sets that `inSet` asks, for walks of many packets. */
  readonly ipsets?: MatchFacts['ipsets'];
  /** Where the routing decision is known to have led, as when a log shows it; null to have it replayed. */
  readonly routed: KnownRouting | null;
  /** The host's connections; empty where the bundle shows none. */
  readonly conntrack: readonly ConntrackEntry[];
  /** What a log shows of the packet's way; left out where none does. */
  readonly seen?: SeenRules | null;
}

/** The rules that a traced packet met, in the chains whose every match its tracer prints. */
export interface SeenRules {
  /** By `seenChain`. */
  readonly chains: ReadonlySet<string>;
  /** By `seenChain` and the rule's number. */
  readonly rules: ReadonlySet<string>;
  /** What NAT has made of the destination of a packet that goes on with a connection; null where the log does not tell. */
  readonly becomes: { readonly dst: string; readonly dport: number | null } | null;
  /** `known`: its connection was confirmed before, so that it visits no nat chain, though conntrack may still call it NEW. */
  readonly connection: 'known' | 'open';
  /** Left out where any way is to be followed, whatever the log shows. */
  readonly lines?: SeenLines | null;
}

/** The lines that a packet's tracers printed, from the base chain on in which they begin: a branch that prints others is another packet's. */
export interface SeenLines {
  /** The hook of the chain in which they begin. */
  readonly hook: Hook;
  /** Whether the step would print the line of that index, which may be past the last; null where it prints none. */
  prints(step: ChainStep, index: number): boolean | null;
}

/** Names a chain as `SeenRules` do. */
export function seenChain(family: string, table: string, chain: string): string {
  return `${family} ${table} ${chain}`;
}

/** A walk that is going on. */
export interface Walk {
  readonly host: WalkHost;
  /** A rule that matches and is one of these ends the walk. */
  readonly stopsAt: (rule: Rule) => boolean;
  readonly ends: Ends;
  readonly presumed: Map<string, WalkAssumption>;
  /** What came of chains that were called. */
  readonly called: Map<Chain, CalledChain>;
  /** Of walks of many packets. */
  readonly routesSeen: { readonly arriving: RoutesSeen; readonly own: RoutesSeen };
  /** False where too much is unknown to follow every branch. */
  isComplete: boolean;
  /** False where routing may have taken a way that no branch follows. */
  knowsRoutes: boolean;
  /** True where a branch was left out, since the log shows that its packet went another way. */
  leavesOut: boolean;
}

export function newWalk(host: WalkHost, stopsAt: Walk['stopsAt'] = () => false): Walk {
  return {
    host,
    stopsAt,
    ends: new Map(),
    presumed: new Map(),
    called: new Map(),
    routesSeen: { arriving: noRoutesSeen(), own: noRoutesSeen() },
    isComplete: true,
    knowsRoutes: true,
    leavesOut: false,
  };
}

/** Takes something for granted to which there are other answers that can't be listed. */
export function presume(walk: Walk, branch: Branch, question: string, assumed: WalkAssumed): Branch {
  if (branch.headers !== null) {
    presumeOf(branch.headers, question, assumed);
    return branch;
  }
  const assumption = { question, isPresumed: true, assumed, answer: 0 };
  walk.presumed.set(question, assumption);
  return { ...branch, trail: withAssumption(branch.trail, assumption) };
}

/** With more branches than this, answers that no other rule asks for are forgotten, which makes branches alike. */
const FEW_BRANCHES = 8;
const MOST_BRANCHES = 256;

/** The branches that are different from here on, not more than can be followed. */
export function followed(walk: Walk, branches: readonly Branch[]): readonly Branch[] {
  const different = joined(branches);
  if (different[0]?.headers) return withinBounds(different);
  if (different.length <= FEW_BRANCHES) return different;
  const forgetful = joined(different.map((branch) => withoutSingles(branch, walk.host.tables)));
  if (forgetful.length <= MOST_BRANCHES) return forgetful;
  walk.isComplete = false;
  return forgetful
    .toSorted((a, b) => assumptionsIn(a.trail) - assumptionsIn(b.trail))
    .slice(0, MOST_BRANCHES);
}

/** More branches than these are not followed; their headers are told as left. */
const MOST_OF_HEADERS = 50_000;

function withinBounds(branches: readonly Branch[]): readonly Branch[] {
  for (const { headers } of branches.slice(MOST_OF_HEADERS)) headers?.record.left.push(headers.set);
  return branches.slice(0, MOST_OF_HEADERS);
}

function withoutSingles(branch: Branch, tables: readonly Table[]): Branch {
  const kept = [...branch.answers].filter(
    ([, { condition }]) => condition === null || !isAskedOnce(tables, condition),
  );
  return { ...branch, answers: new Map(kept) };
}

/** The result, when all branches came to their ends. */
export function walked({ ends, presumed, isComplete, knowsRoutes, leavesOut }: Walk): Walked {
  const isOnly = ends.size === 1 && presumed.size === 0 && isComplete && knowsRoutes && !leavesOut;
  return {
    ends: Array.from(ends.values(), ({ end, branch }): PossibleEnd => {
      const { packet, trail } = branch;
      return { end, packet, ...readTrail(trail), certain: isOnly };
    }),
    presumed: [...presumed.values()],
    complete: isComplete,
  };
}
