import { cut, grownColumn } from '../../model/column-memory.ts';
import type { Journeys, ResolvedPlace } from '../../model/journey.ts';
import type { Sliced } from '../../model/run-sliced.ts';
import type { TraceEvents } from '../../model/trace.ts';
import { isBetween, deltaNumber } from '../../model/delta-column.ts';
import { ActiveChains } from '../../kernel/chains/active-chains.ts';
import { arrivedFlows, type NatRewrites } from './arrived-flows.ts';
import { JourneyLinks } from './journey-links.ts';
import { NONE, OpenJourneys } from './open-journeys.ts';
import { rewrittenIdentity } from './rewritten-identity.ts';
import { type HeaderMatch, matchHeaders } from './same-packet.ts';
import { TraceIdAliases } from './trace-id-aliases.ts';
import { fit, noStep, PathTree, type Step } from './path-tree.ts';

/** How many events are grouped between two turns of others: some hundredths of a second. */
const SLICE_EVENTS = 200_000;
/** A packet has mostly more lines in the log: a guess at how many packets there are. */
const USUAL_LINES = 10;
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
export function* groupJourneys(
  events: TraceEvents,
  resolved: readonly ResolvedPlace[],
  live: ActiveChains = new ActiveChains(events.places),
  natRewrites: NatRewrites = () => true,
): Sliced<Journeys> {
  const grouping = new Grouping(events, resolved, live, natRewrites);
  for (let from = 0; from < events.count; from += SLICE_EVENTS) {
    if (from > 0) yield from / events.count;
    grouping.take(from, Math.min(from + SLICE_EVENTS, events.count));
  }
  return grouping.journeys();
}

class Grouping {
  readonly #events: TraceEvents;
  readonly #resolved: readonly ResolvedPlace[];
  readonly #trie: PathTree;
  readonly #twins: TraceIdAliases;
  readonly #rewritten: ReturnType<typeof rewrittenIdentity>;
  readonly #arrived: ReturnType<typeof arrivedFlows>;
  readonly #open: OpenJourneys;
  readonly #links: JourneyLinks;
  /** By journey. */
  #shapes: Uint32Array;
  #ambiguous: Uint8Array;
  /** By shape: the step that the last packet took from there. Packets that go one way mostly go on alike. */
  readonly #usual: Step[] = [noStep];

  constructor(
    events: TraceEvents,
    resolved: readonly ResolvedPlace[],
    live: ActiveChains,
    natRewrites: NatRewrites,
  ) {
    this.#events = events;
    this.#resolved = resolved;
    this.#trie = new PathTree(resolved, live);
    this.#twins = new TraceIdAliases(events);
    this.#rewritten = rewrittenIdentity(events, resolved);
    this.#arrived = arrivedFlows(events, live, natRewrites);
    const journeys = Math.ceil(events.count / USUAL_LINES);
    this.#open = new OpenJourneys(events.identities.count, journeys);
    this.#links = new JourneyLinks(events.count, journeys);
    this.#shapes = new Uint32Array(journeys);
    this.#ambiguous = new Uint8Array(journeys);
  }

  /** Takes the events from `from` up to, not with, `to`. */
  take(from: number, to: number): void {
    const { place: places, identity: identities } = this.#events;
    const { newest } = this.#open;
    let shapes = this.#shapes;
    const usual = this.#usual;
    // The packet that the event before was of, where it is the only open one that looks like that.
    let known = NONE;
    let journey = NONE;
    let shape = 0;
    for (let event = from; event < to; event++) {
      const place = places[event] as number;
      const printed = identities[event] as number;
      const identity = this.#rewritten === null ? printed : this.#rewritten.alike(printed);
      if (identity !== known) {
        journey = newest[identity] as number;
        known = journey >= 0 && this.#open.older[journey] === NONE ? identity : NONE;
        if (known !== NONE) shape = shapes[journey] as number;
      }
      if (known !== NONE) {
        let step = usual[shape] as Step;
        if (step.place !== place) step = this.#trie.step(shape, place);
        if (step.isPlain && this.#goesOn(this.#links.last[journey] as number, event, step)) {
          usual[shape] = step;
          shape = step.next < 0 ? this.#grow(shape, step) : step.next;
          shapes[journey] = shape;
          this.#links.add(journey, event);
          continue;
        }
      }
      this.#takeOne(event, place, identity);
      known = NONE;
      shapes = this.#shapes;
    }
  }

