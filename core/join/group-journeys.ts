import type { Hook, Journeys, ResolvedPlace, Shape } from '../model/journey.ts';
import type { TraceEvents } from '../model/trace.ts';
import { LiveTables } from '../kernel/live-tables.ts';
import { rewrittenIdentity } from './rewritten-identity.ts';
import { matchHeaders, passedBetween } from './same-packet.ts';
import { TraceIdTwins } from './trace-id-twins.ts';
import { type Fit, fit, ShapeTrie } from './shape-trie.ts';
import { uptimeAt } from '../model/uptime.ts';

/** Of packets that look alike, so many are remembered as possibly not ended; the oldest is forgotten first. */
const MOST_OPEN_ALIKE = 64;
/** Lines of one packet stand close together; a candidate that rested so much longer than another is no rival. */
const RIVAL_MICROSECONDS = 20_000;
/** No packet rests longer than this between two lines, unless a program holds it in a queue. */
const LONGEST_REST_MICROSECONDS = 2_000_000;
/** Clocks of several CPUs differ by less; a clock that goes back further is that of another boot. */
const RESTART_MICROSECONDS = 1_000_000;

/**
 * Puts the lines of each packet together.
 *
 * Lines of different packets interleave, lines of one packet keep their order. Two lines can be of one packet only if
 * they agree in what no hop changes (identity: IP ID, length, SEQ, ...), if their headers go together (NAT rewrites at
 * known places only), and if the second place can follow the first: the order of hooks and tables, calls and returns
 * of chains, rule numbers that rise. Among several packets that a line could belong to, the ruleset's own verdicts
 * decide, then the exact header, then the packet whose last line is the nearest, since a CPU takes a packet through to
 * its end. Where that is a tie, the packets are marked as ambiguous.
 */
export function groupJourneys(
  events: TraceEvents,
  resolved: readonly ResolvedPlace[],
  live: LiveTables = new LiveTables(events.places),
): Journeys {
  const trie = new ShapeTrie(resolved, live);
  const bases = events.places.map((place) => live.baseOf(place) ?? live.entryOf(place));
  const hooks = bases.map((base) => base?.hook ?? null);
  const twins = new TraceIdTwins(events);
  const journeyOf = new Uint32Array(events.count);
  const open = new OpenJourneys(events.identities.count, events.count);
  // As long as if every event began a journey: memory that is never written to is never taken.
  const shapes = new Uint32Array(events.count);
  const lastEvents = new Uint32Array(events.count);
  const ambiguous = new Uint8Array(events.count);
  const rewritten = rewrittenIdentity(events, resolved);
  let count = 0;
  const own = [0];

  for (let event = 0; event < events.count; event++) {
    const printed = events.identity[event] as number;
    const identity = rewritten === null ? printed : rewritten.alike(printed);
    const place = events.place[event] as number;
    own[0] = identity;
    let choice = choose(event, place, own);
    if (choice < 0 && twins.has(identity)) {
      choice = choose(event, place, twins.of(identity));
      if (choice >= 0) open.add(identity, choice);
    }
    if (choice < 0) {
      journeyOf[event] = begin(event, place, identity);
    } else {
      journeyOf[event] = choice;
      shapes[choice] = trie.next(shapes[choice] as number, place);
      lastEvents[choice] = event;
    }
  }
  return {
    ...collect(journeyOf, count),
    ambiguous: ambiguous.slice(0, count),
    shape: shapes.slice(0, count),
    shapes: trie.shapes,
    places: resolved,
  };

  function begin(event: number, place: number, identity: number): number {
    const journey = count++;
    shapes[journey] = trie.next(0, place);
    lastEvents[journey] = event;
    open.add(identity, journey);
    return journey;
  }

  /** The journey that the event continues, of those that are open with one of the identities; or -1. */
  function choose(event: number, place: number, identities: readonly number[]): number {
    let best = -1;
    let bestScore = 0;
    let rival = -1;
    for (const identity of identities) {
      for (let entry = open.first(identity); entry >= 0; entry = open.next(entry)) {
        const journey = open.journey(entry);
        const score = scoreOf(event, place, journey);
        if (score === 0 || score < bestScore) continue;
        const tie = score === bestScore;
        const nearer = !tie || (lastEvents[journey] as number) > (lastEvents[best] as number);
        rival = tie ? (nearer ? best : journey) : -1;
        if (nearer) best = journey;
        bestScore = score;
      }
    }
    if (rival >= 0 && isRival(best, rival)) {
      ambiguous[best] = 1;
      ambiguous[rival] = 1;
    }
    return best;
  }

  /** 0: the event is not of that packet. */
  function scoreOf(event: number, place: number, journey: number): number {
    const shape = shapes[journey] as number;
    const stepFit = trie.fit(shape, place);
    if (stepFit === fit.impossible) return 0;
    const last = lastEvents[journey] as number;
    if (rewritten !== null && !isOneIdentity(last, event)) return 0;
    const hookBefore = (trie.shapes[shape] as Shape).hook;
    const header = matchHeaders(
      events.headers,
      events.header[last] as number,
      events.header[event] as number,
      hookBefore,
      hookAt(place, hookBefore),
      (events.identities.icmpType[events.identity[event] as number] as number) >= 0,
      passedBetween((trie.shapes[shape] as Shape).base, bases[place] ?? null),
    );
    if (header === 0) return 0;
    if (
      (hookBefore === 'postrouting' || hookBefore === 'output') &&
      hookAt(place, hookBefore) === 'prerouting' &&
      !overLoopback(last, event, hookBefore)
    )
      return 0;
    return restIsLikely(last, event, stepFit) ? stepFit * 4 + header : 0;
  }

  function isOneIdentity(last: number, event: number): boolean {
    const before = events.identity[last] as number;
    const after = events.identity[event] as number;
    return before === after || rewritten?.explains(events.place[last] as number, before, after) === true;
  }

  function hookAt(place: number, before: Hook | null): Hook | null {
    return hooks[place] ?? before;
  }

  /** A packet that nat OUTPUT sends to lo instead still has its old OUT= there. */
  function overLoopback(last: number, event: number, hookBefore: Hook): boolean {
    const out = events.headers.outInterface[events.header[last] as number] as number;
    const into = events.headers.inInterface[events.header[event] as number] as number;
    return events.names[into] === 'lo' && (out === into || hookBefore === 'output');
  }

  function restIsLikely(last: number, event: number, stepFit: Fit): boolean {
    const rest = restMicroseconds(last, event);
    if (rest < -RESTART_MICROSECONDS) return false;
    if (rest <= LONGEST_REST_MICROSECONDS) return true;
    const step = resolved[events.place[last] as number] as ResolvedPlace;
    const mayQueue = step.verdict === 'queue' || (step.verdict === null && step.place.kind === 'rule');
    return stepFit === fit.regular && mayQueue;
  }

  function restMicroseconds(last: number, event: number): number {
    const rest = uptimeAt(events.uptime, event) - uptimeAt(events.uptime, last);
    return Number.isNaN(rest) ? 0 : rest;
  }

  function isRival(best: number, rival: number): boolean {
    return restMicroseconds(lastEvents[rival] as number, lastEvents[best] as number) <= RIVAL_MICROSECONDS;
  }
}

