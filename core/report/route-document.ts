import type { HostNetwork } from '../kernel/routing/host-network.ts';
import { buildHostNetwork } from '../kernel/routing/host-network.ts';
import type { OpenQuestion } from '../kernel/branches.ts';
import { routeInput } from '../kernel/routing/route-input.ts';
import { routeOutput } from '../kernel/routing/route-output.ts';
import { type PossibleDecision, tooMuchMissing } from '../kernel/routing/routing-result.ts';
import type { Evidence } from '../model/evidence.ts';
import type { CauseKind } from '../model/journey.ts';
import type { FibRule, NetworkRecords, NextHop, RouteType } from '../model/network.ts';
import { english } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';
import type { RouteQuery } from './route-query.ts';

/** What `netopsy route --json` prints. */
export interface RouteDocument extends RouteAnswer {
  readonly schema: 'netopsy/route/1';
  readonly host: string;
  readonly query: RouteQuery;
  /** Where something had to be assumed: every answer that is possible; if they are several, the answer above is null. */
  readonly possible: readonly (RouteAnswer & { readonly assumes: readonly string[] })[];
  /** What would decide, and the command that prints it; empty where none does. */
  readonly missing: readonly { readonly what: string; readonly command: string }[];
}

/** One routing decision. */
export interface RouteAnswer {
  /** The type of the route; `none`: there is none. Null: not decided. */
  readonly type: RouteType | 'none' | null;
  /** `lo` for the host itself, as `ip route get` says. Null for what leads nowhere, and for several ways. */
  readonly dev: string | null;
  readonly via: string | null;
  /** The route's preferred source, or the address that the host itself sends from. */
  readonly src: string | null;
  readonly table: string | null;
  readonly rule: { readonly priority: number; readonly text: string } | null;
  readonly route: Evidence | null;
  readonly rpFilter: {
    readonly verdict: 'pass' | 'drop';
    readonly mode: number;
    readonly reason: string;
  } | null;
  readonly outcome: 'forward' | 'send' | 'local' | 'broadcast' | 'drop' | null;
  /** Why the packet is dropped; null for one that is not. */
  readonly cause: CauseKind | null;
  readonly reason: string | null;
  /** All ways of a multipath route. */
  readonly nextHops: readonly NextHop[];
  readonly evidence: readonly Evidence[];
}

/** What the host's `ip rule` and routes do with a packet; `records` null where the bundle has nothing of them. */
export function routeDocument(
  host: string,
  records: NetworkRecords | null,
  query: RouteQuery,
  words: Words = english,
): RouteDocument {
  const head = { schema: 'netopsy/route/1', host, query } as const;
  if (records === null)
    return { ...head, ...undecided, possible: [], missing: [missingFact(tooMuchMissing, words)] };
  const network = buildHostNetwork(records);
  const { decided, possible, missing: open, evidence } = route(network, query);
  const missing = open.map((question) => missingFact(question, words));
  if (decided !== null)
    return { ...head, ...answerOf(network, query, decided, evidence, words), possible: [], missing };
  // One answer that rests on a presumption (the kernel's own rules, where no `ip rule` is there) is the answer.
  const [only] = possible;
  const answer =
    only !== undefined && possible.length === 1
      ? answerOf(network, query, only.decision, only.evidence, words)
      : undecided;
  return {
    ...head,
    ...answer,
    possible: possible.map((each) => ({
      ...answerOf(network, query, each.decision, each.evidence, words),
      assumes: each.assumes.map(({ premise }) => words.openFacts.premise(premise)),
    })),
    missing,
  };
}

function missingFact({ fact, command }: OpenQuestion, words: Words): RouteDocument['missing'][number] {
  return { what: words.openFacts.openFact(fact), command };
}

const undecided: RouteAnswer = {
  type: null,
  dev: null,
  via: null,
  src: null,
  table: null,
  rule: null,
  route: null,
  rpFilter: null,
  outcome: null,
  cause: null,
  reason: null,
  nextHops: [],
  evidence: [],
};

function route(network: HostNetwork, { family, to, from, iif, mark, tos }: RouteQuery) {
  const open = { protocol: null, sport: null, dport: null };
  if (iif === null)
    return routeOutput(network, { ...open, family, src: from, dst: to, oif: null, mark, tos, uid: 0 });
  const limits = { ttl: null, length: null, df: false };
  return routeInput(network, { ...open, ...limits, family, src: from ?? '', dst: to, iif, mark, tos });
}

function answerOf(
  network: HostNetwork,
  query: RouteQuery,
  decision: PossibleDecision['decision'],
  evidence: readonly Evidence[],
  words: Words,
): RouteAnswer {
  const { found, source } = decision;
  const isDropped = decision.outcome === 'drop';
  const type = typeOf(decision);
  const isOwn = decision.outcome === 'local' || decision.outcome === 'broadcast';
  const hops = 'hops' in decision ? decision.hops : isDropped ? (found?.hops ?? []) : [];
  const [hop, ...others] = hops;
  const rule = found?.rule ?? (isDropped ? refusingRule(network, query, evidence) : null);
  return {
    type,
    dev: isOwn ? 'lo' : others.length === 0 ? (hop?.dev ?? null) : null,
    via: isOwn || others.length > 0 ? null : (hop?.via ?? null),
    src: isDropped ? null : sourceOf(network, query, decision, hop?.dev ?? null),
    table: found?.table ?? null,
    rule: rule === null ? null : { priority: rule.priority, text: rule.text },
    route: found === null ? null : { text: found.route.text, ...found.route.at },
    rpFilter: source && {
      verdict: source.verdict,
      mode: source.mode,
      reason: words.routing.sourceReason(source.reason),
    },
    outcome: decision.outcome,
    cause: isDropped ? decision.cause.kind : null,
    reason: isDropped ? words.routing.refusal(decision.cause) : null,
    nextHops: hops,
    evidence,
  };
}

function typeOf(decision: PossibleDecision['decision']): RouteAnswer['type'] {
  if (decision.found !== null) return decision.found.route.type;
  switch (decision.outcome) {
    case 'local':
    case 'broadcast':
      return decision.outcome;
    case 'drop':
      return decision.cause.kind === 'blackhole' ||
        decision.cause.kind === 'unreachable' ||
        decision.cause.kind === 'prohibit'
        ? decision.cause.kind
        : 'none';
    default:
      return 'unicast';
  }
}

/** A FIB rule that itself refuses leaves no route behind; it is the one that the decision cites. */
function refusingRule(
  network: HostNetwork,
  { family }: RouteQuery,
  evidence: readonly Evidence[],
): FibRule | null {
  const cited = ({ at }: FibRule): boolean =>
    evidence.some((line) => line.file === at.file && line.line === at.line);
  const refusals = ['blackhole', 'unreachable', 'prohibit'];
  const rules = network.fib[family].rules.map(({ rule }) => rule);
  return rules.find((rule) => refusals.includes(rule.action.kind) && cited(rule)) ?? null;
}

/** fib_result_prefsrc(): the route's `src`, else for packets of the host an address of the way out. */
function sourceOf(
  network: HostNetwork,
  { family, from, iif }: RouteQuery,
  { found }: PossibleDecision['decision'],
  dev: string | null,
): string | null {
  if (iif === null && from !== null) return from;
  const preferred = found?.route.preferredSource ?? null;
  if (preferred !== null || iif !== null || family === 'ipv6') return preferred;
  return network.addresses.find((own) => own.family === family && own.dev === dev)?.address ?? null;
}
