import type { JourneyKinds } from '../../model/journey-kinds.ts';
import { Pairs } from '../../model/pairs.ts';

/** Gives each journey its kind, as they are explained one after the other: by its way and its outcome. */
export class KindCounts implements JourneyKinds {
  readonly of: Uint32Array;
  readonly first: number[] = [];
  readonly packets: number[] = [];
  readonly #numbers = new Pairs();

  constructor(journeys: number) {
    this.of = new Uint32Array(journeys);
  }

  add(journey: number, way: number, outcome: number): void {
    const kind = this.#numbers.number(way, outcome);
    if (kind === this.first.length) {
      this.first.push(journey);
      this.packets.push(0);
    }
    this.packets[kind] = (this.packets[kind] as number) + 1;
    this.of[journey] = kind;
  }
}
