import { expect, test } from 'vitest';
import { fromRoot } from '../../build/paths.mjs';
import type { Files } from './corpus.ts';
import { minimised } from './minimise.ts';
import { Random } from './random.ts';
import { runsOf } from './runs.ts';

test('some hundred altered inputs of all classes: no fault', async () => {
  // Always the same, so that a change is blamed for what it broke; `npm run fuzz` takes others.
  const seed = 1;
  const runOf = runsOf(fromRoot(), seed);
  const faults: string[] = [];
  for (let run = 0; run < 140; run++) {
    const { kind, files, fault } = runOf(run);
    const what = await fault(files);
    if (what !== null) faults.push(`${kind}: ${what}   (npm run fuzz -- --seed ${seed} --only ${run})`);
  }
  expect(faults).toEqual([]);
});

test('a seed and a run make the same input again', () => {
  const numbers = (run: number) =>
    Array.from(
      { length: 5 },
      (
        (random) => () =>
          random.below(1000)
      )(new Random(7, run)),
    );
  expect(numbers(3)).toEqual(numbers(3));
  expect(numbers(3)).not.toEqual(numbers(4));
});

test('the minimiser leaves what makes an input fail', async () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const files: Files = new Map([
    ['a', bytes('much that does not matter\n'.repeat(40))],
    ['b', bytes(`${'before\n'.repeat(50)}X${'after\n'.repeat(50)}`)],
  ]);
  const smallest = await minimised(files, async (each) =>
    new TextDecoder().decode(each.get('b') ?? bytes('')).includes('X'),
  );
  expect([...smallest.keys()]).toEqual(['b']);
  expect(new TextDecoder().decode(smallest.get('b'))).toMatch(/^.{0,3}X.{0,3}$/s);
});
