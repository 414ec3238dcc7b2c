import { fstatSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { type TriageLine, visible, visibleJson } from '../../core/index.ts';
import type { Command, CommandOptions } from './command.ts';
import { exitStatus } from './exit-status.ts';
import { findBundles } from './find-bundles.ts';
import { laidOut, plainLines } from './layout.ts';
import { messageOf } from './message-of.ts';
import type { CommandOutput } from './output.ts';
import { readWords } from './read-words.ts';
import { type Triage, triageThreads } from './triage-threads.ts';

const options = {
  ndjson: { type: 'boolean' },
  resume: { type: 'string', value: 'FILE' },
} as const satisfies CommandOptions;

/** `netopsy triage FOLDER... [--ndjson] [--resume FILE]`: one line for each bundle, in the order in which they are found. */
export const triageCommand: Command = { name: 'triage', operands: 'FOLDER...', options, run: runTriage };

async function runTriage(
  args: readonly string[],
  output: CommandOutput,
  scripts: string | null,
): Promise<number> {
  const command = readWords(args, options, output);
  if (command === null) return exitStatus.usage;
  const resume = command.options['resume'];
  let earlier: Earlier = { bundles: new Set(), isCut: false };
  try {
    if (typeof resume === 'string') earlier = await earlierRun(resume);
  } catch (error) {
    output.say(output.words.triage.resumeUnreadable(String(resume), messageOf(error)));
    return exitStatus.usage;
  }
  // The line on which the earlier run was stopped is made whole again below it.
  if (earlier.isCut) await output.out('\n');
  const triage = triageThreads(scripts, output.words);
  try {
    return await printLines(
      command.bundle,
      earlier.bundles,
      triage,
      command.options['ndjson'] === true,
      output,
    );
  } finally {
    triage.stop();
  }
}

async function printLines(
  folders: readonly string[],
  earlier: ReadonlySet<string>,
  triage: Triage,
  asJson: boolean,
  output: CommandOutput,
): Promise<number> {
  const pending: Promise<TriageLine>[] = [];
  let found = 0;
  let done = 0;
  const printNext = async (): Promise<void> => {
    const line = (await pending.shift()) as TriageLine;
    done++;
    const text = output.words.triage.line(line);
    await output.out(
      asJson ? `${visibleJson(JSON.stringify(line))}\n` : laidOut(plainLines(visible(text)), output),
    );
    output.progress(output.words.triage.progress(done, found));
  };
  for (const folder of folders) {
    try {
      for await (const bundle of bundlesOf(folder)) {
        found++;
        if (earlier.has(bundle)) {
          done++;
          continue;
        }
        if (pending.length >= triage.atOnce) await printNext();
        pending.push(triage.of(bundle));
      }
    } catch (error) {
      output.say(output.words.commandFaults.bundleUnreadable(messageOf(error)));
    }
  }
  while (pending.length > 0) await printNext();
  output.progress('');
  if (found > 0) return exitStatus.analysed;
  output.say(output.words.triage.noBundles);
  return exitStatus.nothing;
}

/** A file that is named itself is a bundle. */
async function* bundlesOf(path: string): AsyncGenerator<string> {
  if ((await stat(path)).isDirectory()) yield* findBundles(path);
  else yield path;
}

/** The bundles that an earlier run has whole lines for. */
interface Earlier {
  readonly bundles: ReadonlySet<string>;
  /** Its last line was not finished, and this run writes on in the same file. */
  readonly isCut: boolean;
}

async function earlierRun(file: string): Promise<Earlier> {
  const text = await readFile(file, 'utf8');
  const bundles = new Set<string>();
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const bundle = bundleOf(line);
    if (bundle !== null) bundles.add(bundle);
    // A line of text is whole if something follows it.
    else if (index < lines.length - 1) for (const name of namesBefore(line)) bundles.add(name);
  }
  return { bundles, isCut: text !== '' && !text.endsWith('\n') && (await isStandardOutput(file)) };
}

/** What may be the bundle's name in a line of text, `NAME: ...`, whose name may hold a colon itself. */
function namesBefore(line: string): readonly string[] {
  const parts = line.split(': ');
  return parts
    .slice(0, Math.min(parts.length - 1, 8))
    .map((_, index) => parts.slice(0, index + 1).join(': '));
}

/** Null for a line that is no whole line of ours. */
function bundleOf(line: string): string | null {
  try {
    const { bundle } = JSON.parse(line) as { bundle?: unknown };
    return typeof bundle === 'string' ? bundle : null;
  } catch {
    return null;
  }
}

async function isStandardOutput(file: string): Promise<boolean> {
  const [own, other] = [fstatSync(1), await stat(file)];
  return own.dev === other.dev && own.ino === other.ino;
}
