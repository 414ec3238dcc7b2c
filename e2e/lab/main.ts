/** `npm run lab -- SCENARIO|all [--variant a] [--out DIR]`: real captures from this machine's kernel. */
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { withLock } from './lock.ts';
import { makeCapture } from './make-capture.ts';
import { whyImpossible } from './possible.ts';
import { scenarios } from './scenarios/index.ts';

const usage = `npm run lab -- SCENARIO|all [--variant a] [--out DIR]\nscenarios: ${Object.keys(scenarios).join(' ')}`;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: 'lab-captures' }, variant: { type: 'string' } },
});
process.exitCode = await main();

async function main(): Promise<number> {
  const [wanted] = positionals;
  const chosen = Object.entries(scenarios).filter(([name]) => name === wanted || wanted === 'all');
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
  for (const [name, { title, variants }] of chosen) {
    for (const [letter, variant] of Object.entries(variants)) {
      if (values.variant !== undefined && values.variant !== letter) continue;
      const id = `${name}-${letter}`;
      try {
        const folder = join(process.env['INIT_CWD'] ?? process.cwd(), values.out, id);
        const doubts = await withLock(() =>
          makeCapture(
            id,
            title,
            variant,
            folder.startsWith('/') && values.out.startsWith('/') ? join(values.out, id) : folder,
          ),
        );
        console.log(
          doubts.length === 0 ? `${id}: made` : `${id}: the truth is in doubt\n  ${doubts.join('\n  ')}`,
        );
        if (doubts.length > 0) failed++;
      } catch (error) {
        console.log(`${id}: ${(error as Error).message}`);
        failed++;
      }
    }
  }
  return failed > 0 ? 1 : 0;
}
