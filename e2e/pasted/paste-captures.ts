import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { corpusOf } from '../fuzz/corpus.ts';
import { Random } from '../fuzz/random.ts';
import { pasteFaults } from './compare-pasted.ts';
import { pasteOf } from './paste.ts';
import { textsOf } from './texts-of.ts';

/** Pastes captures `pastes` times, and expects no fault. `PASTES=500 SEED=7 npx vitest run e2e/pasted` looks longer, or elsewhere. */
export async function pasteCaptures(pastes: number): Promise<void> {
  const seed = Number(process.env['SEED'] ?? 1);
  const runs = Number(process.env['PASTES'] ?? pastes);
  const bundles = corpusOf(fileURLToPath(new URL('..', import.meta.url))).bundles.flatMap(textsOf);
  for (let run = 0; run < runs; run++) {
    const random = new Random(seed, run);
    const files = random.of(bundles);
    const { name, text } = pasteOf(files, random);
    expect(await pasteFaults(files, text), `SEED=${seed} run ${run}, ${name}`).toEqual([]);
  }
}
