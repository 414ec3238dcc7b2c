import { type HeaderOutcome, isCertain } from '../../kernel/headers/ends-of-headers.ts';
import type { AsSent, HeaderEnd } from '../../kernel/headers/headers.ts';
import { headerParts } from '../../kernel/headers/header-parts.ts';
import type { MatchPacket } from '../../kernel/match/match-packet.ts';
import { NOTHING } from '../../kernel/sets/decision-diagrams.ts';
import { newHeaderSpace } from '../../kernel/sets/header-space.ts';
import type { Family } from '../../model/family.ts';
import type { HeaderBox, Reach, ReachEnd, ReachLeft, ReachPart } from '../../model/reach.ts';
import { type Bundle, type PreparedState, preparedState, simulatedState } from '../simulate-host.ts';
import { simulatedAssumption } from '../simulated-assumption.ts';
import { simulatedEnd } from '../simulated-end.ts';
import { causeOf, dispositionOf } from '../simulated-way.ts';
import { askedHeaders, interfacesOf } from './asked-headers.ts';
import { askedBox, headerBox } from './header-box.ts';
import type { ReachQuery } from './reach-query.ts';
import { walkedHeaders } from './walked-headers.ts';

/** More parts than these are not told: nobody reads them, and the question can be narrowed. */
const MOST_PARTS = 20_000;

/** What becomes of all packets of a kind on a host of the bundle. */
export function reachOnHost(bundle: Bundle, host: string, query: ReachQuery): Reach {
  const described = preparedState(simulatedState(bundle, host));
  const asked = askedBox(query);
  const families: readonly Family[] = query.family === null ? familiesOf(described) : [query.family];
  const answers = families.map((family) => reachOfFamily(described, family, query, asked));
  return {
    asked,
    parts: answers.flatMap(({ parts }) => parts),
    left: answers.find(({ left }) => left !== null)?.left ?? null,
  };
}

/** Of IPv6 nothing is told where the bundle has nothing of it: no rules, no addresses, no routes. */
function familiesOf({ network, tables }: PreparedState): readonly Family[] {
  const ipv6 = network?.fib.ipv6.tables.size ?? 0;
  const hasRules = tables.ipv6.some((table) => table.family === 'ip6');
  return ipv6 > 0 || hasRules || network?.addresses.some(({ family }) => family === 'ipv6')
    ? ['ipv4', 'ipv6']
    : ['ipv4'];
}

function reachOfFamily(
  host: PreparedState,
  family: Family,
  query: ReachQuery,
  asked: HeaderBox,
): { readonly parts: readonly ReachPart[]; readonly left: ReachLeft | null } {
  const space = newHeaderSpace(family, interfacesOf(host.network, host.tables[family], query.in ?? []));
  const set = askedHeaders(space, query);
  if (set === NOTHING) return { parts: [], left: null };
  const walked = walkedHeaders(host, space, set, query);
  if (walked === null) return { parts: [], left: { kind: 'too-much' } };
  const { outcomes, record } = walked;
  const parts: ReachPart[] = [];
  const known = new Map<HeaderOutcome, Omit<ReachPart, 'box'>>();
  for (const part of headerParts(space, outcomes, MOST_PARTS)) {
    if (part === null) return { parts, left: { kind: 'parts', told: parts.length } };
    const { box, outcome } = part;
    const facts = known.get(outcome) ?? factsOf(outcome);
    known.set(outcome, facts);
    if (
      query.end !== null &&
      !facts.ends.some(({ disposition }) => disposition === query.end) &&
      !facts.isLeft
    )
      continue;
    parts.push({ box: headerBox(space, box, asked), ...facts });
  }
  return { parts, left: record.left.length > 0 ? { kind: 'branches' } : null };
}

function factsOf(outcome: HeaderOutcome): Omit<ReachPart, 'box'> {
  return {
    ends: outcome.ends.map(reachEnd),
    certain: isCertain(outcome),
    decides: outcome.ends.length > 1 ? outcome.asked.map(({ assumed }) => simulatedAssumption(assumed)) : [],
    presumed: outcome.presumed.map(({ assumed }) => simulatedAssumption(assumed)),
    isLeft: outcome.isLeft,
  };
}

/** An end as plain data. */
export function reachEnd({ end, packet, asSent }: HeaderEnd): ReachEnd {
  const leaves = end.kind === 'forwarded' || end.kind === 'sent';
  return {
    disposition: dispositionOf(end),
    cause: causeOf(end),
    end: simulatedEnd(end),
    egress: leaves ? { interface: end.outInterface, ...rewritten(packet, asSent) } : null,
  };
}

function rewritten(
  packet: MatchPacket,
  asSent: AsSent,
): Record<'src' | 'dst' | 'sport' | 'dport', string | null> {
  const of = (field: 'src' | 'dst' | 'sport' | 'dport'): string | null => {
    const value = packet[field];
    if (value !== null) return String(value);
    return asSent[field] ? null : 'unknown';
  };
  return { src: of('src'), dst: of('dst'), sport: of('sport'), dport: of('dport') };
}
