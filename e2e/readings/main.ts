import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type CapturedFile, loadCaptures } from './captured-bundle.ts';
import { type Reading, readingOf, smallest } from './reading.ts';

/**
 * `npm run readings -- [--runs N] [--seed S] [--resume FILE] [--captures FOLDER] [--only WORD]`: reads captures again and
 * again with a part of their evidence taken away, and counts the claims that the full truth contradicts. Reading number
 * I has seed S + I, so that each can be made again: `--seed THAT --runs 1`. With FILE the count goes on where it
 * stopped. Of each kind of false claim the smallest bundle that still brings it out is left in the folder of `--keep`.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    resume: { type: 'string' },
    captures: { type: 'string', default: process.env['NETOPSY_CAPTURES'] ?? '' },
    only: { type: 'string', default: '' },
    keep: { type: 'string' },
    shrink: { type: 'string', default: '20' },
  },
});

interface State {
  readonly seed: number;
  done: number;
  wrong: number;
}

const state = stateOf(values.resume, Number(values.seed));
const captures = loadCaptures(values.captures, values.only);
const runs = Number(values.runs);
const started = Date.now();
const kinds = new Map<string, { count: number; readonly reading: Reading }>();
for (const goal = state.done + runs; state.done < goal; state.done++) {
  const reading = await readingOf(state.seed + state.done, captures);
  if (reading.wrong.length > 0) state.wrong++;
  for (const claim of reading.wrong) {
    const known = kinds.get(`${reading.capture}: ${claim}`);
    if (known !== undefined) known.count++;
    else {
      kinds.set(`${reading.capture}: ${claim}`, { count: 1, reading });
      // A long run tells what it finds at once.
      console.log(`seed ${reading.seed}, ${reading.capture}: ${claim}`);
    }
  }
  if (state.done % 500 === 499) save();
}
save();
const shown = [...kinds].toSorted(([, a], [, b]) => b.count - a.count).slice(0, Number(values.shrink));
for (const [claim, { count, reading }] of shown) {
  const { texts, files } = await smallest(reading, captures);
  console.log(`${count} x ${claim}\n    seed ${reading.seed}: ${texts.join('; ')}`);
  if (values.keep !== undefined) keep(join(values.keep, String(reading.seed)), files);
}
if (kinds.size > shown.length) console.log(`and ${kinds.size - shown.length} kinds more`);
const seconds = (Date.now() - started) / 1000;
console.log(
  `${runs} readings of ${captures.length} captures from seed ${values.seed} in ${seconds.toFixed(0)} s; ${state.done} in all, ${state.wrong} with a false claim`,
);
process.exitCode = state.wrong === 0 ? 0 : 1;

function stateOf(file: string | undefined, seed: number): State {
  if (file === undefined || !existsSync(file)) return { seed, done: 0, wrong: 0 };
  return JSON.parse(readFileSync(file, 'utf8')) as State;
}

function keep(folder: string, files: readonly CapturedFile[]): void {
  for (const { path, bytes } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}

function save(): void {
  if (values.resume !== undefined) writeFileSync(values.resume, JSON.stringify(state));
}
