import type { HostNetwork } from '../kernel/routing/host-network.ts';
import type { MatchFacts } from '../kernel/match/match-facts.ts';
import type { ActiveChains } from '../kernel/chains/active-chains.ts';
import type { Outcomes, PolicyCount, RuleCount } from '../model/analysis.ts';
import type { Family } from '../model/family.ts';
import type { Ground } from '../model/cause.ts';
import type { EndNote } from '../model/end-note.ts';
import {
  type Cause,
  dispositions,
  type Journeys,
  type LineRef,
  type ResolvedPlace,
} from '../model/journey.ts';
import type { HeaderLinks } from '../model/header-links.ts';
import type { JourneyKinds } from '../model/journey-kinds.ts';
import type { Sliced } from '../model/run-sliced.ts';
import type { TraceEvents, TracePlace } from '../model/trace.ts';
import { causeRecognisers } from './causes/index.ts';
import type { CountersOfLog } from './counters/counter-witness.ts';
import { doubtedByCounts } from './counters/stopped-too-many.ts';
import { seenLeaving } from './endings/seen-leaving.ts';
import { queuedForProgram } from './endings/queued.ts';
import { endsUnlogged } from './endings/unlogged-end.ts';
import { chainsAhead, type JourneyEnd, journeyEndOf } from './endings/journey-end.ts';
import type { ExplanationContext, Explanation, Finding } from './finding.ts';
import { type MatchedDrop, matchDrops } from './recorded/match-drops.ts';
import { asRecorded } from './recorded/recorded-drop.ts';
import { endingCounts } from './counters/ending-counts.ts';
import { noQueuedPacketDelivered } from './counters/deliveries.ts';
import { factNumbers } from './cache/fact-numbers.ts';
import { Interned } from './cache/interned.ts';
import { KindCounts } from './cache/kind-counts.ts';
import { OutcomeCache, UNKNOWN } from './cache/outcome-cache.ts';
import { hostsWithLostLines } from './endings/lost-lines.ts';
import { lastEventsByHost } from './endings/log-end.ts';
import { type CaptureMatch, type CaptureMatches, noCaptureMatch } from '../model/capture-match.ts';
import { survived } from './endings/no-drop-outcome.ts';
import { doubtedByLosses } from './endings/unexplained-losses.ts';
import { tracersOfHosts } from '../model/tracers-of-hosts.ts';
import { unlessOthersStoppedIt, unlistedBackends } from './endings/unlisted-backend.ts';
import { recordReads } from './cache/recorded-reads.ts';
import { OutcomeKeys } from './cache/outcome-keys.ts';
import { linesByRule } from './lines-by-rule.ts';
import { listedBaseChains } from './listed-base-chains.ts';
import { logFacts } from './log-facts.ts';
import { networkOfLog } from './routing/network-of-log.ts';
import { tableOfChain } from './table-of-chain.ts';
import type { Ruleset } from '../model/ruleset.ts';
import type { Witness } from '../model/witness.ts';
import type { Records } from '../model/records.ts';
import { firstEvent, lastEvent } from '../model/journey-events.ts';
import { contradictions } from './contradictions.ts';
import { driftedTables } from './drifted-tables.ts';
import { unlessContradicted } from './unless-contradicted.ts';
import { unlessDamaged } from './unless-damaged.ts';

/** What the bundle tells of each host, for the explanations. */
export interface ExplainContext {
  readonly networkOf: (host: string) => HostNetwork | null;
  /** What the host's files say, each for itself. */
  readonly recordsOf: (host: string) => readonly Records[];
  readonly witnessOf: (host: string) => Witness;
  readonly live: ActiveChains;
  /** How often each rule and policy of the bundle matched, by the log and by its own counter. */
  readonly counts: readonly (RuleCount | PolicyCount)[];
  readonly counters: CountersOfLog;
  /** Whether a policy has counted fewer packets than the log shows it to have met. */
  readonly policyReset: (place: TracePlace) => boolean;
  readonly natRewrites: (host: string, family: Family) => boolean;
  readonly factsOf: (host: string) => MatchFacts;
  readonly rulesets: readonly { readonly host: string; readonly ruleset: Ruleset }[];
  /** The text of a line of a small file, as the customer's file has it. */
  readonly textAt: (at: LineRef) => string;
  readonly captureMatches: CaptureMatches;
  readonly links: HeaderLinks;
  /** Whether a file of the bundle is not what was packed. */
  readonly isDamaged: (file: string) => boolean;
}

