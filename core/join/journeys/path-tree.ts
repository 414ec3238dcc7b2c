import { hooksBetween, type LayerHook } from '../../kernel/chains/hooks-between.ts';
import type { BaseChain, ResolvedPlace, ChainPath } from '../../model/journey.ts';
import type { Rule } from '../../model/ruleset.ts';
import { Pairs } from '../../model/pairs.ts';
import { isUnlistedLog, type TracePlace } from '../../model/trace.ts';
import { chainLedTo } from '../../kernel/rule-effect.ts';
import type { ActiveChains } from '../../kernel/chains/active-chains.ts';
import { bottomFrame, calledFrame, depthOf, type Frame, frameOf, skipsCaller } from './call-stack.ts';
import { type Passage, passageBetween } from './same-packet.ts';

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

/** A place as the next step after a way: decided once for all packets. */
export interface Step {
  readonly place: number;
  readonly fit: Fit;
  readonly passage: Passage;
  /** Possible, and not over loopback, which asks for a look at the interfaces. */
  readonly isPlain: boolean;
  /** The way that is made longer by this step; -1 until a packet takes it. */
  next: number;
}

const noPassage: Passage = { keepsIn: true, keepsOut: true, keepsEnd: 'both', loops: false };

/** The step that no packet takes. */
export const noStep: Step = { place: -1, fit: fit.impossible, passage: noPassage, isPlain: false, next: -1 };

/**
 * All ways through the chains that packets of the log took, as a tree: packets that took the same steps share one
 * shape. Whether a step can follow a way is decided once for each pair, whatever the number of packets.
 */
export class PathTree {
  readonly shapes: ChainPath[] = [
    { parent: -1, place: -1, hook: null, base: null, depth: 0, length: 0, gap: false },
  ];
  readonly #frames: (Frame | null)[] = [null];
  readonly #pairs = new Pairs();
  /** By the number of way and place. */
  readonly #steps: Step[] = [];
  readonly #resolved: readonly ResolvedPlace[];
  readonly #live: ActiveChains;
  /** By place: the base chain that it is in itself. */
  readonly #own: readonly (BaseChain | null)[];
  /** By place: the same, or the base chain that its line tells it was called from. */
  readonly #entered: readonly (BaseChain | null)[];

  constructor(resolved: readonly ResolvedPlace[], live: ActiveChains) {
    this.#resolved = resolved;
    this.#live = live;
    this.#own = resolved.map(({ place }) => live.baseOf(place));
    this.#entered = resolved.map(({ place }, index) => this.#own[index] ?? live.entryOf(place));
  }

  /** The step to `place` as the next of a packet whose way so far is `shape`. */
  step(shape: number, place: number): Step {
    const number = this.#pairs.number(shape, place);
    if (number < this.#steps.length) return this.#steps[number] as Step;
    const stepFit = this.#fit(shape, place);
    const passage = this.#passage(shape, place);
    const isPlain = stepFit !== fit.impossible && !passage.loops;
    const step = { place, fit: stepFit, passage, isPlain, next: -1 };
    this.#steps.push(step);
    return step;
  }

  /** The way that is `shape` and then `step`, a step of that shape that is not impossible. */
  next(shape: number, step: Step): number {
    if (step.next < 0) step.next = this.#grow(shape, step);
    return step.next;
  }

  #fit(shape: number, place: number): Fit {
    return shape === 0 ? fit.regular : this.#judge(shape, place);
  }

  #passage(shape: number, place: number): Passage {
    const before = this.shapes[shape] as ChainPath;
    if (shape > 0 && isUnlistedLog(this.#placeOf(before.place))) return noPassage;
    const base = this.#entered[place] ?? null;
    return passageBetween(before, { hook: base?.hook ?? before.hook, base });
  }

  #resolvedAt(shape: number): ResolvedPlace {
    return this.#resolved[(this.shapes[shape] as ChainPath).place] as ResolvedPlace;
  }

  #placeOf(index: number): TracePlace {
    return (this.#resolved[index] as ResolvedPlace).place;
  }

  #judge(shape: number, placeIndex: number): Fit {
    const step = this.#resolved[placeIndex] as ResolvedPlace;
    const { place } = step;
    const last = this.#resolvedAt(shape);
    if (place.host !== last.place.host || place.family !== last.place.family) return fit.impossible;
    // Rules that no file shows: a packet that comes to one of them again is another packet.
    if (isUnlistedLog(place) || isUnlistedLog(last.place))
      return this.#hasMet(shape, placeIndex) ? fit.impossible : fit.regular;
    const top = this.#frames[shape] as Frame;
    const base = this.#own[placeIndex] ?? null;

