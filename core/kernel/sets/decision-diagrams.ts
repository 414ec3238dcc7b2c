/** A set of bit strings, by the number of its first node. Equal sets have equal numbers. */
export type Diagram = number;

export const NOTHING: Diagram = 0;
export const EVERYTHING: Diagram = 1;

/** The level of the two ends; any bit stands above it. */
export const END_LEVEL = 0x7fffffff;

/** More nodes than were allowed (DecisionDiagrams, `mostNodes`): nothing further can be computed. */
export class TooManyNodes extends Error {}

const AND = 0;
const OR = 1;
const MINUS = 2;
const SOME = 3;

/**
 * Reduced ordered binary decision diagrams (Bryant, "Graph-Based Algorithms for Boolean Function Manipulation", 1986): a
 * node asks one bit, by its level, and has a node for each answer. Equal nodes are one node, so equal sets are one
 * number, and what two sets share is stored once. Nodes are never given back: one diagram serves one question.
 */
export class DecisionDiagrams {
  readonly #mostNodes: number;
  #count = 2;
  #level = new Int32Array(1 << 12);
  #low = new Int32Array(1 << 12);
  #high = new Int32Array(1 << 12);
  /** Open addressing: the number of a node, 0 for a free place. */
  #places = new Int32Array(1 << 13);
  /** What operations came to, three numbers each: first operand and operation, second operand, result. */
  #known = new Int32Array(3 << 12);

  constructor(mostNodes: number) {
    this.#mostNodes = mostNodes;
    this.#level.fill(END_LEVEL, 0, 2);
  }

  /** How many nodes there are: what memory and time go with. */
  get size(): number {
    return this.#count;
  }

  /** Whether another set of the same kind may not have room. */
  get isHalfFull(): boolean {
    return this.#count * 2 > this.#mostNodes;
  }

  levelOf(diagram: Diagram): number {
    return this.#level[diagram] as number;
  }

  /** What is left of the set where the first node's bit is 0. */
  lowOf(diagram: Diagram): Diagram {
    return this.#low[diagram] as number;
  }

  highOf(diagram: Diagram): Diagram {
    return this.#high[diagram] as number;
  }

