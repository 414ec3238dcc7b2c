import { analyze, sourceInMemory } from '../../core/index.ts';
import { wrongClaims } from '../golden/wrong-claims.ts';
import { seededRandom } from '../kernel/random.ts';
import type { CapturedBundle, CapturedFile } from './captured-bundle.ts';
import { isHidden } from '../golden/hidden-causes.ts';
import { drawTakings, filesAfter, type Taking, takingText } from './takings.ts';

/** One capture read with a part of its evidence, and what was claimed of it that is not so. */
export interface Reading {
  readonly capture: string;
  readonly seed: number;
  readonly takings: readonly Taking[];
  readonly wrong: readonly string[];
}

/** The reading of a seed: the same captures give the same one. */
export async function readingOf(seed: number, captures: readonly CapturedBundle[]): Promise<Reading> {
  const random = seededRandom(seed);
  // Neighbouring seeds begin alike.
  for (let turn = 0; turn < 3; turn++) random.below(2);
  const capture = random.pick(captures);
  const takings = drawTakings(random, capture, captures);
  const wrong = await wrongOf(capture, takings, captures);
  return { capture: capture.name, seed, takings, wrong };
}

async function wrongOf(
  capture: CapturedBundle,
  takings: readonly Taking[],
  captures: readonly CapturedBundle[],
): Promise<readonly string[]> {
  const files = filesAfter(capture, takings, captures);
  // A log without a line left shows nothing.
  const paths = files.filter(({ bytes }) => bytes.length > 0).map(({ path }) => path);
  const probes = capture.probes.filter((probe) => !isHidden(probe, paths));
  return wrongClaims(await analyze(files.map(({ path, bytes }) => sourceInMemory(path, bytes))), { probes });
}

/** The least of what was taken away that still misleads in the same way, so that somebody can look at it. */
export async function smallest(
  { capture: name, takings, wrong }: Reading,
  captures: readonly CapturedBundle[],
): Promise<{ readonly texts: readonly string[]; readonly files: readonly CapturedFile[] }> {
  const capture = captures.find((each) => each.name === name);
  if (capture === undefined) return { texts: [], files: [] };
  let left = takings;
  const misleads = async (some: readonly Taking[]): Promise<boolean> =>
    (await wrongOf(capture, some, captures)).some((claim) => wrong.includes(claim));
  for (const taking of takings) {
    const rest = left.filter((each) => each !== taking);
    if (await misleads(rest)) left = rest;
  }
  for (const taking of left) {
    if (taking.kind !== 'lines-lost') continue;
    let lines = taking.lines;
    for (let size = lines.length >> 1; size >= 1; size >>= 1) {
      for (let at = 0; at < lines.length;) {
        const fewer = [...lines.slice(0, at), ...lines.slice(at + size)];
        const some = left.map((each) =>
          each.kind === 'lines-lost' && each.path === taking.path ? { ...each, lines: fewer } : each,
        );
        if (fewer.length > 0 && (await misleads(some))) {
          lines = fewer;
          left = some;
        } else at += size;
      }
    }
  }
  return { texts: left.map(takingText), files: filesAfter(capture, left, captures) };
}
