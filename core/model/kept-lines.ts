import type { LineRef } from './evidence.ts';

/** All lines of each small file by its path, as the customer has them; those of a log are not kept. */
export type KeptLines = ReadonlyMap<string, readonly string[]>;

/** The text of a line of a file that describes a host; '' for a log's. */
export function keptLine(lines: KeptLines, { file, line }: LineRef): string {
  return lines.get(file)?.[line - 1] ?? '';
}
