import { Pairs } from '../../model/pairs.ts';
import type { OwnFact } from './recorded-reads.ts';

const outsideOfPacket: ReadonlySet<OwnFact> = new Set(['second', 'connection']);

/** Stands for the outcome that is not known yet. */
export const UNKNOWN = -1;

/**
 * The outcomes of packets that were explained, by what their explanations looked at. What an explanation finds depends on
 * the packet's way and on the own facts that it looked at, so a packet of the same way that is equal in those ends alike.
 *
 *   way 7 ─ looks at nothing: outcome 3
 *   way 9 ─ dst? ┬ 10.0.0.1 ─ ttl? ┬ 1: outcome 4
 *                │                 └ 64: outcome 5
 *                └ 10.0.0.2: outcome 5
 */
export class OutcomeCache {
  readonly #numberOf: (fact: OwnFact, event: number) => number;
  /** By way: its node; missing where no packet of it was explained. */
  readonly #roots: number[] = [];
  /** By node: the fact that is asked there; null where the outcome is known. */
  readonly #questions: (OwnFact | null)[] = [];
  readonly #outcomes: number[] = [];
  /** Of a node and the number of its fact's value. */
  readonly #answers = new Pairs();
  /** By answer: the node that is looked at next. */
  readonly #nodeAfter: number[] = [];

  /** `numberOf`: equal for equal values of the fact at a trace event, and only for them. */
  constructor(numberOf: (fact: OwnFact, event: number) => number) {
    this.#numberOf = numberOf;
  }

  /** The outcome of a packet that ended with `event`; UNKNOWN where none like it was explained. */
  of(way: number, event: number): number {
    let node = this.#roots[way];
    for (;;) {
      if (node === undefined) return UNKNOWN;
      const fact = this.#questions[node] ?? null;
      if (fact === null) return this.#outcomes[node] as number;
      node = this.#nodeAfter[this.#answers.number(node, this.#numberOf(fact, event))];
    }
  }

  /** Remembers the outcome of a packet that `of` did not know, and what its explanation looked at. */
  learn(way: number, event: number, looks: readonly OwnFact[], outcome: number): void {
    // The packet as rules see it holds all other facts but those that other lines of the log tell.
    const left: OwnFact[] = looks.includes('packet')
      ? looks.filter((fact) => fact === 'packet' || outsideOfPacket.has(fact))
      : [...looks];
    let answer = UNKNOWN;
    for (let node = this.#roots[way]; node !== undefined; node = this.#nodeAfter[answer]) {
      const fact = this.#questions[node] as OwnFact;
      if (left.includes(fact)) left.splice(left.indexOf(fact), 1);
      answer = this.#answers.number(node, this.#numberOf(fact, event));
    }
    for (const fact of left) {
      const node = this.#add(way, answer, fact, UNKNOWN);
      answer = this.#answers.number(node, this.#numberOf(fact, event));
    }
    this.#add(way, answer, null, outcome);
  }

  /** Adds a node after an answer, or as the way's first. */
  #add(way: number, answer: number, question: OwnFact | null, outcome: number): number {
    const node = this.#questions.push(question) - 1;
    this.#outcomes.push(outcome);
    if (answer === UNKNOWN) this.#roots[way] = node;
    else this.#nodeAfter[answer] = node;
    return node;
  }
}
