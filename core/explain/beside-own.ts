import type { BaseChain } from '../model/journey.ts';
import type { Table } from '../model/ruleset.ts';
import type { ExplanationContext } from './finding.ts';

/**
 * Whether the rules of one backend lie beside those of the other, in one folder, or are the host's only ones: a file of a
 * folder of its own may be another host's, which nothing in it tells.
 */
export function isBesideOwn(
  table: Table,
  side: BaseChain['side'],
  { baseChains }: ExplanationContext,
): boolean {
  const folders = new Set(
    baseChains.filter(({ base }) => base.side !== side).map((each) => folderOf(each.table.at.file)),
  );
  return folders.size === 0 || folders.has(folderOf(table.at.file));
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}
