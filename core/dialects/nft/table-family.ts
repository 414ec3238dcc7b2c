import { type TableFamily, tableFamilies } from '../../model/table-family.ts';

const families: ReadonlySet<string> = new Set<TableFamily>(tableFamilies);

/** Whether a word is a family of nft(8), "ADDRESS FAMILIES". */
export function isTableFamily(word: string): word is TableFamily {
  return families.has(word);
}
