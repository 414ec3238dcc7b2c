/** One place of the log's chain, and how well each rule of the file's chain would explain it. */
export interface AlignedPlace {
  /** Number of the log, counted from 1. */
  readonly number: number;
  /**
   * For each rule of the file (index from 0), and after them the chain's end: 0 where it can't be the rule that
   * packets met at the place, more the better it fits.
   */
  readonly fits: readonly number[];
}

/** Whether a place keeps its distance to its neighbour weighs less than any fit. */
const SAME_DISTANCE = 0.01;
const NO_MATCH = -1;

/**
 * Aligns the places of a chain in the log with the rules of a chain in a file that has changed since: rules were
 * added or deleted, but those that are left keep their order. Returns for each place the index of the rule that it is
 * in every best alignment (the number of rules for the chain's end), or null where nothing decides or none can be it.
 * Places come in rising order of their numbers.
 */
export function alignChain(places: readonly AlignedPlace[]): readonly (number | null)[] {
  const width = places[0]?.fits.length ?? 0;
  const forward = sweep(places, width);
  const backward = sweep(mirrored(places, width), width)
    .reverse()
    .map((row) => [...row].reverse());
  const best = bestTotal(forward);
  return places.map((place, index) => {
    const through = (rule: number): number =>
      (forward[index]?.[rule] ?? 0) + (backward[index]?.[rule] ?? 0) - (place.fits[rule] ?? 0);
    let chosen: number | null = null;
    for (let rule = 0; rule < width; rule++) {
      if ((place.fits[rule] ?? 0) <= 0 || through(rule) < best - SAME_DISTANCE / 2) continue;
      if (chosen !== null) return null;
      chosen = rule;
    }
    return chosen;
  });
}

/** `result[p][r]`: the most that places up to p can fit when p is rule r; NO_MATCH where it can't be. */
function sweep(places: readonly AlignedPlace[], width: number): number[][] {
  const table: number[][] = [];
  places.forEach((place, index) => {
    const row = new Array<number>(width).fill(NO_MATCH);
    for (let rule = 0; rule < width; rule++) {
      const own = place.fits[rule] ?? 0;
      if (own <= 0) continue;
      let before = 0;
      for (let earlier = 0; earlier < index; earlier++) {
        const distance = place.number - (places[earlier]?.number ?? 0);
        for (let other = 0; other < rule; other++) {
          const sum = table[earlier]?.[other] ?? NO_MATCH;
          if (sum > 0) before = Math.max(before, sum + (rule - other === distance ? SAME_DISTANCE : 0));
        }
      }
      row[rule] = own + before;
    }
    table.push(row);
  });
  return table;
}

function mirrored(places: readonly AlignedPlace[], width: number): AlignedPlace[] {
  return [...places].reverse().map(({ number, fits }) => ({
    number: -number,
    fits: Array.from({ length: width }, (_, rule) => fits[width - 1 - rule] ?? 0),
  }));
}

function bestTotal(forward: readonly (readonly number[])[]): number {
  return Math.max(0, ...forward.flat());
}
