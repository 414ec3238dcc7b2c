import { positionOf, tablesBehind, tablesOfHook } from '../kernel/hooks.ts';
import type { Hook, ResolvedPlace, Shape } from '../model/journey.ts';
import type { TracePlace } from '../model/trace.ts';
import type { LiveTables } from '../kernel/live-tables.ts';
import { bottomFrame, calledFrame, depthOf, type Frame, frameOf, skipsCaller } from './call-stack.ts';

/** How well a step follows another. */
export const fit = {
  /** No packet can go that way, whatever lines are missing. */
  impossible: 0,
  /** Possible only if lines between the two are missing, or if the ruleset is another one. */
  gap: 1,
  /** What the kernel does. */
  regular: 2,
} as const;
export type Fit = (typeof fit)[keyof typeof fit];

/**
 * All ways through the chains that packets of the log took, as a tree: packets that took the same steps share one
 * shape. Whether a step can follow a way is decided once for each pair, whatever the number of packets.
 */
export class ShapeTrie {
  readonly shapes: Shape[] = [{ parent: -1, place: -1, hook: null, depth: 0, length: 0, gap: false }];
  readonly #frames: (Frame | null)[] = [null];
  readonly #fits = new Map<number, Fit>();
  readonly #children = new Map<number, number>();
  readonly #resolved: readonly ResolvedPlace[];
  readonly #live: LiveTables;

  constructor(resolved: readonly ResolvedPlace[], live: LiveTables) {
    this.#resolved = resolved;
    this.#live = live;
  }

  /** Whether a step at `place` can be the next of a packet whose way so far is `shape`. */
  fit(shape: number, place: number): Fit {
    const key = shape * this.#resolved.length + place;
    let known = this.#fits.get(key);
    if (known === undefined) {
      known = shape === 0 ? fit.regular : this.#judge(shape, place);
      this.#fits.set(key, known);
    }
    return known;
  }

  /** The way that is `shape` and then `place`; `place` must not be impossible there. */
  next(shape: number, place: number): number {
    const key = shape * this.#resolved.length + place;
    let child = this.#children.get(key);
    if (child === undefined) {
      child = this.#grow(shape, place);
      this.#children.set(key, child);
    }
    return child;
  }

