import type { HostNetwork } from '../kernel/host-network.ts';
import type { MatchFacts } from '../kernel/match/match-facts.ts';
import type { LiveTables } from '../kernel/live-tables.ts';
import type { Outcomes } from '../model/analysis.ts';
import type { Family } from '../model/family.ts';
import {
  type Cause,
  dispositions,
  type Journeys,
  type LineRef,
  type ResolvedPlace,
} from '../model/journey.ts';
import type { TraceEvents, TracePlace } from '../model/trace.ts';
import { droppedAsInvalid } from './causes/conntrack-invalid-rule.ts';
import type { EveryPacketLogged } from './counter-witness.ts';
import { diedBehindLogRule } from './causes/behind-log-rule.ts';
import { stoppedOnBridge } from './causes/bridge-filter.ts';
import { redirectRefusedByNat } from './causes/nat-refused-redirect.ts';
import { natFailed } from './causes/nat-failure.ts';
import { neighbourUnreachable } from './causes/neighbour-unreachable.ts';
import { seenLeaving } from './causes/seen-leaving.ts';
import { queuedForNobody } from './causes/nfqueue-no-listener.ts';
import { nobodyListens } from './causes/no-listener.ts';
import { droppedByFormerPolicy } from './causes/policy-of-log.ts';
import { droppedByPolicy } from './causes/policy.ts';
import { queuedForProgram } from './causes/queue.ts';
import { rejectedByRule } from './causes/reject.ts';
import { diedInRouting } from './routing-replay.ts';
import { droppedByRule } from './causes/rule.ts';
import { endsUnlogged } from './causes/unlogged-end.ts';
import { droppedByTproxy } from './causes/tproxy.ts';
import { diedAtUnknownRule } from './causes/unseen-verdict.ts';
import { chainsAhead, type Ending, endingOf } from './ending.ts';
import type { Circumstances, Explanation, Finding } from './finding.ts';
import { noQueuedPacketDelivered } from './deliveries.ts';
import { hostsWithLostLines } from './lost-lines.ts';
import { lastEventsByHost } from './log-end.ts';
import type { Sighting } from './sightings.ts';
import { survived } from './survival.ts';
import { watchEnding } from './watched-ending.ts';
import { WayNumbers } from './way-numbers.ts';
import { tableOfChain } from './table-of-chain.ts';
import type { Ruleset } from '../model/ruleset.ts';
import type { Witness } from '../model/network.ts';
import { firstEvent, lastEvent } from '../model/journey-events.ts';

/** What the bundle tells of each host, for the explanations. */
export interface ExplainContext {
  readonly networkOf: (host: string) => HostNetwork | null;
  readonly witnessOf: (host: string) => Witness;
  readonly live: LiveTables;
  readonly everyPacketLogged: EveryPacketLogged;
  readonly natRewrites: (host: string, family: Family) => boolean;
  readonly factsOf: (host: string) => MatchFacts;
  readonly rulesets: readonly { readonly host: string; readonly ruleset: Ruleset }[];
  /** The text of a line of a small file, as the customer's file has it. */
  readonly textAt: (at: LineRef) => string;
  readonly sightingOf: (journey: number) => Sighting;
}

/** In this order: what a line itself shows comes before what other files prove, and that before what is only possible. */
const explanations: readonly Explanation[] = [
  seenLeaving,
  diedBehindLogRule,
  droppedAsInvalid,
  droppedByRule,
  rejectedByRule,
  droppedByPolicy,
  droppedByTproxy,
  queuedForNobody,
  queuedForProgram,
  diedAtUnknownRule,
  droppedByFormerPolicy,
  stoppedOnBridge,
  diedInRouting,
  natFailed,
  redirectRefusedByNat,
  neighbourUnreachable,
  nobodyListens,
  endsUnlogged,
  survived,
];

