import { positionOf, tablesBehind, tablesOfHook } from '../kernel/hooks.ts';
import type { Hook, ResolvedPlace, Shape } from '../model/journey.ts';
import type { TracePlace } from '../model/trace.ts';
import type { LiveTables } from '../kernel/live-tables.ts';

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

/** A chain that the packet is in: the place of its last step there, and the frame that it was called from. */
interface Frame {
  readonly place: number;
  readonly caller: Frame | null;
}

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
    const place = this.#placeOf(placeIndex);
    const last = this.#resolvedAt(shape);
    if (place.host !== last.place.host || place.family !== last.place.family) return fit.impossible;
    const top = this.#frames[shape] as Frame;
    const position = positionOf(place.table, place.chain);

    if (place.table === last.place.table) {
      if (place.chain === last.place.chain) return this.#judgeSameChain(last, place);
      const frame = frameOf(top, (index) => this.#placeOf(index).chain === place.chain);
      if (frame !== null) return this.#judgeReturn(last, this.#placeOf(frame.place), place);
      if (position === null) return judgeCall(last, place);
    } else if (position === null) {
      return fit.gap;
    }
    return position === null ? fit.gap : this.#judgeNextTable(shape, last, place, position.hook);
  }

  #judgeSameChain(last: ResolvedPlace, place: TracePlace): Fit {
    if (last.place.kind !== 'rule' || place.number <= last.place.number) return fit.impossible;
    return last.verdict === null || last.verdict === 'continue' ? fit.regular : fit.gap;
  }

  #judgeReturn(last: ResolvedPlace, caller: TracePlace, place: TracePlace): Fit {
    if (place.number <= caller.number) return fit.impossible;
    return last.verdict === null || last.verdict === 'return' ? fit.regular : fit.gap;
  }

  #judgeNextTable(shape: number, last: ResolvedPlace, place: TracePlace, hook: Hook): Fit {
    const current = (this.shapes[shape] as Shape).hook;
    const tableEnded = last.verdict === null || last.verdict === 'accept' || last.verdict === 'queue';
    if (current === null) return fit.gap;
    if (current === hook) {
      const behind = tablesBehind(last.place.table, hook);
      const index = behind.indexOf(place.table);
      if (index < 0) return fit.impossible;
      return tableEnded && !this.#skipsLive(place, hook, behind.slice(0, index)) ? fit.regular : fit.gap;
    }
    if (!followingHooks[current].includes(hook)) return fit.impossible;
    const tables = tablesOfHook[hook];
    const skipped =
      this.#skipsLive(place, current, tablesBehind(last.place.table, current)) ||
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
      return { place: placeIndex, caller: null };
    }
    const same = frameOf(top, (index) => this.#placeOf(index).chain === place.chain);
    if (same !== null) return { place: placeIndex, caller: same.caller };
    const caller = this.#resolvedAt(shape).verdict === 'goto' ? top.caller : top;
    return { place: placeIndex, caller };
  }
}

/** Which hooks a packet can meet next. Behind POSTROUTING only a packet over lo comes in again. */
const followingHooks: Readonly<Record<Hook, readonly Hook[]>> = {
  prerouting: ['input', 'forward'],
  input: [],
  forward: ['postrouting'],
  output: ['postrouting'],
  postrouting: ['prerouting'],
};

/** A journey's first line: TRACE is set in raw, so the log begins in raw, on one of the two hooks where packets come. */
function beginsJourney(place: TracePlace, hook: Hook | null): boolean {
  return place.table === 'raw' || hook === 'prerouting' || hook === 'output';
}

function judgeCall(last: ResolvedPlace, place: TracePlace): Fit {
  if (last.place.kind !== 'rule') return fit.gap;
  if (last.rule === null) return fit.regular;
  return last.rule.target?.name === place.chain ? fit.regular : fit.gap;
}

function frameOf(top: Frame, matches: (place: number) => boolean): Frame | null {
  for (let frame: Frame | null = top; frame !== null; frame = frame.caller)
    if (matches(frame.place)) return frame;
  return null;
}

function depthOf(frame: Frame): number {
  let depth = 0;
  for (let caller = frame.caller; caller !== null; caller = caller.caller) depth++;
  return depth;
}
