import { marksOf } from './byte-in-word.ts';

/**
 * What a line must hold somewhere to be worth a closer look: a TRACE line, the header that a LOG target prints
 * (log-target-line.ts), a martian source (martian-line.ts), or a logger's word on lost lines (loss-marker.ts:
 * `... messages ...`, `... callbacks suppressed`). Each has seven bytes or more, so that one of its four-byte pieces
 * stands at a multiple of four, wherever the whole stands.
 */
const telltales: readonly string[] = ['TRACE: ', 'martian', 'header:', 'message', 'callbac', ' PROTO='];

/** Found by trial: it gives every piece of the telltales a slot of its own. */
const MULTIPLIER = 0x9e37b78f;
const PIECES = 256;
const pieces = new Int32Array(PIECES);
const isPiece = new Uint8Array(PIECES);
enterPieces();

/** Where a line ends, and whether it may be ours; written anew for each line, so that none is allocated. */
export interface ScannedLine {
  /** Where the line's `\n` stands. */
  newline: number;
  /** False only for a line that holds none of the telltales. */
  isTelling: boolean;
}

/** Looks through a line that begins at `start` and has its `\n` in `view`, four bytes at a time. */
export function scanLine(view: DataView, start: number, line: ScannedLine): void {
  const lastWord = view.byteLength - 4;
  let isTelling = false;
  let i = start;
  for (; i <= lastWord; i += 4) {
    const word = view.getInt32(i, true);
    if (marksOf(word, 0x0a0a0a0a) !== 0) break;
    const slot = slotOf(word);
    if (isPiece[slot] === 1 && pieces[slot] === word) isTelling = true;
  }
  while (view.getUint8(i) !== 0x0a) i++;
  line.newline = i;
  line.isTelling = isTelling;
}

function slotOf(word: number): number {
  return Math.imul(word, MULTIPLIER) >>> 24;
}

function enterPieces(): void {
  for (const telltale of telltales) {
    for (let at = 0; at < 4; at++) {
      let piece = 0;
      for (let i = 3; i >= 0; i--) piece = (piece << 8) | telltale.charCodeAt(at + i);
      const slot = slotOf(piece);
      if (isPiece[slot] === 1 && pieces[slot] !== piece) throw new Error('Two telltales share a slot.');
      pieces[slot] = piece;
      isPiece[slot] = 1;
    }
  }
}
