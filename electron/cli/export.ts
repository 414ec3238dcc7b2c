import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type AnalysedBundle,
  exportRows,
  type ExportTable,
  exportTables,
  type Words,
} from '../../core/index.ts';
import { analyzeSources, sayWhatIsUnread, unusedFile } from './analysed-bundle.ts';
import { bundleChecksum } from './bundle-checksum.ts';
import type { Command, CommandOptions } from './command.ts';
import { exitStatus } from './exit-status.ts';
import { messageOf } from './message-of.ts';
import type { CommandOutput } from './output.ts';
import { type ParquetFile, parquetFile } from './parquet-file.ts';
import { readWords } from './read-words.ts';
import { shownProgress } from './show-progress.ts';
import { sourcesOf } from './sources.ts';

const options = {
  parquet: { type: 'string', value: 'DIR', required: true },
} as const satisfies CommandOptions;

/**
 * `netopsy export BUNDLE... --parquet DIR`: writes `DIR/bundle=CHECKSUM/journeys.parquet` and its sisters, whole or not at
 * all; what is there already is left as it is. Prints the folder.
 */
export const exportCommand: Command = { name: 'export', operands: 'BUNDLE...', options, run: runExport };

async function runExport(
  args: readonly string[],
  output: CommandOutput,
  scripts: string | null,
): Promise<number> {
  const command = readWords(args, options, output);
  if (command === null) return exitStatus.usage;
  const { parquet } = command.options;
  const { commandFaults } = output.words;
  if (typeof parquet !== 'string' || parquet === '') {
    output.say(commandFaults.optionMissing('parquet'));
    return exitStatus.usage;
  }
  let sources;
  let checksum;
  try {
    sources = await sourcesOf(command.bundle, (unused) => output.note(unusedFile(output.words, unused)));
    checksum = await bundleChecksum(sources);
  } catch (error) {
    output.say(commandFaults.bundleUnreadable(messageOf(error)));
    return exitStatus.nothing;
  }
  const folder = join(parquet, `bundle=${checksum}`);
  if (existsSync(folder)) {
    output.note(commandFaults.exportedBefore(folder));
  } else {
    const analysis = await analyzeSources(sources, scripts, 1, shownProgress(output));
    output.progress('');
    sayWhatIsUnread(analysis, output);
    if (analysis.artifacts.length === 0) {
      output.say(commandFaults.noFiles);
      return exitStatus.nothing;
    }
    try {
      await writeFolder(analysis, parquet, folder, output.words);
    } catch (error) {
      output.say(commandFaults.outputUnwritable(messageOf(error)));
      return exitStatus.unwritten;
    }
  }
  await output.out(`${folder}\n`);
  return exitStatus.analysed;
}

/** Written beside its place, and put there when all of it is on the disk: of two at the same time, one wins. */
async function writeFolder(
  analysis: AnalysedBundle,
  parent: string,
  folder: string,
  words: Words,
): Promise<void> {
  const draft = join(parent, `.unfinished-${randomBytes(8).toString('hex')}`);
  await mkdir(draft, { recursive: true });
  try {
    const files = Object.values<ExportTable>(exportTables).map(
      (table) => [table.name, parquetFile(join(draft, `${table.name}.parquet`), table)] as const,
    );
    const byName = new Map<ExportTable['name'], ParquetFile>(files);
    for await (const { table, row } of exportRows(analysis, words)) await byName.get(table)?.add(row);
    for (const [name, file] of files) {
      await file.finish();
      const written = await open(join(draft, `${name}.parquet`), 'r+');
      await written.sync().finally(() => written.close());
    }
    await rename(draft, folder).catch((error: unknown) => {
      // Another run was first: its files are the same.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
