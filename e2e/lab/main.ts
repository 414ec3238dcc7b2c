/** `npm run lab -- SCENARIO|PAIR|all [--variant a] [--out DIR]`: real captures from this machine's kernel. */
import { resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { withLock } from './lock.ts';
import { makeCapture } from './make-capture.ts';
import { makePair } from './make-pair.ts';
import { networkPairs } from './pairs/network.ts';
import { nftPairs } from './pairs/nft.ts';
import { rulePairs } from './pairs/rules.ts';
import { whyImpossible } from './possible.ts';
import { scenarios } from './scenarios/index.ts';

const pairs = { ...rulePairs, ...networkPairs, ...nftPairs };
const usage = `npm run lab -- SCENARIO|PAIR|all [--variant a] [--out DIR]
scenarios: ${Object.keys(scenarios).join(' ')}
pairs (before and after): ${Object.keys(pairs).join(' ')}`;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: 'lab-captures' }, variant: { type: 'string' } },
});
process.exitCode = await main();

async function main(): Promise<number> {
  const [wanted] = positionals;
  const chosen = [...captures()].filter(({ of, variant }) => {
    const isWanted = wanted === 'all' || wanted === of;
    return isWanted && (values.variant === undefined || values.variant === variant);
  });
  if (chosen.length === 0) {
    console.error(usage);
    return 2;
  }
  const reason = whyImpossible();
  if (reason !== null) {
    console.error(`No captures can be made here: ${reason}`);
    return 1;
  }
  let failed = 0;
  for (const { id, make } of chosen) {
    try {
      const folder = resolve(process.env['INIT_CWD'] ?? process.cwd(), values.out, id);
      const doubts = await withLock(() => make(folder));
      console.log(
        doubts.length === 0 ? `${id}: made` : `${id}: the truth is in doubt\n  ${doubts.join('\n  ')}`,
      );
      if (doubts.length > 0) failed++;
    } catch (error) {
      console.log(`${id}: ${(error as Error).message}`);
      failed++;
    }
  }
  return failed > 0 ? 1 : 0;
}

/** All that can be made: each variant of each scenario, and the pairs. */
function* captures(): Generator<{
  readonly of: string;
  readonly id: string;
  readonly variant: string | null;
  readonly make: (folder: string) => Promise<readonly string[]>;
}> {
  for (const [name, { title, variants }] of Object.entries(scenarios))
    for (const [letter, variant] of Object.entries(variants)) {
      const id = `${name}-${letter}`;
      yield { of: name, id, variant: letter, make: (folder) => makeCapture(id, title, variant, folder) };
    }
  for (const [name, pair] of Object.entries(pairs))
    yield { of: name, id: name, variant: null, make: (folder) => makePair(name, pair, folder) };
}
