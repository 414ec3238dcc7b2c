import { releaseColumns, grownColumn } from './column-memory.ts';

/** Gives equal pairs of numbers (of 32 bits each) one number, counted from 0 in the order of first appearance. */
export class Pairs {
  #count = 0;
  /** By slot of a hash table: a pair's number plus 1; 0 where the slot is free. At most half of them are taken. */
  #slots = new Uint32Array(32);
  /** By number. */
  #firsts = new Uint32Array(16);
  #seconds = new Uint32Array(16);
  #last = -1;

  get count(): number {
    return this.#count;
  }

  number(first: number, second: number): number {
    const last = this.#last;
    if (last >= 0 && this.#firsts[last] === first && this.#seconds[last] === second) return last;
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hashOf(first, second) & mask; ; slot = (slot + 1) & mask) {
      const number = (slots[slot] as number) - 1;
      if (number < 0) return (this.#last = this.#add(first, second, slot));
      if (this.#firsts[number] === first && this.#seconds[number] === second) return (this.#last = number);
    }
  }

  /** No number will be asked for any more. */
  end(): void {
    releaseColumns(this.#slots, this.#firsts, this.#seconds);
  }

  #add(first: number, second: number, slot: number): number {
    const number = this.#count++;
    this.#firsts = grownColumn(this.#firsts, number);
    this.#seconds = grownColumn(this.#seconds, number);
    this.#firsts[number] = first;
    this.#seconds[number] = second;
    if (number * 2 < this.#slots.length) this.#slots[slot] = number + 1;
    else this.#rehash();
    return number;
  }

  #rehash(): void {
    const { length } = this.#slots;
    releaseColumns(this.#slots);
    const slots = new Uint32Array(length * 4);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#count; number++) {
      let slot = hashOf(this.#firsts[number] as number, this.#seconds[number] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

function hashOf(first: number, second: number): number {
  const mixed = Math.imul(Math.imul(first, 0x9e3779b1) ^ second, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
