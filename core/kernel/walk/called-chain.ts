import type { Exits } from './exits.ts';

/**
 * What came of one chain that was called, by the state of the branch that came. Most chains are called once in a walk: what
 * names a state, which is long, is asked for only when the chain is called again.
 */
export class CalledChain {
  #first: { readonly state: () => string; readonly exits: Exits } | null = null;
  #byState: Map<string, Exits> | null = null;

  /** What `exits` gives; of a branch that comes in a known state, what it gave before. */
  exits(state: () => string, exits: () => Exits): Exits {
    if (this.#first === null) {
      const found = exits();
      this.#first = { state, exits: found };
      return found;
    }
    this.#byState ??= new Map([[this.#first.state(), this.#first.exits]]);
    const key = state();
    const known = this.#byState.get(key) ?? exits();
    this.#byState.set(key, known);
    return known;
  }
}