  #resolvedAt(shape: number): ResolvedPlace {
    return this.#resolved[(this.shapes[shape] as Shape).place] as ResolvedPlace;
  }

  #placeOf(index: number): TracePlace {
    return (this.#resolved[index] as ResolvedPlace).place;
  }

  #judge(shape: number, placeIndex: number): Fit {
    const step = this.#resolved[placeIndex] as ResolvedPlace;
    const { place } = step;
    const last = this.#resolvedAt(shape);
    if (place.host !== last.place.host || place.family !== last.place.family) return fit.impossible;
    const top = this.#frames[shape] as Frame;
    const position = positionOf(place.table, place.chain);

    if (place.table === last.place.table) {
      if (place.chain === last.place.chain) return judgeSameChain(last, step);
      const frame = frameOf(top, (index) => this.#placeOf(index).chain === place.chain);
      if (frame !== null) return this.#judgeReturn(last, top, frame, step);
      if (this.#returnsToUnseen(shape)) return fit.regular;
      if (position === null) return judgeCall(last, place);
    }
    return position === null ? fit.gap : this.#judgeNextTable(shape, last, place, position.hook);
  }

  #judgeReturn(last: ResolvedPlace, top: Frame, caller: Frame, step: ResolvedPlace): Fit {
    if (step.place.number <= this.#placeOf(caller.place).number) return fit.impossible;
    const reached = caller.left ? isPolicy(step) : !skipsCaller(top, caller, this.#resolved);
    return reached && (last.verdict === null || last.verdict === 'return') ? fit.regular : fit.gap;
  }

  /** A log that begins in a user-defined chain (the TRACE rule may stand in one) does not show who called it. */
  #returnsToUnseen(shape: number): boolean {
    const { hook } = this.shapes[shape] as Shape;
    const { verdict, place } = this.#resolvedAt(shape);
    const atBottom = this.#frames[shape]?.caller === null;
    return (
      hook === null && atBottom && (verdict === 'return' || (verdict === null && place.kind === 'return'))
    );
  }

  #judgeNextTable(shape: number, last: ResolvedPlace, place: TracePlace, hook: Hook): Fit {
    const current = (this.shapes[shape] as Shape).hook ?? (last.place.table === place.table ? null : hook);
    const tableEnded = last.verdict === null || last.verdict === 'accept' || last.verdict === 'queue';
    if (current === null) return fit.gap;
    if (current === hook) {
      const behind = tablesBehind(last.place.table, hook);
      const index = behind.indexOf(place.table);
      if (index < 0) return fit.impossible;
      return tableEnded && !this.#skipsLive(place, hook, behind.slice(0, index)) ? fit.regular : fit.gap;
    }
    const between = hooksBetween[current][hook];
    if (between === undefined) return fit.impossible;
    const tables = tablesOfHook[hook];
    const skipped =
      this.#skipsLive(place, current, tablesBehind(last.place.table, current)) ||
      between.some((passed) => this.#skipsLive(place, passed, tablesOfHook[passed])) ||
      this.#skipsLive(place, hook, tables.slice(0, tables.indexOf(place.table)));
    return tableEnded && !skipped ? fit.regular : fit.gap;
  }

  /** Whether one of these tables logs on that hook and would have had a line. nat has none for known connections. */
  #skipsLive({ host, family }: TracePlace, hook: Hook, tables: readonly string[]): boolean {
    return tables.some((table) => table !== 'nat' && this.#live.logs(host, family, table, hook));
  }

  #grow(shape: number, placeIndex: number): number {
    const parent = this.shapes[shape] as Shape;
    const place = this.#placeOf(placeIndex);
    const position = positionOf(place.table, place.chain);
    const frame = this.#frameAfter(shape, placeIndex);
    this.#frames.push(frame);
    return (
      this.shapes.push({
        parent: shape,
        place: placeIndex,
        hook: position?.hook ?? (shape === 0 || this.#changesTable(shape, place) ? null : parent.hook),
        depth: depthOf(frame),
        length: parent.length + 1,
        gap:
          shape === 0
            ? !beginsJourney(place, position?.hook ?? null)
            : this.fit(shape, placeIndex) === fit.gap,
      }) - 1
    );
  }

  #changesTable(shape: number, place: TracePlace): boolean {
    return this.#resolvedAt(shape).place.table !== place.table;
  }

  #frameAfter(shape: number, placeIndex: number): Frame {
    const place = this.#placeOf(placeIndex);
    const top = this.#frames[shape] ?? null;
    if (top === null || positionOf(place.table, place.chain) !== null || this.#changesTable(shape, place)) {
      return bottomFrame(placeIndex);
    }
    const same = frameOf(top, (index) => this.#placeOf(index).chain === place.chain);
    if (same !== null) return { ...same, place: placeIndex };
    if (this.#returnsToUnseen(shape)) return bottomFrame(placeIndex);
    return calledFrame(top, this.#resolvedAt(shape).verdict === 'goto', placeIndex);
  }
}

/**
 * Which hooks a packet can meet after each, and the hooks it passes on the way, where a host may have no table at all
 * (raw and nat have none on FORWARD, raw and filter none on POSTROUTING). Only a packet over lo leaves and comes in again.
 */
const hooksBetween: Readonly<Record<Hook, Readonly<Partial<Record<Hook, readonly Hook[]>>>>> = {
  prerouting: { input: [], forward: [], postrouting: ['forward'] },
  input: {},
  forward: { postrouting: [] },
  output: { postrouting: [], prerouting: ['postrouting'] },
  postrouting: { prerouting: [] },
};

/** A journey's first line: TRACE is set in raw, so the log begins in raw, on one of the two hooks where packets come. */
function beginsJourney(place: TracePlace, hook: Hook | null): boolean {
  return place.table === 'raw' || hook === 'prerouting' || hook === 'output';
}

/** A RETURN in a built-in chain, with a match (`rule:N`) or without (`policy:N`), goes on with the chain's policy. */
function judgeSameChain(last: ResolvedPlace, step: ResolvedPlace): Fit {
  if (step.place.number <= last.place.number) return fit.impossible;
  const returned = isPolicy(step) && (last.verdict === null || last.verdict === 'return');
  if (last.place.kind !== 'rule')
    return last.place.kind === 'policy' && returned ? fit.regular : fit.impossible;
  return returned || last.verdict === null || last.verdict === 'continue' ? fit.regular : fit.gap;
}

/** The end of a built-in chain, as far as the ruleset tells. */
function isPolicy({ place, at }: ResolvedPlace): boolean {
  return place.kind === 'policy' && at !== 'rule';
}

function judgeCall(last: ResolvedPlace, place: TracePlace): Fit {
  if (last.place.kind !== 'rule') return fit.gap;
  if (last.rule === null) return fit.regular;
  return last.rule.target?.name === place.chain ? fit.regular : fit.gap;
}