    if (isSameTable(place, last.place)) {
      if (place.chain === last.place.chain) return judgeSameChain(last, step);
      const frame = frameOf(top, (index) => this.#placeOf(index).chain === place.chain);
      if (frame !== null) return this.#judgeReturn(last, top, frame, step);
      if (this.#returnsToUnseen(shape)) return fit.regular;
      if (base === null) return judgeCall(last, place);
    }
    const entered = this.#entered[placeIndex] ?? null;
    return entered === null ? fit.gap : this.#judgeNextTable(shape, last, place, entered);
  }

  #hasMet(shape: number, place: number): boolean {
    for (let at = this.shapes[shape] as ChainPath; at.place >= 0; at = this.shapes[at.parent] as ChainPath)
      if (at.place === place) return true;
    return false;
  }

  #judgeReturn(last: ResolvedPlace, top: Frame, caller: Frame, step: ResolvedPlace): Fit {
    if (!comesAfter(step.place, this.#placeOf(caller.place))) return fit.impossible;
    // nft has no line for the end of a user-defined chain.
    const returned =
      last.verdict === null ||
      last.verdict === 'return' ||
      (last.place.tracer !== 'trace' && ['continue', 'jump', 'goto'].includes(last.verdict));
    const skips = last.place.tracer === 'trace' && skipsCaller(top, caller, this.#resolved);
    return (caller.left ? isPolicy(step) : !skips) && returned ? fit.regular : fit.gap;
  }

  /** A log that begins in a user-defined chain (the TRACE rule may stand in one) does not show who called it. */
  #returnsToUnseen(shape: number): boolean {
    const { hook } = this.shapes[shape] as ChainPath;
    const { verdict, place } = this.#resolvedAt(shape);
    const atBottom = this.#frames[shape]?.caller === null;
    return (
      hook === null && atBottom && (verdict === 'return' || (verdict === null && place.kind === 'return'))
    );
  }

  #judgeNextTable(shape: number, last: ResolvedPlace, place: TracePlace, next: BaseChain): Fit {
    const current = this.#baseBefore(shape, last, place, next);
    // LOG says nothing of what came of the packet.
    const tableEnded =
      last.place.tracer === 'log' ||
      last.verdict === null ||
      last.verdict === 'accept' ||
      last.verdict === 'queue';
    if (current === null) return fit.gap;
    const between = hooksBetween(current, next);
    if (between === null) return fit.impossible;
    const uncertain = current.known === 'inferred' || next.known === 'inferred';
    if (current.hook === next.hook && current.layer === next.layer) {
      if (this.#isVisited(shape, next)) return fit.impossible;
      if (current.priority > next.priority && !uncertain) return fit.impossible;
    }
    return tableEnded && !this.#skipsLive(place, current, next, between) ? fit.regular : fit.gap;
  }

  /** The base chain that the way is in; for a log that begins in a user-defined chain, the one it can only have come from. */
  #baseBefore(shape: number, last: ResolvedPlace, place: TracePlace, next: BaseChain): BaseChain | null {
    const { base } = this.shapes[shape] as ChainPath;
    if (base !== null || isSameTable(last.place, place)) return base;
    const { host, family } = last.place;
    const same = this.#live
      .chainsOn(host, next.side, family, next)
      .find((chain) => chain.table === last.place.table && chain.tableFamily === last.place.tableFamily);
    return same ?? null;
  }