  /** Nothing may be taken afterwards. */
  journeys(): Journeys {
    const { count } = this.#links;
    this.#open.end();
    return {
      ...this.#links.columns(),
      ambiguous: cut(this.#ambiguous, count),
      shape: cut(this.#shapes, count),
      shapes: this.#trie.shapes,
      places: this.#resolved,
    };
  }

  #takeOne(event: number, place: number, identity: number): void {
    const isNew = this.#open.newest[identity] === NONE;
    let choice = isNew ? NONE : this.#choose(event, place, this.#open.of(identity));
    if (choice === NONE && this.#twins.has(identity)) {
      const alike = this.#twins.of(identity).flatMap((twin) => this.#open.of(twin));
      choice = this.#choose(event, place, alike);
      if (choice !== NONE) this.#open.addTwin(identity, choice);
    }
    if (choice === NONE) this.#begin(event, place, identity);
    else this.#goOn(choice, event, place);
  }

  #begin(event: number, place: number, identity: number): void {
    const journey = this.#links.begin(event);
    this.#shapes = grownColumn(this.#shapes, journey);
    this.#ambiguous = grownColumn(this.#ambiguous, journey);
    this.#shapes[journey] = this.#grow(0, this.#trie.step(0, place));
    this.#open.add(identity, journey);
  }

  #goOn(journey: number, event: number, place: number): void {
    const shape = this.#shapes[journey] as number;
    this.#shapes[journey] = this.#grow(shape, this.#trie.step(shape, place));
    this.#links.add(journey, event);
  }

  #grow(shape: number, step: Step): number {
    const next = this.#trie.next(shape, step);
    if (next === this.#usual.length) this.#usual.push(noStep);
    return next;
  }

  /** The journey that the event continues, of those given; or NONE. */
  #choose(event: number, place: number, journeys: readonly number[]): number {
    const { last } = this.#links;
    let best = NONE;
    let bestScore = 0;
    let rival = NONE;
    for (const journey of journeys) {
      const score = this.#scoreOf(event, place, journey);
      if (score === 0 || score < bestScore) continue;
      const tie = score === bestScore;
      const nearer = !tie || (last[journey] as number) > (last[best] as number);
      rival = tie ? (nearer ? best : journey) : NONE;
      if (nearer) best = journey;
      bestScore = score;
    }
    if (rival !== NONE && this.#rest(last[rival] as number, last[best] as number) <= RIVAL_MICROSECONDS) {
      this.#ambiguous[best] = 1;
      this.#ambiguous[rival] = 1;
    }
    return best;
  }

  /** Whether the event can be of the packet whose last one is `before`, which is the only one that looks like it. */
  #goesOn(before: number, event: number, step: Step): boolean {
    const { header } = this.#events;
    return (
      (header[before] === header[event] || this.#headersMatch(before, event, step) > 0) &&
      this.#isOneIdentity(before, event) &&
      this.#restIsShort(before, event)
    );
  }

  /** 0: the event is not of that packet. */
  #scoreOf(event: number, place: number, journey: number): number {
    const step = this.#trie.step(this.#shapes[journey] as number, place);
    if (step.fit === fit.impossible) return 0;
    const before = this.#links.last[journey] as number;
    if (!this.#isOneIdentity(before, event)) return 0;
    const match = this.#headersMatch(before, event, step);
    if (match === 0) return 0;
    if (step.passage.loops && !this.#overLoopback(before, event, journey)) return 0;
    return this.#restIsLikely(before, event, step) ? step.fit * 4 + match : 0;
  }

  #headersMatch(last: number, event: number, { passage }: Step): HeaderMatch {
    const { headers, header, identities, identity } = this.#events;
    const icmp = (identities.icmpType[identity[event] as number] as number) >= 0;
    const match = matchHeaders(headers, header[last] as number, header[event] as number, passage, icmp);
    if (match !== 1 || passage.loops || this.#arrived === null) return match;
    return this.#arrived.partsFlows(last, event) ? 0 : match;
  }

  #isOneIdentity(last: number, event: number): boolean {
    if (this.#rewritten === null) return true;
    const { identity, place } = this.#events;
    const before = identity[last] as number;
    const after = identity[event] as number;
    return before === after || this.#rewritten.explains(place[last] as number, before, after);
  }

  /** A packet that nat OUTPUT sends to lo instead still has its old OUT= there. */
  #overLoopback(last: number, event: number, journey: number): boolean {
    const { headers, header, names } = this.#events;
    const out = headers.outInterface[header[last] as number] as number;
    const into = headers.inInterface[header[event] as number] as number;
    const hook = this.#trie.shapes[this.#shapes[journey] as number]?.hook;
    return names[into] === 'lo' && (out === into || hook === 'output');
  }

  #restIsLikely(last: number, event: number, step: Step): boolean {
    if (this.#restIsShort(last, event)) return true;
    if (this.#rest(last, event) < 0) return false;
    const { verdict, place } = this.#resolved[this.#events.place[last] as number] as ResolvedPlace;
    const mayQueue = verdict === 'queue' || (verdict === null && place.kind === 'rule');
    return step.fit === fit.regular && mayQueue;
  }

  #restIsShort(last: number, event: number): boolean {
    const { uptime } = this.#events;
    return isBetween(uptime, last, event, -RESTART_MICROSECONDS, LONGEST_REST_MICROSECONDS);
  }

  /** In microseconds; 0 where the log has no clock. */
  #rest(last: number, event: number): number {
    const { uptime } = this.#events;
    const rest = deltaNumber(uptime, event) - deltaNumber(uptime, last);
    return Number.isNaN(rest) ? 0 : rest;
  }
}
