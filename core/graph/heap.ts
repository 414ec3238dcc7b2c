/** A binary heap of states by cost, the cheapest first. */
export class Heap {
  #costs: number[] = [];
  #states: number[] = [];

  push(cost: number, state: number): void {
    let at = this.#costs.push(cost) - 1;
    this.#states.push(state);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((this.#costs[parent] ?? 0) <= cost) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): number | undefined {
    const top = this.#states[0];
    if (top === undefined) return undefined;
    this.#swap(0, this.#states.length - 1);
    this.#states.pop();
    this.#costs.pop();
    for (let at = 0; ;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if ((this.#costs[child] ?? Infinity) < (this.#costs[least] ?? Infinity)) least = child;
      }
      if (least === at) return top;
      this.#swap(at, least);
      at = least;
    }
  }

  #swap(a: number, b: number): void {
    const cost = this.#costs[a] ?? 0;
    const state = this.#states[a] ?? 0;
    this.#costs[a] = this.#costs[b] ?? 0;
    this.#states[a] = this.#states[b] ?? 0;
    this.#costs[b] = cost;
    this.#states[b] = state;
  }
}
