/** A binary heap of states by cost, the cheapest first. */
export class Heap {
  #costs: number[] = [];
  #states: number[] = [];

  push(cost: number, state: number): void {
    this.#costs.push(cost);
    this.#states.push(state);
    let at = this.#costs.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((this.#costs[parent] as number) <= cost) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#costs[at] = cost;
    this.#states[at] = state;
  }

  pop(): number | undefined {
    const top = this.#states[0];
    const cost = this.#costs.pop();
    const state = this.#states.pop();
    const { length } = this.#states;
    if (length === 0 || cost === undefined || state === undefined) return top;
    // The last one takes the top's place and sinks.
    let at = 0;
    for (let child = 1; child < length; child = 2 * at + 1) {
      if (child + 1 < length && (this.#costs[child + 1] as number) < (this.#costs[child] as number)) child++;
      if ((this.#costs[child] as number) >= cost) break;
      this.#move(child, at);
      at = child;
    }
    this.#costs[at] = cost;
    this.#states[at] = state;
    return top;
  }

  #move(from: number, to: number): void {
    this.#costs[to] = this.#costs[from] as number;
    this.#states[to] = this.#states[from] as number;
  }
}
