import type { HostNetwork } from '../kernel/host-network.ts';
import type { LiveTables } from '../kernel/live-tables.ts';
import type { Outcomes } from '../model/analysis.ts';
import { type Cause, dispositions, type Journeys, type LineRef } from '../model/journey.ts';
import type { TraceEvents } from '../model/trace.ts';
import { droppedAsInvalid } from './causes/conntrack-invalid-rule.ts';
import { droppedByPolicy } from './causes/policy.ts';
import { queuedForProgram } from './causes/queue.ts';
import { rejectedByRule } from './causes/reject.ts';
import { diedInRouting } from './causes/routing.ts';
import { droppedByRule } from './causes/rule.ts';
import { droppedByTproxy } from './causes/tproxy.ts';
import { diedAtUnknownRule } from './causes/unseen-verdict.ts';
import { type Ending, endingOf } from './ending.ts';
import type { Circumstances, Explanation, Finding } from './finding.ts';
import { lastEventsByHost } from './log-end.ts';
import { survived } from './survival.ts';

/** What the bundle tells of each host, for the explanations. */
export interface ExplainContext {
  readonly networkOf: (host: string) => HostNetwork | null;
  readonly live: LiveTables;
  /** The text of a line of a small file, as the customer's file has it. */
  readonly textAt: (at: LineRef) => string;
}

/** In this order: what a line itself shows comes before what other files prove, and that before what is only possible. */
const explanations: readonly Explanation[] = [
  droppedAsInvalid,
  droppedByRule,
  rejectedByRule,
  droppedByPolicy,
  droppedByTproxy,
  queuedForProgram,
  diedAtUnknownRule,
  diedInRouting,
  survived,
];

/** Journeys to outcomes: how each ended and why. Packets that ended alike share one explanation. */
export function explainJourneys(
  events: TraceEvents,
  journeys: Journeys,
  { networkOf, live, textAt }: ExplainContext,
): Outcomes {
  const disposition = new Uint8Array(journeys.count);
  const cause = new Int32Array(journeys.count).fill(-1);
  const note = new Int32Array(journeys.count).fill(-1);
  const causes = new Interned<Cause>((each) => `${each.group} ${each.confidence} ${each.summary}`);
  const notes = new Interned<string>((text) => text);
  const logEnd = lastEventsByHost(events);
  const known = new Map<string, { disposition: number; cause: number; note: number }>();

  for (let journey = 0; journey < journeys.count; journey++) {
    const logEndsHere = logEnd.isAtEnd(journeys, journey);
    const likeness = likenessOf(events, journeys, journey, logEndsHere);
    let outcome = known.get(likeness);
    if (outcome === undefined) {
      const ending = endingOf(events, journeys, journey);
      const finding = find(ending, { live, network: networkOf(ending.host), logEndsHere });
      outcome = {
        disposition: dispositions.indexOf(finding.disposition),
        cause: finding.cause === null ? -1 : causes.add(asWritten(finding.cause, textAt)),
        note: finding.note === null ? -1 : notes.add(finding.note),
      };
      known.set(likeness, outcome);
    }
    disposition[journey] = outcome.disposition;
    cause[journey] = outcome.cause;
    note[journey] = outcome.note;
  }
  return { disposition, cause, note, causes: causes.items, notes: notes.items };
}

/** The kernel's replay cites facts; what is shown is the line of the file that they were read from. */
function asWritten(cause: Cause, textAt: ExplainContext['textAt']): Cause {
  return { ...cause, evidence: cause.evidence.map((line) => ({ ...line, text: textAt(line) })) };
}

function find(ending: Ending, circumstances: Circumstances): Finding {
  for (const explanation of explanations) {
    const finding = explanation(ending, circumstances);
    if (finding !== null) return finding;
  }
  return { disposition: 'unknown', cause: null, note: null };
}

/**
 * Packets of equal likeness end alike: the same way, and, where the header decides too (behind PREROUTING), the same
 * header, TTL and length.
 */
function likenessOf(events: TraceEvents, journeys: Journeys, journey: number, logEndsHere: boolean): string {
  const shape = journeys.shape[journey] as number;
  const end = `${shape} ${logEndsHere ? 1 : 0}`;
  if (journeys.shapes[shape]?.hook !== 'prerouting') {
    const first = journeys.events[journeys.start[journey] as number] as number;
    const last = journeys.events[(journeys.start[journey + 1] as number) - 1] as number;
    const out = events.headers.outInterface[events.header[last] as number] as number;
    const into = events.headers.inInterface[events.header[first] as number] as number;
    return `${end} ${into} ${out}`;
  }
  const last = journeys.events[(journeys.start[journey + 1] as number) - 1] as number;
  const identity = events.identity[last] as number;
  const protocol = events.identities.protocol[identity] as number;
  const length = events.identities.length[identity] as number;
  const dontFragment = (events.identities.fragment[identity] as number) & 1;
  return `${end} ${events.header[last]} ${events.ttl[last]} ${length} ${dontFragment} ${protocol}`;
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
