import type { BaseChain, Hook, Journeys } from '../model/journey.ts';

/** The paths that come to such a chain: 1 by the number of a path, 0 for every other one. */
export function pathsWith(
  { shapes }: Journeys,
  isWanted: (hook: Hook | null, base: BaseChain | null) => boolean,
): Uint8Array {
  const found = new Uint8Array(shapes.length);
  shapes.forEach(({ parent, hook, base }, path) => {
    found[path] = isWanted(hook, base) || (parent >= 0 && found[parent] === 1) ? 1 : 0;
  });
  return found;
}