/** The first that applies counts. A capture that shows the packet leave settles all; the last answers for every journey. */
const explanations: readonly Explanation[] = [
  seenLeaving,
  ...causeRecognisers.map(({ explain }) => explain),
  queuedForProgram,
  endsUnlogged,
  survived,
];

/** How many journeys are explained between two turns of others. */
const SLICE_JOURNEYS = 50_000;

/** Journeys to outcomes: how each ended and why. Packets that ended alike share one explanation. */
export function* explainJourneys(
  events: TraceEvents,
  journeys: Journeys,
  context: ExplainContext,
): Sliced<Explained> {
  const { networkOf, witnessOf, live, counters, natRewrites, textAt, captureMatches, policyReset } = context;
  const disposition = new Uint8Array(journeys.count);
  const cause = new Int32Array(journeys.count);
  const note = new Int32Array(journeys.count);
  const causes = new Interned<Cause>(({ evidence: _, ...claim }) => JSON.stringify(claim));
  const notes = new Interned<EndNote>((note) => JSON.stringify(note));
  const outcomes = new Interned<Outcome>((each) => `${each.disposition} ${each.cause} ${each.note}`);
  const logEnd = lastEventsByHost(events);
  const drops = matchDrops(events, journeys, witnessOf);
  const countEndings = endingCounts(events, journeys);
  const delivered = noQueuedPacketDelivered(journeys, witnessOf);
  const lossy = hostsWithLostLines(journeys);
  const drifted = driftedTables(journeys.places);
  const followed = followedSteps(journeys);
  const ways = new OutcomeKeys(events, journeys, context.links);
  const known = new OutcomeCache(factNumbers(events, journeys));
  const kinds = new KindCounts(journeys.count);
  const damagedLogs = events.logs.map((log) => context.isDamaged(log));
  const isFromDamagedLog: (journey: number) => boolean = damagedLogs.includes(true)
    ? (journey: number) =>
        [firstEvent(journeys, journey), lastEvent(journeys, journey)].some(
          (event) => damagedLogs[events.log[event] as number],
        )
    : () => false;
  const baseChains = listedBaseChains(context.rulesets);
  const facts = logFacts(events, journeys);
  const states = new Map<string, HostNetwork | null>();
  const tracers = tracersOfHosts(events.places);
  const unlisted = new Map<string, ReadonlySet<'legacy' | 'nft'>>();
  const contradiction = contradictions(context.recordsOf);
  const linesOf = linesByRule(events, journeys.places);

  for (let from = 0; from < journeys.count; from += SLICE_JOURNEYS) {
    if (from > 0) yield from / journeys.count;
    explainFrom(from, Math.min(from + SLICE_JOURNEYS, journeys.count));
  }
  const found = { disposition, cause, note, causes: causes.items, notes: notes.items };
  const counted = { ...found, causes: doubtedByCounts(found, kinds, context.counts, counters) };
  return { outcomes: { ...counted, causes: doubtedByLosses(counted, journeys, kinds) }, kinds };

  function stateOf(host: string): HostNetwork | null {
    let state = states.get(host);
    if (state === undefined) {
      const network = networkOf(host);
      state = network === null ? null : networkOfLog(network, host, facts);
      states.set(host, state);
    }
    return state;
  }

  function rulesetsOf(host: string): readonly Ruleset[] {
    return context.rulesets.flatMap((each) => (each.host === host ? [each.ruleset] : []));
  }

  function unlistedOn(host: string): ReadonlySet<'legacy' | 'nft'> {
    let known = unlisted.get(host);
    if (known === undefined) {
      known = unlistedBackends(rulesetsOf(host), tracers.get(host) ?? new Set());
      unlisted.set(host, known);
    }
    return known;
  }

  function explainFrom(start: number, end: number): void {
    for (let journey = start; journey < end; journey++) {
      const sighting = captureMatches.get(journey) ?? noCaptureMatch;
      const logEndsHere = logEnd.isAtEnd(journeys, journey);
      const way = ways.number(journey, logEndsHere, isFromDamagedLog(journey), sighting);
      // What a recording shows of one packet holds for no other.
      const isRecorded = drops.has(journey);
      const same = isRecorded ? UNKNOWN : known.of(way, lastEvent(journeys, journey));
      const number = same === UNKNOWN ? explainFirst(journey, way, logEndsHere, sighting) : same;
      kinds.add(journey, way, number);
      const outcome = outcomes.items[number] as Outcome;
      disposition[journey] = outcome.disposition;
      cause[journey] = outcome.cause;
      note[journey] = outcome.note;
    }
  }

  /** Explains the first packet of those that end alike. Returns an index into `outcomes`. */
  function explainFirst(journey: number, way: number, logEndsHere: boolean, sighting: CaptureMatch): number {
    const { ending, looks } = recordReads(journeyEndOf(events, journeys, journey));
    const drop = drops.get(journey) ?? null;
    const outcome = outcomes.add(explain(ending, logEndsHere, sighting, isFromDamagedLog(journey), drop));
    if (drop === null) known.learn(way, lastEvent(journeys, journey), looks, outcome);
    return outcome;
  }

  function explain(
    ending: JourneyEnd,
    logEndsHere: boolean,
    { left, leftAt }: CaptureMatch,
    isFromDamaged: boolean,
    drop: MatchedDrop | null,
  ): Outcome {
    const noneAhead = nonePassed(ending, live, counters);
    const found = find(ending, {
      live,
      network: stateOf(ending.host),
      log: facts,
      policyReset: ending.last.at === 'policy' && policyReset(ending.last.place),
      witness: witnessOf(ending.host),
      left,
      leftBy: leftAt?.interface ?? null,
      natRewrites: natRewrites(ending.host, ending.family),
      logEndsHere: logEndsHere && !noneAhead,
      noneAhead,
      linesLost: !noneAhead && lossy.has(ending.host),
      wentOn: (step) => followed.has(step),
      countEndings,
      noQueuedPacketDelivered: delivered,
      drifted,
      isContradicted: (at) => contradiction(ending.host, at) !== null,
      chainAt: (chain) => tableOfChain(context.rulesets, ending.host, chain),
      baseChains: baseChains(ending.host),
      rulesets: rulesetsOf(ending.host),
      unlisted: unlistedOn(ending.host),
      linesOf,
      facts: context.factsOf(ending.host),
      textAt,
    });
    const sure = unlessContradicted(found, (at) => contradiction(ending.host, at));
    const finding = unlessDamaged(asRecorded(sure, drop, ending), isFromDamaged, context.isDamaged);
    return {
      disposition: dispositions.indexOf(finding.disposition),
      cause: finding.cause === null ? -1 : causes.add(asWritten(finding.cause, textAt)),
      note: finding.note === null ? -1 : notes.add(finding.note),
    };
  }
}

