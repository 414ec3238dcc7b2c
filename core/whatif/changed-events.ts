import type { Analysis } from '../model/analysis.ts';
import { cut, grownColumn } from '../model/column-memory.ts';
import { deltaNumber, NearNumbersWriter } from '../model/delta-column.ts';
import type { ChainPath, Journeys, ResolvedPlace } from '../model/journey.ts';
import { eventsOf, firstEvent } from '../model/journey-events.ts';
import type { TraceEvents, TracePlace } from '../model/trace.ts';
import type { ChangedStep } from './changed-journey.ts';
import { PatchedHeaders } from './header-patch.ts';

/** A step of a walk with the number of its place. */
export interface PlacedStep extends ChangedStep {
  readonly place: number;
}

/**
 * Trace events of packets that took other ways than those of the log, packet after packet. A step of a walk has the line
 * of its rule for a line of the log, and the time at which the packet came.
 */
export class ChangedEvents {
  readonly #analysis: Pick<Analysis, 'events' | 'journeys'>;
  readonly #placeOf: (captured: number) => number;
  readonly #shapeOf: (way: readonly number[]) => number;
  readonly #headers: PatchedHeaders;
  readonly #logs: string[];
  readonly #logNumbers: Map<string, number>;
  readonly #line = new NearNumbersWriter();
  readonly #uptime = new NearNumbersWriter();
  readonly #copied = new Map<number, number>();
  readonly #walked = new Map<readonly PlacedStep[], number>();
  readonly #shape: Uint32Array;
  readonly #first: Uint32Array;
  readonly #last: Uint32Array;
  #columns = {
    place: new Uint32Array(1024),
    header: new Uint32Array(1024),
    identity: new Uint32Array(1024),
    log: new Uint16Array(1024),
    ttl: new Uint8Array(1024),
    toNext: new Uint16Array(1024),
  };
  #count = 0;

  /** `placeOf`: a place of the log as the changed configuration has it; `shapeOf`: the way through places. */
  constructor(
    analysis: Pick<Analysis, 'events' | 'journeys'>,
    placeOf: (captured: number) => number,
    shapeOf: (way: readonly number[]) => number,
  ) {
    const { events, journeys } = analysis;
    this.#analysis = analysis;
    this.#placeOf = placeOf;
    this.#shapeOf = shapeOf;
    this.#headers = new PatchedHeaders(events.headers, events.names);
    this.#logs = [...events.logs];
    this.#logNumbers = new Map(this.#logs.map((log, index) => [log, index]));
    this.#shape = new Uint32Array(journeys.count);
    this.#first = new Uint32Array(journeys.count);
    this.#last = new Uint32Array(journeys.count);
  }

  /** The packet's journey as it was captured. */
  copy(packet: number): void {
    const { events, journeys } = this.#analysis;
    const own = eventsOf(journeys, packet);
    const captured = journeys.shape[packet] as number;
    const shape =
      this.#copied.get(captured) ??
      this.#shapeOf(own.map((event) => this.#placeOf(events.place[event] as number)));
    this.#copied.set(captured, shape);
    this.#begin(packet, shape);
    for (const event of own)
      this.#push(
        this.#placeOf(events.place[event] as number),
        events.header[event] as number,
        event,
        events.log[event] as number,
        deltaNumber(events.line, event),
        events.ttl[event] as number,
      );
    this.#end(packet);
  }

  /** The packet's journey as a walk has it; there is at least one step. */
  walk(packet: number, steps: readonly PlacedStep[]): void {
    const { events, journeys } = this.#analysis;
    const event = firstEvent(journeys, packet);
    const header = events.header[event] as number;
    const isIcmp = (events.identities.icmpType[events.identity[event] as number] as number) >= 0;
    const ttl = events.ttl[event] as number;
    const shape = this.#walked.get(steps) ?? this.#shapeOf(steps.map(({ place }) => place));
    this.#walked.set(steps, shape);
    this.#begin(packet, shape);
    for (const { place, patch, step } of steps)
      this.#push(
        place,
        this.#headers.patched(header, patch, isIcmp),
        event,
        this.#log(step.at.file),
        step.at.line,
        Math.max(0, ttl - patch.hops),
      );
    this.#end(packet);
  }

  events(places: readonly TracePlace[]): TraceEvents {
    const { place, header, identity, log, ttl } = this.#columns;
    const { identities } = this.#analysis.events;
    return {
      count: this.#count,
      place: cut(place, this.#count),
      header: cut(header, this.#count),
      identity: cut(identity, this.#count),
      log: cut(log, this.#count),
      line: this.#line.numbers(),
      ttl: cut(ttl, this.#count),
      uptime: this.#uptime.numbers(),
      logs: this.#logs,
      logEndings: [],
      places,
      headers: this.#headers.columns(),
      identities,
      names: this.#headers.names(),
    };
  }

  journeys(places: readonly ResolvedPlace[], shapes: readonly ChainPath[]): Journeys {
    const { count, ambiguous } = this.#analysis.journeys;
    return {
      count,
      first: this.#first,
      last: this.#last,
      toNext: cut(this.#columns.toNext, this.#count),
      ambiguous,
      shape: this.#shape,
      shapes,
      places,
    };
  }

  #begin(packet: number, shape: number): void {
    this.#shape[packet] = shape;
    this.#first[packet] = this.#count;
  }

  #push(place: number, header: number, as: number, log: number, line: number, ttl: number): void {
    const { events } = this.#analysis;
    const index = this.#count++;
    const columns = this.#columns;
    if (index === columns.place.length)
      this.#columns = {
        place: grownColumn(columns.place, index),
        header: grownColumn(columns.header, index),
        identity: grownColumn(columns.identity, index),
        log: grownColumn(columns.log, index),
        ttl: grownColumn(columns.ttl, index),
        toNext: grownColumn(columns.toNext, index),
      };
    const now = this.#columns;
    now.place[index] = place;
    now.header[index] = header;
    now.identity[index] = events.identity[as] as number;
    now.log[index] = log;
    now.ttl[index] = ttl;
    now.toNext[index] = 1;
    this.#line.push(line);
    this.#uptime.push(deltaNumber(events.uptime, as));
  }

  #end(packet: number): void {
    this.#last[packet] = this.#count - 1;
    this.#columns.toNext[this.#count - 1] = 0;
  }

  #log(file: string): number {
    const known = this.#logNumbers.get(file);
    if (known !== undefined) return known;
    const number = this.#logs.push(file) - 1;
    this.#logNumbers.set(file, number);
    return number;
  }
}
