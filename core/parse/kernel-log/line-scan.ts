import { marksOf } from './byte-in-word.ts';

/** What a line may tell, as bits. */
export const tells = { trace: 1, logTarget: 2, martian: 4, loss: 8 } as const;

/**
 * Words of which a line must hold one to be worth a closer look: a TRACE line, the header that a LOG target prints
 * (log-target-line.ts), a martian source (martian-line.ts), a logger's word on lost lines (loss-marker.ts:
 * `... messages ...`, `... callbacks suppressed`). Each has seven bytes or more, so that one of its four-byte pieces
 * stands at a multiple of four, wherever the whole stands.
 */
const telltales: readonly (readonly [word: string, tells: number])[] = [
  ['TRACE: ', tells.trace],
  [' PROTO=', tells.logTarget],
  // ebtables: `MAC source = ...`
  [' source', tells.logTarget],
  ['martian', tells.martian],
  ['header:', tells.martian],
  ['message', tells.loss],
  ['callbac', tells.loss],
];

/** Found by trial: it gives every piece of the telltales a slot of its own. */
const MULTIPLIER = 0x9e37b78f;
const PIECES = 256;
const pieces = new Int32Array(PIECES);
const tellsOfPiece = new Uint8Array(PIECES);
enterPieces();

/** Where a line ends, and what it may tell; written anew for each line, so that none is allocated. */
export interface ScannedLine {
  /** Where the line's `\n` stands. */
  newline: number;
  /** The bits of `tells`; 0 for a line of which nothing is to be learned. */
  tells: number;
}

/** Looks through a line that begins at `start` and has its `\n` in `view`, four bytes at a time. */
export function scanLine(view: DataView, start: number, line: ScannedLine): void {
  const lastWord = view.byteLength - 4;
  let told = 0;
  let i = start;
  for (; i <= lastWord; i += 4) {
    const word = view.getInt32(i, true);
    if (marksOf(word, 0x0a0a0a0a) !== 0) break;
    const slot = slotOf(word);
    if (pieces[slot] === word) told |= tellsOfPiece[slot] as number;
  }
  while (view.getUint8(i) !== 0x0a) i++;
  line.newline = i;
  line.tells = told;
}

function slotOf(word: number): number {
  return Math.imul(word, MULTIPLIER) >>> 24;
}

function enterPieces(): void {
  for (const [word, told] of telltales) {
    for (let at = 0; at < 4; at++) {
      let piece = 0;
      for (let i = 3; i >= 0; i--) piece = (piece << 8) | word.charCodeAt(at + i);
      const slot = slotOf(piece);
      if (pieces[slot] !== 0 && pieces[slot] !== piece) throw new Error('Two telltales share a slot.');
      pieces[slot] = piece;
      tellsOfPiece[slot] = (tellsOfPiece[slot] as number) | told;
    }
  }
}
