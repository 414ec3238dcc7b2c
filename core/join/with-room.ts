/** The column with room for entry `index`: itself, or a copy of twice the size. */
export function withRoom<Column extends Uint32Array | Int32Array | Uint8Array>(
  column: Column,
  index: number,
): Column {
  if (index < column.length) return column;
  const larger = new (column.constructor as new (length: number) => Column)(
    Math.max(index + 1, column.length * 2),
  );
  larger.set(column);
  return larger;
}
