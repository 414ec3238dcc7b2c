import { type HeaderOutcome, isCertain, type OutcomeMap } from '../../kernel/headers/ends-of-headers.ts';
import type { AsSent, HeaderEnd } from '../../kernel/headers/headers.ts';
import { headerParts, outcomeGroups } from '../../kernel/headers/header-parts.ts';
import { martianHeaders, readableParts } from '../../kernel/headers/readable-parts.ts';
import type { MatchPacket } from '../../kernel/match/match-packet.ts';
import { type Diagram, NOTHING, TooManyNodes } from '../../kernel/sets/decision-diagrams.ts';
import { forAllAnswers, type HeaderSpace, newHeaderSpace } from '../../kernel/sets/header-space.ts';
import type { Family } from '../../model/family.ts';
import type {
  HeaderBox,
  Reach,
  ReachDeath,
  ReachEnd,
  ReachLine,
  ReachListener,
  ReachPart,
} from '../../model/reach.ts';
import { type Bundle, type PreparedState, preparedState, simulatedState } from '../simulate-host.ts';
import { simulatedAssumption } from '../simulated-assumption.ts';
import { simulatedEnd } from '../simulated-end.ts';
import { causeOf, dispositionOf } from '../simulated-way.ts';
import { askedHeaders, interfacesOf } from './asked-headers.ts';
import { boxShare } from './box-share.ts';
import { askedBox, headerBox, withinAsked } from './header-box.ts';
import type { ReachQuery } from './reach-query.ts';
import { type WalkedHeaders, walkedHeaders } from './walked-headers.ts';

/** More parts than these are not told: nobody reads them, and the question can be narrowed. */
const MOST_PARTS = 20_000;

/** What becomes of all packets of a kind on a host of the bundle. */
export function reachOnHost(
  bundle: Bundle,
  host: string,
  query: ReachQuery,
  listener: ReachListener | null = null,
): Reach {
  const described = preparedState(simulatedState(bundle, host));
  const asked = askedBox(query);
  const families: readonly Family[] = query.family === null ? familiesOf(described) : [query.family];
  const answers = families.map((family) => reachOfFamily(described, family, query, asked, listener));
  const ofAll = <T extends ReachPart>(parts: readonly T[]): readonly T[] =>
    families.length === 1 ? parts : parts.map((part) => ({ ...part, share: part.share / families.length }));
  return {
    asked,
    parts: ofAll(answers.flatMap(({ parts }) => parts)),
    lines: ofAll(answers.flatMap(({ lines }) => lines)),
    martiansAside: answers.some(({ martiansAside }) => martiansAside),
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

type PartsOfFamily = Omit<Reach, 'asked'>;

const noParts = { parts: [], lines: [], martiansAside: false };

function reachOfFamily(
  host: PreparedState,
  family: Family,
  query: ReachQuery,
  asked: HeaderBox,
  listener: ReachListener | null,
): PartsOfFamily {
  const space = newHeaderSpace(family, interfacesOf(host.network, host.tables[family], query.in ?? []));
  const set = askedHeaders(space, query);
  if (set === NOTHING) return { ...noParts, left: null };
  const walked = walkedHeaders(host, space, set, query, listener);
  if (walked === null) return { ...noParts, left: { kind: 'too-much' } };
  const parts: ReachPart[] = [];
  const lines: ReachLine[] = [];
  let martiansAside = false;
  try {
    const all = space.diagrams.share(set);
    const martian = martianHeaders(space, set, walked.outcomes);
    const ofAsked = (share: number): number => Math.min(1, share / all);
    martiansAside = martian !== NOTHING;
    for (const { outcomes, isSure } of whatIsAsked(space, walked)) {
      const groups = outcomeGroups(space, outcomes);
      for (const part of headerParts(space, outcomes, groups, MOST_PARTS - parts.length)) {
        if (part === null)
          return { parts, lines, martiansAside, left: { kind: 'parts', told: parts.length } };
        const facts = factsOf(part.outcome, isSure);
        if (!isWanted(query, facts)) continue;
        const box = headerBox(space, part.box, asked);
        const told = { box, share: ofAsked(boxShare(space, part.box)), ...facts };
        parts.push(told);
        if (groups === null) lines.push({ ...told, example: box });
        if (listener?.isDue() === true) listener.tell({ kind: 'boxes', count: parts.length });
      }
      for (const { outcome, box, example, share } of readableParts(space, set, martian, groups ?? [])) {
        const facts = factsOf(outcome, isSure);
        if (!isWanted(query, facts)) continue;
        const words = withinAsked(headerBox(space, box, asked), asked, query);
        const of = { share: ofAsked(share), example: headerBox(space, example, asked) };
        lines.push({ box: words, ...of, ...facts });
      }
    }
  } catch (error) {
    if (error instanceof TooManyNodes) return { parts, lines, martiansAside, left: { kind: 'too-much' } };
    throw error;
  }
  return { parts, lines, martiansAside, left: walked.record.left.length > 0 ? { kind: 'branches' } : null };
}

/**
 * All that was walked; of a place, those that surely come to it, and those for which an open question decides whether they
 * do (`isSure` false).
 */
function whatIsAsked(
  space: HeaderSpace,
  { record, outcomes }: WalkedHeaders,
): readonly { readonly outcomes: OutcomeMap; readonly isSure: boolean }[] {
  if (record.watched === null) return [{ outcomes, isSure: true }];
  const { diagrams } = space;
  const seen = diagrams.union(record.watched.seen);
  const surely = forAllAnswers(space, seen);
  const part = (set: Diagram): OutcomeMap => ({ ...outcomes, set: diagrams.and(outcomes.set, set) });
  return [
    { outcomes: part(surely), isSure: true },
    { outcomes: part(diagrams.minus(seen, surely)), isSure: false },
  ];
}

type PartFacts = Omit<ReachPart, 'box' | 'share'>;

function isWanted({ end, dies, out }: ReachQuery, { ends, isLeft }: PartFacts): boolean {
  return (
    isLeft ||
    ends.some(
      ({ disposition, cause, egress }) =>
        (end === null || disposition === end) &&
        (dies === null || isDeath(cause, dies)) &&
        (out === null || egress?.interface === out),
    )
  );
}

function isDeath(cause: ReachEnd['cause'], { kind, table, chain, rule }: ReachDeath): boolean {
  return (
    cause !== null &&
    cause.kind === kind &&
    (table === null || cause.table === table) &&
    (chain === null || cause.chain === chain) &&
    (rule === null || cause.rule === rule)
  );
}

const knownFacts = new WeakMap<HeaderOutcome, PartFacts>();

/** `isSure` false: what is open of the part decides whether it is asked for at all. */
function factsOf(outcome: HeaderOutcome, isSure: boolean): PartFacts {
  const known = isSure ? knownFacts.get(outcome) : undefined;
  if (known !== undefined) return known;
  const facts = {
    ends: outcome.ends.map(reachEnd),
    certain: isSure && isCertain(outcome),
    decides:
      outcome.ends.length > 1 || !isSure
        ? outcome.asked.map(({ assumed }) => simulatedAssumption(assumed))
        : [],
    presumed: outcome.presumed.map(({ assumed }) => simulatedAssumption(assumed)),
    isLeft: outcome.isLeft,
  };
  if (isSure) knownFacts.set(outcome, facts);
  return facts;
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
