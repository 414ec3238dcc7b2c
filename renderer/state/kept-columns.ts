import { headerFields, type HeaderField } from '../worker/sort-columns.ts';

const key = 'netopsy:columns';

/** The columns that were added to the table of journeys, in their order. */
export function keptColumns(): readonly HeaderField[] {
  try {
    const kept = (localStorage.getItem(key) ?? '').split(',');
    return headerFields.filter((field) => kept.includes(field));
  } catch {
    return [];
  }
}

/** Keeps the columns. A browser may refuse: then the next start has none. */
export function keepColumns(columns: readonly HeaderField[]): void {
  try {
    localStorage.setItem(key, columns.join(','));
  } catch {
    return;
  }
}
