/** Numbers equal things in the order of their first appearance. */
export class Interned<T> {
  readonly items: T[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #keyOf: (item: T) => string;

  constructor(keyOf: (item: T) => string) {
    this.#keyOf = keyOf;
  }

  add(item: T): number {
    const key = this.#keyOf(item);
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    this.#indexes.set(key, this.items.length);
    return this.items.push(item) - 1;
  }
}