  /** Whether the packet has been in that chain since it came to the hook. */
  #isVisited(shape: number, next: BaseChain): boolean {
    for (let at = this.shapes[shape] as ChainPath; at.place >= 0; at = this.shapes[at.parent] as ChainPath) {
      if (at.base === null || at.base.hook !== next.hook || at.base.layer !== next.layer) return false;
      if (isSameChain(at.base, next)) return true;
    }
    return false;
  }

  /** Whether a chain between the two logs and would have had a line. */
  #skipsLive(
    { host, family }: TracePlace,
    current: BaseChain,
    next: BaseChain,
    between: readonly LayerHook[],
  ): boolean {
    if (current.side !== next.side) return false;
    const prints = (station: LayerHook, above: number, below: number): boolean =>
      this.#live.printsBetween(host, next.side, family, station, above, below);
    const isSameHook = current.hook === next.hook && current.layer === next.layer;
    return isSameHook
      ? prints(current, current.priority, next.priority)
      : prints(current, current.priority, Infinity) ||
          between.some((station) => prints(station, -Infinity, Infinity)) ||
          prints(next, -Infinity, next.priority);
  }

  #grow(shape: number, { place: placeIndex, fit: stepFit }: Step): number {
    const parent = this.shapes[shape] as ChainPath;
    const place = this.#placeOf(placeIndex);
    const own = this.#own[placeIndex] ?? null;
    const enters = shape === 0 || this.#changesTable(shape, place);
    const base = own ?? (enters ? (this.#entered[placeIndex] ?? null) : parent.base);
    const frame = this.#frameAfter(shape, placeIndex);
    this.#frames.push(frame);
    return (
      this.shapes.push({
        parent: shape,
        place: placeIndex,
        hook: base?.hook ?? (enters ? null : parent.hook),
        base,
        depth: depthOf(frame),
        length: parent.length + 1,
        gap:
          shape === 0
            ? !beginsJourney(this.#resolved[placeIndex] as ResolvedPlace, own)
            : stepFit === fit.gap,
      }) - 1
    );
  }

  #changesTable(shape: number, place: TracePlace): boolean {
    return !isSameTable(this.#resolvedAt(shape).place, place);
  }

  #frameAfter(shape: number, placeIndex: number): Frame {
    const place = this.#placeOf(placeIndex);
    const top = this.#frames[shape] ?? null;
    if (top === null || this.#own[placeIndex] !== null || this.#changesTable(shape, place)) {
      return bottomFrame(placeIndex);
    }
    const same = frameOf(top, (index) => this.#placeOf(index).chain === place.chain);
    if (same !== null) return { ...same, place: placeIndex };
    if (this.#returnsToUnseen(shape)) return bottomFrame(placeIndex);
    return calledFrame(top, this.#resolvedAt(shape).verdict === 'goto', placeIndex);
  }
}

function isSameTable(a: TracePlace, b: TracePlace): boolean {
  return a.table === b.table && a.tableFamily === b.tableFamily;
}

function isSameChain(a: BaseChain, b: BaseChain): boolean {
  return a.chain === b.chain && a.table === b.table && a.tableFamily === b.tableFamily && a.side === b.side;
}

/** Whether a step can come after another of the same chain; without numbers anything can. */
function comesAfter(step: TracePlace, before: TracePlace): boolean {
  return step.number === null || before.number === null || step.number > before.number;
}

/**
 * A journey's first line: TRACE is set in raw, so the log begins in raw, on one of the two hooks where packets come. nft
 * sets it anywhere, also in a table that was gone when the ruleset was listed.
 */
function beginsJourney({ place, rule }: ResolvedPlace, base: BaseChain | null): boolean {
  if (place.tracer === 'nft' && (base === null || setsTrace(rule))) return true;
  if (place.tracer === 'log' || (place.tracer === 'trace' && place.table === 'raw')) return true;
  return base !== null && (base.hook === 'prerouting' || base.hook === 'output');
}

function setsTrace(rule: Rule | null): boolean {
  return rule?.spec.statements.some((statement) => statement.kind === 'trace' && statement.on) ?? false;
}

/** A RETURN in a built-in chain, with a match (`rule:N`) or without (`policy:N`), goes on with the chain's policy. */
function judgeSameChain(last: ResolvedPlace, step: ResolvedPlace): Fit {
  if (!comesAfter(step.place, last.place)) return fit.impossible;
  const returned = isPolicy(step) && (last.verdict === null || last.verdict === 'return');
  // nft has no line for the end of a user-defined chain, so the packet may come back from one that it met no rule in.
  if (last.place.tracer === 'log') return fit.regular;
  if (last.place.tracer !== 'trace') {
    if (last.place.kind !== 'rule') return fit.impossible;
    const goesOn = last.verdict === null || ['continue', 'jump'].includes(last.verdict);
    return returned || goesOn || (isPolicy(step) && last.verdict === 'goto') ? fit.regular : fit.gap;
  }
  if (last.place.kind !== 'rule')
    return last.place.kind === 'policy' && returned ? fit.regular : fit.impossible;
  return returned || last.verdict === null || last.verdict === 'continue' ? fit.regular : fit.gap;
}

/** The end of a built-in chain, as far as the ruleset tells. */
function isPolicy({ place, at }: ResolvedPlace): boolean {
  return place.kind === 'policy' && at !== 'rule';
}

/** The chain that the rule leads to, '' for one that leads to none; null where that is not known. */
function ledTo(rule: Rule | null): string | null {
  if (rule === null) return null;
  const { statements } = rule.spec;
  if (statements.every(({ kind }) => kind === 'counter' || kind === 'verdict-map')) return null;
  return chainLedTo(rule.spec) ?? '';
}

function judgeCall(last: ResolvedPlace, place: TracePlace): Fit {
  if (last.place.tracer === 'log') return fit.regular;
  if (last.place.kind !== 'rule') return fit.gap;
  const called = last.place.printed === null ? ledTo(last.rule) : last.place.printed.toChain;
  if (called === null) return fit.regular;
  return called === place.chain ? fit.regular : fit.gap;
}
