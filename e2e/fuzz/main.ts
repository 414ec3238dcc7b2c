/**
 * `npm run fuzz -- --runs N [--seed S] [--from RUN] [--only RUN]`: real inputs, altered at random, through all of core.
 * Prints the seed first, how far it is once a minute, and each fault with its run; the smallest input found for it is kept
 * under `.cache/fuzz`. What was stopped goes on with its seed and `--from`.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { Files } from './corpus.ts';
import { minimised } from './minimise.ts';
import { runsOf } from './runs.ts';

interface Work {
  readonly project: string;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

type Told =
  | { readonly kind: 'begun'; readonly run: number }
  | { readonly kind: 'fault'; readonly run: number; readonly what: string }
  | { readonly kind: 'done' };

/** Far above what any run takes, on a busy machine too. */
const hangSeconds = 90;
const mostFaults = 20;

if (isMainThread) await watch();
else await work(workerData as Work);

async function watch(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '10000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      from: { type: 'string', default: '0' },
      only: { type: 'string' },
    },
  });
  const project = process.env['NETOPSY_FUZZ_PROJECT'] ?? process.cwd();
  const seed = Number(values.seed);
  const [from, to] =
    values.only === undefined
      ? [Number(values.from), Number(values.runs)]
      : [Number(values.only), Number(values.only) + 1];
  console.log(`seed ${seed}, runs ${from} to ${to - 1}`);
  const began = Date.now();
  let faults = 0;
  let next = from;
  while (next < to && faults < mostFaults) {
    const told = await workedThrough({ project, seed, from: next, to }, (run, what) => {
      faults++;
      console.log(`run ${run}: ${what}   (npm run fuzz -- --seed ${seed} --only ${run})`);
    });
    next = told + 1;
  }
  console.log(`${next - from} inputs in ${Math.round((Date.now() - began) / 1000)} s, ${faults} faults`);
  process.exitCode = faults === 0 ? 0 : 1;
}

/** The last run that was done, or at which the thread was stopped. */
function workedThrough(data: Work, onFault: (run: number, what: string) => void): Promise<number> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: 2000 },
    });
    let run = data.from;
    let last = Date.now();
    let shown = Date.now();
    const clock = setInterval(() => {
      if (Date.now() - shown > 60_000) {
        shown = Date.now();
        console.log(`at run ${run}`);
      }
      if (Date.now() - last > hangSeconds * 1000) end(`hangs for ${hangSeconds} s`);
    }, 1000);
    const end = (fault: string | null): void => {
      clearInterval(clock);
      void worker.terminate();
      if (fault !== null) onFault(run, fault);
      resolve(fault === null ? data.to - 1 : run);
    };
    worker.on('error', (error) => end(`ended the thread: ${error.message}`));
    worker.on('message', (told: Told) => {
      last = Date.now();
      if (told.kind === 'begun') run = told.run;
      else if (told.kind === 'fault') onFault(told.run, told.what);
      else end(null);
    });
  });
}

async function work({ project, seed, from, to }: Work): Promise<void> {
  const tell = (told: Told): void => parentPort?.postMessage(told);
  const runOf = runsOf(project, seed);
  for (let number = from; number < to; number++) {
    tell({ kind: 'begun', run: number });
    const { kind, files, fault } = runOf(number);
    const folder = join(project, '.cache/fuzz', `${seed}-${number}`);
    // One that hangs is kept as it is: nobody is left to make it smaller.
    if (to === from + 1) keep(folder, files);
    const what = await fault(files);
    if (what === null) continue;
    const isSame = async (smaller: typeof files): Promise<boolean> => {
      tell({ kind: 'begun', run: number });
      return (await fault(smaller)) === what;
    };
    const smallest = await minimised(files, isSame);
    keep(folder, smallest);
    tell({
      kind: 'fault',
      run: number,
      what: `${kind}: ${what}, in ${[...smallest.values()].reduce((sum, { length }) => sum + length, 0)} bytes: ${folder}`,
    });
  }
  tell({ kind: 'done' });
}

function keep(folder: string, files: Files): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [at, [path, bytes]] of [...files].entries())
    writeFileSync(join(folder, `${at}-${path.replace(/[^\w.-]/g, '_').slice(-60)}`), bytes);
}
