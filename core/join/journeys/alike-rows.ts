type NumberColumn = ArrayLike<number>;

/** For each row of the columns the first row that is equal to it in all of them. */
export function firstAlike(count: number, columns: readonly NumberColumn[]): Uint32Array {
  const first = new Uint32Array(count);
  /** By slot of a hash table: a row plus 1; 0 where the slot is free. */
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(count * 2 + 2)));
  const mask = slots.length - 1;
  for (let row = 0; row < count; row++) {
    let slot = hashOf(columns, row) & mask;
    while (slots[slot] !== 0 && !areAlike(columns, (slots[slot] as number) - 1, row))
      slot = (slot + 1) & mask;
    if (slots[slot] === 0) slots[slot] = row + 1;
    first[row] = (slots[slot] as number) - 1;
  }
  return first;
}

function hashOf(columns: readonly NumberColumn[], row: number): number {
  let hash = 0;
  for (let i = 0; i < columns.length; i++) {
    hash = Math.imul(hash ^ ((columns[i] as NumberColumn)[row] as number), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

function areAlike(columns: readonly NumberColumn[], a: number, b: number): boolean {
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i] as NumberColumn;
    if (column[a] !== column[b]) return false;
  }
  return true;
}