  /** The node that asks the bit of that level; both sets ask deeper ones only. */
  node(level: number, low: Diagram, high: Diagram): Diagram {
    if (low === high) return low;
    const mask = this.#places.length - 1;
    let place = mixed(level, low, high) & mask;
    for (;;) {
      const found = this.#places[place] as number;
      if (found === 0) break;
      if (this.#level[found] === level && this.#low[found] === low && this.#high[found] === high)
        return found;
      place = (place + 1) & mask;
    }
    if (this.#count === this.#level.length) {
      this.#grow();
      return this.node(level, low, high);
    }
    const made = this.#count++;
    this.#level[made] = level;
    this.#low[made] = low;
    this.#high[made] = high;
    this.#places[place] = made;
    return made;
  }

  and(one: Diagram, other: Diagram): Diagram {
    if (one === other || other === EVERYTHING) return one;
    if (one === EVERYTHING) return other;
    if (one === NOTHING || other === NOTHING) return NOTHING;
    return one < other ? this.#combine(AND, one, other) : this.#combine(AND, other, one);
  }

  or(one: Diagram, other: Diagram): Diagram {
    if (one === other || other === NOTHING) return one;
    if (one === NOTHING) return other;
    if (one === EVERYTHING || other === EVERYTHING) return EVERYTHING;
    return one < other ? this.#combine(OR, one, other) : this.#combine(OR, other, one);
  }

  /** What is in the first set and not in the other. */
  minus(one: Diagram, other: Diagram): Diagram {
    if (one === other || one === NOTHING || other === EVERYTHING) return NOTHING;
    return other === NOTHING ? one : this.#combine(MINUS, one, other);
  }

  not(diagram: Diagram): Diagram {
    return this.minus(EVERYTHING, diagram);
  }

  /** All of them together, in pairs of neighbours: what stands in order shares more than what is added one by one. */
  union(diagrams: readonly Diagram[]): Diagram {
    let level = diagrams;
    while (level.length > 1) {
      const next: Diagram[] = [];
      for (let at = 0; at < level.length; at += 2)
        next.push(this.or(level[at] as number, level[at + 1] ?? NOTHING));
      level = next;
    }
    return level[0] ?? NOTHING;
  }

  /** What holds for some value of the bits from `first` to before `after`. */
  some(diagram: Diagram, first: number, after: number): Diagram {
    const level = this.levelOf(diagram);
    if (level >= after) return diagram;
    const key = diagram * 4 + SOME;
    const place = this.#placeOf(key, first);
    if (this.#known[place] === key && this.#known[place + 1] === first)
      return this.#known[place + 2] as number;
    const low = this.some(this.lowOf(diagram), first, after);
    const high = this.some(this.highOf(diagram), first, after);
    return this.#remember(key, first, level >= first ? this.or(low, high) : this.node(level, low, high));
  }

  /**
   * A set that has the same of `care` as `set` has, with as few questions as can be: what is not of `care` is added or left
   * out as is simplest (Coudert and Madre, "A Unified Framework for the Formal Verification of Sequential Circuits", 1990).
   */
  simplified(set: Diagram, care: Diagram): Diagram {
    const known = new Map<Diagram, Map<Diagram, Diagram>>();
    const visit = (one: Diagram, cared: Diagram): Diagram => {
      if (one === NOTHING || one === EVERYTHING || cared === EVERYTHING || cared === NOTHING) return one;
      const [own, other] = [this.levelOf(one), this.levelOf(cared)];
      const before = known.get(one)?.get(cared);
      if (before !== undefined) return before;
      let made: Diagram;
      if (other < own) made = visit(one, this.or(this.lowOf(cared), this.highOf(cared)));
      else {
        const [low, high] = other === own ? [this.lowOf(cared), this.highOf(cared)] : [cared, cared];
        if (low === NOTHING) made = visit(this.highOf(one), high);
        else if (high === NOTHING) made = visit(this.lowOf(one), low);
        else made = this.node(own, visit(this.lowOf(one), low), visit(this.highOf(one), high));
      }
      const row = known.get(one) ?? new Map<Diagram, Diagram>();
      known.set(one, row);
      row.set(cared, made);
      return made;
    };
    return care === NOTHING ? NOTHING : visit(set, care);
  }

  /** The share of all bit strings that are in the set, from 0 to 1. */
  share(diagram: Diagram): number {
    const known = new Map<Diagram, number>([
      [NOTHING, 0],
      [EVERYTHING, 1],
    ]);
    const visit = (at: Diagram): number => {
      let share = known.get(at);
      if (share === undefined) {
        share = (visit(this.lowOf(at)) + visit(this.highOf(at))) / 2;
        known.set(at, share);
      }
      return share;
    };
    return visit(diagram);
  }

  #combine(operation: number, one: Diagram, other: Diagram): Diagram {
    const key = one * 4 + operation;
    const place = this.#placeOf(key, other);
    if (this.#known[place] === key && this.#known[place + 1] === other)
      return this.#known[place + 2] as number;
    const [ownLevel, otherLevel] = [this.#level[one] as number, this.#level[other] as number];
    const level = ownLevel < otherLevel ? ownLevel : otherLevel;
    const [oneLow, oneHigh] =
      ownLevel === level ? [this.#low[one] as number, this.#high[one] as number] : [one, one];
    const [otherLow, otherHigh] =
      otherLevel === level ? [this.#low[other] as number, this.#high[other] as number] : [other, other];
    const low = this.#apply(operation, oneLow, otherLow);
    const high = this.#apply(operation, oneHigh, otherHigh);
    return this.#remember(key, other, this.node(level, low, high));
  }

  #apply(operation: number, one: Diagram, other: Diagram): Diagram {
    return operation === AND ? this.and(one, other)
      : operation === OR ? this.or(one, other)
      : this.minus(one, other); // prettier-ignore
  }

  #placeOf(key: number, other: number): number {
    return (mixed(key, other, 0) % (this.#known.length / 3)) * 3;
  }

  /** The table may have grown since the place was looked for. */
  #remember(key: number, other: number, result: Diagram): Diagram {
    const place = this.#placeOf(key, other);
    this.#known[place] = key;
    this.#known[place + 1] = other;
    this.#known[place + 2] = result;
    return result;
  }

  #grow(): void {
    const length = this.#level.length * 2;
    if (length > this.#mostNodes) throw new TooManyNodes();
    this.#level = grown(this.#level, length);
    this.#low = grown(this.#low, length);
    this.#high = grown(this.#high, length);
    const mask = length * 2 - 1;
    this.#places = new Int32Array(mask + 1);
    for (let made = 2; made < this.#count; made++) {
      let place = mixed(this.levelOf(made), this.lowOf(made), this.highOf(made)) & mask;
      while (this.#places[place] !== 0) place = (place + 1) & mask;
      this.#places[place] = made;
    }
    this.#known = new Int32Array(3 * Math.min(length, 1 << 20));
  }
}

function grown(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(old);
  return larger;
}

/** A hash of three numbers, not negative. */
function mixed(one: number, two: number, three: number): number {
  let hash = Math.imul(one, 0x9e3779b1) ^ Math.imul(two, 0x85ebca6b) ^ Math.imul(three, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
