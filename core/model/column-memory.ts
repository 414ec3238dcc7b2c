/** A column of numbers that is written to. */
type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

/** Less memory than this, in bytes, is left to the next collection. */
const WORTHWHILE_BYTES = 1 << 18;

/** The column with room for entry `index`: itself, or a copy of twice the size or more; then the column is used up. */
export function grownColumn<C extends Column>(column: C, index: number): C {
  if (index < column.length) return column;
  const larger = new (column.constructor as new (length: number) => C)(
    Math.max(index + 1, column.length * 2),
  );
  larger.set(column);
  releaseColumns(column);
  return larger;
}

/** The first `count` entries of the column, with no room for more; the column is used up. */
export function cut<C extends Column>(column: C, count: number): C {
  const kept = column.slice(0, count) as C;
  releaseColumns(column);
  return kept;
}

/**
 * Gives the columns' memory back at once; nothing can be read from them any more. A collection does it much later, for
 * what counts there is the memory of objects, and a column of many megabytes is a small object.
 */
export function releaseColumns(...columns: readonly Column[]): void {
  for (const { buffer } of columns) {
    if (buffer.byteLength >= WORTHWHILE_BYTES) nobody().postMessage(null, [buffer as ArrayBuffer]);
  }
}

let port: MessagePort | null = null;

/** What is sent there is never received, and is gone at once. */
function nobody(): MessagePort {
  if (port === null) {
    const { port1, port2 } = new MessageChannel();
    port2.close();
    port = port1;
  }
  return port;
}
