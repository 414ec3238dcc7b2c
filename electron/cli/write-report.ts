import { basename, resolve } from 'node:path';
import { printedMinute, type ReportChunk, type ReportOptions, type Words } from '../../core/index.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { writeAtomically } from '../atomic-file.ts';
import type { Redacting } from './redacting.ts';

/** Writes a report, and the map of its redaction; the report gets its name only when both are there. */
export async function writeReport(
  path: string,
  title: string,
  redacting: Redacting | null,
  words: Words,
  make: (options: ReportOptions) => AsyncIterable<ReportChunk>,
): Promise<void> {
  const chunks = make({
    title,
    version: packageJson.version,
    created: printedMinute(new Date()),
    words,
    redaction: redacting?.redaction ?? null,
  });
  await writeAtomically(path, texts());

  async function* texts(): AsyncGenerator<string> {
    for await (const { text } of chunks) yield text;
    await redacting?.writeMap();
  }
}

/** A bundle's name for a title. */
export function bundleName(path: string): string {
  return basename(resolve(path));
}
