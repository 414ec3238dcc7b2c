import type { Files } from './corpus.ts';

/** How many tries at most: what is left then is small enough to look at. */
const mostTries = 400;

/** A smaller input that still fails, tried by leaving out files, then halves and smaller parts of each. */
export async function minimised(files: Files, fails: (files: Files) => Promise<boolean>): Promise<Files> {
  let tries = 0;
  const stillFails = async (smaller: Files): Promise<boolean> =>
    ++tries <= mostTries && (await fails(smaller));
  let best = files;
  for (const path of [...best.keys()]) {
    const without = new Map([...best].filter(([other]) => other !== path));
    if (without.size > 0 && (await stillFails(without))) best = without;
  }
  for (const path of best.keys())
    for (let parts = 2; parts <= 1024; parts *= 2) {
      const size = Math.ceil((best.get(path)?.length ?? 0) / parts);
      if (size === 0) break;
      for (let at = 0; at < (best.get(path)?.length ?? 0);) {
        const bytes = best.get(path) ?? new Uint8Array(0);
        const rest = new Uint8Array([...bytes.subarray(0, at), ...bytes.subarray(at + size)]);
        const smaller = new Map([...best, [path, rest]]);
        if (await stillFails(smaller)) best = smaller;
        else at += size;
      }
    }
  return best;
}