/** The journeys whose end has not been seen, by the identity of their packets, each list in the order of beginning. */
class OpenJourneys {
  /** By identity: the first and the last entry of its list, and how many there are. */
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  readonly #length: Uint8Array;
  /** By entry; no event makes more than one. */
  readonly #journey: Uint32Array;
  readonly #next: Int32Array;
  #entries = 0;

  constructor(identities: number, events: number) {
    this.#first = new Int32Array(identities).fill(NONE);
    this.#last = new Int32Array(identities);
    this.#length = new Uint8Array(identities);
    this.#journey = new Uint32Array(events);
    this.#next = new Int32Array(events);
  }

  /** The entry of the journey that began first; negative for none. */
  first(identity: number): number {
    return this.#first[identity] as number;
  }

  next(entry: number): number {
    return this.#next[entry] as number;
  }

  journey(entry: number): number {
    return this.#journey[entry] as number;
  }

  add(identity: number, journey: number): void {
    const entry = this.#entries++;
    const length = this.#length[identity] as number;
    if (length === 0) this.#first[identity] = entry;
    else this.#next[this.#last[identity] as number] = entry;
    this.#last[identity] = entry;
    this.#journey[entry] = journey;
    this.#next[entry] = NONE;
    if (length < MOST_OPEN_ALIKE) this.#length[identity] = length + 1;
    else this.#first[identity] = this.#next[this.#first[identity] as number] as number;
  }
}

const NONE = -1;

/** Numbers the journeys by their first event and lists the events of each in log order. */
function collect(journeyOf: Uint32Array, count: number): Pick<Journeys, 'count' | 'start' | 'events'> {
  const start = new Uint32Array(count + 1);
  for (const journey of journeyOf) start[journey + 1] = (start[journey + 1] as number) + 1;
  for (let journey = 0; journey < count; journey++) {
    start[journey + 1] = (start[journey + 1] as number) + (start[journey] as number);
  }
  const next = start.slice(0, count);
  const events = new Uint32Array(journeyOf.length);
  for (let event = 0; event < journeyOf.length; event++) {
    const journey = journeyOf[event] as number;
    const slot = next[journey] as number;
    events[slot] = event;
    next[journey] = slot + 1;
  }
  return { count, start, events };
}
