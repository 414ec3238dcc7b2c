import type { ByteCursor } from './chunks.ts';

/**
 * Where the data of a sparse file stands. Its pieces follow each other without the holes between them, which is all that
 * is read of it: a hole has no text (what a log is that was cut off while its writer went on at the old place).
 * Formats: GNU tar's manual, "Storing Sparse Files".
 */
export interface SparseData {
  readonly offset: number;
  readonly size: number;
}

/** What PAX records tell of a sparse file. */
export interface SparseRecords {
  /** The name of the file; that of its entry is made up. */
  readonly name?: string;
  /** Version 1.0. */
  readonly hasMapBeforeData?: boolean;
}

const blockBytes = 512;
/** In a header of the old GNU form and in the blocks that continue it: whether another block follows. */
const continuedInHeader = 482;
const continuedInBlock = 504;
/** A hundred thousand pieces: a log of 400 MB in which every other page is a hole. */
const mostMapLines = 200_001;

/**
 * The data of the sparse file whose header was read last; `records` is undefined in the old GNU form. Null where its map
 * can't be read.
 */
export async function sparseData(
  header: Uint8Array,
  records: SparseRecords | undefined,
  size: number,
  cursor: ByteCursor,
): Promise<SparseData | null> {
  if (records?.hasMapBeforeData === true) return dataAfterMap(size, cursor);
  if (records === undefined) await skipMap(header, cursor);
  return { offset: cursor.position(), size };
}

/** The old GNU form has more places of pieces in blocks after the header, which don't count in its size. */
async function skipMap(header: Uint8Array, cursor: ByteCursor): Promise<void> {
  let isContinued = header[continuedInHeader] !== 0;
  while (isContinued) {
    const block = await cursor.take(blockBytes);
    isContinued = block.length === blockBytes && block[continuedInBlock] !== 0;
  }
}

/**
 * Version 1.0 of the PAX form: the places of the pieces stand before the data, in whole blocks and in decimal: how many,
 * then the place and length of each, one a line.
 */
async function dataAfterMap(size: number, cursor: ByteCursor): Promise<SparseData | null> {
  let mapBytes = 0;
  let linesMissing: number | null = null;
  while (linesMissing === null || linesMissing > 0) {
    const block = await cursor.take(blockBytes);
    mapBytes += block.length;
    if (block.length < blockBytes || mapBytes > size) return null;
    linesMissing ??= 1 + 2 * piecesOf(block);
    if (!(linesMissing <= mostMapLines)) return null;
    for (const byte of block) if (byte === newline) linesMissing--;
  }
  return { offset: cursor.position(), size: size - mapBytes };
}

/** The number in the first line; NaN where there is none. */
function piecesOf(block: Uint8Array): number {
  const digits = decoder.decode(block.subarray(0, Math.max(0, block.indexOf(newline))));
  return /^\d{1,9}$/.test(digits) ? Number(digits) : NaN;
}

const newline = 0x0a;
const decoder = new TextDecoder();