/** Journeys to outcomes: how each ended and why. Packets that ended alike share one explanation. */
export function explainJourneys(events: TraceEvents, journeys: Journeys, context: ExplainContext): Outcomes {
  const { networkOf, witnessOf, live, everyPacketLogged, natRewrites, textAt, sightingOf } = context;
  const disposition = new Uint8Array(journeys.count);
  const cause = new Int32Array(journeys.count).fill(-1);
  const note = new Int32Array(journeys.count).fill(-1);
  const causes = new Interned<Cause>((each) => `${each.group} ${each.confidence} ${each.summary}`);
  const notes = new Interned<string>((text) => text);
  const logEnd = lastEventsByHost(events);
  const delivered = noQueuedPacketDelivered(journeys, witnessOf);
  const lossy = hostsWithLostLines(journeys);
  const drifted = driftedTables(journeys.places);
  const followed = followedSteps(journeys);
  const ways = new WayNumbers(events, journeys);
  const ofWay: (Outcome | 'differs' | undefined)[] = [];
  const known = new Map<string, Outcome>();

  for (let journey = 0; journey < journeys.count; journey++) {
    const logEndsHere = logEnd.isAtEnd(journeys, journey);
    const sighting = sightingOf(journey);
    const seen = `${sighting.left} ${sighting.leftAt?.interface}`;
    const way = ways.number(journey, logEndsHere, seen);
    let outcome = ofWay[way];
    if (outcome === undefined) {
      const { ending, hasLooked } = watchEnding(endingOf(events, journeys, journey));
      outcome = explain(ending, logEndsHere, sighting);
      ofWay[way] = hasLooked() ? 'differs' : outcome;
    } else if (outcome === 'differs') {
      const likeness = `${likenessOf(events, journeys, journey, logEndsHere)} ${seen}`;
      outcome = known.get(likeness) ?? explain(endingOf(events, journeys, journey), logEndsHere, sighting);
      known.set(likeness, outcome);
    }
    disposition[journey] = outcome.disposition;
    cause[journey] = outcome.cause;
    note[journey] = outcome.note;
  }
  return { disposition, cause, note, causes: causes.items, notes: notes.items };

  function explain(ending: Ending, logEndsHere: boolean, { left, leftAt }: Sighting): Outcome {
    const noneAhead = nonePassed(ending, live, everyPacketLogged);
    const finding = find(ending, {
      live,
      network: networkOf(ending.host),
      witness: witnessOf(ending.host),
      left,
      leftBy: leftAt?.interface ?? null,
      natRewrites: natRewrites(ending.host, ending.family),
      logEndsHere: logEndsHere && !noneAhead,
      noneAhead,
      linesLost: !noneAhead && lossy.has(ending.host),
      wentOn: (step) => followed.has(step),
      noQueuedPacketDelivered: delivered,
      drifted: (place) => drifted.has(tableKey(place)),
      chainAt: (chain) => tableOfChain(context.rulesets, ending.host, chain),
      facts: context.factsOf(ending.host),
      textAt,
    });
    return {
      disposition: dispositions.indexOf(finding.disposition),
      cause: finding.cause === null ? -1 : causes.add(asWritten(finding.cause, textAt)),
      note: finding.note === null ? -1 : notes.add(finding.note),
    };
  }
}

/** Indexes as in `Outcomes`. */
interface Outcome {
  readonly disposition: number;
  readonly cause: number;
  readonly note: number;
}

/** The tables of the log that the rulesets contradict somewhere. */
function driftedTables(places: readonly ResolvedPlace[]): ReadonlySet<string> {
  return new Set(places.filter(({ drift }) => drift !== null).map(({ place }) => tableKey(place)));
}

function tableKey({ host, family, table }: TracePlace): string {
  return [host, family, table].join('\0');
}

/** The steps behind which the log shows a packet go on as the kernel does. */
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
function nonePassed(ending: Ending, live: LiveTables, everyPacketLogged: EveryPacketLogged): boolean {
  const ahead = chainsAhead(ending, live);
  return ahead.length > 0 && ahead.every((chain) => everyPacketLogged(ending.host, ending.family, chain));
}

function find(ending: Ending, circumstances: Circumstances): Finding {
  for (const explanation of explanations) {
    const finding = explanation(ending, circumstances);
    if (finding !== null) return unlessItLeft(finding, circumstances);
  }
  return { disposition: 'unknown', cause: null, note: null };
}

/** The log shows a drop, but a capture shows the packet behind it: the ruleset may not be the one of the log. */
function unlessItLeft(finding: Finding, { left, leftBy }: Circumstances): Finding {
  const { cause } = finding;
  if (left !== 'seen' || cause === null || cause.kind === 'no-listener') return finding;
  const summary = `${cause.summary}; but the capture of ${leftBy} shows the packet leave`;
  return { ...finding, cause: { ...cause, confidence: 'possible', summary } };
}

/**
 * Packets of equal likeness end alike: the same way, the same header at its end, and the TTL and length that the
 * routing decision looks at.
 */
function likenessOf(events: TraceEvents, journeys: Journeys, journey: number, logEndsHere: boolean): string {
  const shape = journeys.shape[journey] as number;
  const last = lastEvent(journeys, journey);
  const identity = events.identity[last] as number;
  const protocol = events.identities.protocol[identity] as number;
  const length = events.identities.length[identity] as number;
  const dontFragment = (events.identities.fragment[identity] as number) & 1;
  const first = firstEvent(journeys, journey);
  const into = events.headers.inInterface[events.header[first] as number] as number;
  const routed =
    journeys.shapes[shape]?.hook === 'prerouting' ? `${events.ttl[last]} ${length} ${dontFragment}` : '';
  // Behind a LOG rule all that rules look at decides.
  const logged = journeys.places[events.place[last] as number]?.place.tracer === 'log' ? identity : '';
  const icmpType = events.identities.icmpType[identity] as number;
  return `${logged} ${icmpType} ${shape} ${logEndsHere ? 1 : 0} ${into} ${events.header[last]} ${protocol} ${routed}`;
}

/** Numbers equal things in the order of their first appearance. */
class Interned<T> {
  readonly items: T[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #keyOf: (item: T) => string;

  constructor(keyOf: (item: T) => string) {
    this.#keyOf = keyOf;
  }

  add(item: T): number {
    const key = this.#keyOf(item);
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    this.#indexes.set(key, this.items.length);
    return this.items.push(item) - 1;
  }
}