/** What came of explaining all journeys. */
export interface Explained {
  readonly outcomes: Outcomes;
  readonly kinds: JourneyKinds;
}

/** Indexes as in `Outcomes`. */
interface Outcome {
  readonly disposition: number;
  readonly cause: number;
  readonly note: number;
}

/** The steps after which the log shows a packet go on as the kernel does. */
function followedSteps(journeys: Journeys): ReadonlySet<ResolvedPlace> {
  const followed = new Set<ResolvedPlace>();
  for (const { parent, gap } of journeys.shapes) {
    const before = journeys.places[journeys.shapes[parent]?.place ?? -1];
    if (!gap && before !== undefined) followed.add(before);
  }
  return followed;
}

/**
 * The kernel's replay cites facts; what is shown is the line of the file that they were read from. Lines of a log, which
 * is not kept, bring their text.
 */
function asWritten(cause: Cause, textAt: ExplainContext['textAt']): Cause {
  return { ...cause, evidence: cause.evidence.map((line) => ({ ...line, text: textAt(line) || line.text })) };
}

/** The counters of every chain ahead show that no packet came there without a line. */
function nonePassed(ending: JourneyEnd, live: ActiveChains, { everyPacketLogged }: CountersOfLog): boolean {
  const ahead = chainsAhead(ending, live);
  return ahead.length > 0 && ahead.every((chain) => everyPacketLogged(ending.host, ending.family, chain));
}

function find(ending: JourneyEnd, circumstances: ExplanationContext): Finding {
  for (const explanation of explanations) {
    const finding = explanation(ending, circumstances);
    if (finding !== null)
      return unlessOthersStoppedIt(unlessItLeft(finding, circumstances), ending, circumstances);
  }
  return { disposition: 'unknown', cause: null, note: null };
}

/** The log shows a drop, but a capture shows the packet after it: the ruleset may not be the one of the log. */
function unlessItLeft(finding: Finding, { left, leftBy }: ExplanationContext): Finding {
  const { cause } = finding;
  if (left !== 'seen' || leftBy === null || cause === null || cause.kind === 'no-listener') return finding;
  const grounds: readonly Ground[] = [...cause.grounds, { kind: 'captured-leaving', interface: leftBy }];
  return { ...finding, cause: { ...cause, confidence: 'possible', grounds } };
}
