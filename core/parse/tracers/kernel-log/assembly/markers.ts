import { sameShort } from './bytes';

/**
 * A line must hold one of these words to be worth a closer look (markers.ts of the reader has them).
 *
 * Of seven bytes in a row, four stand at a multiple of four, wherever in the line they are. So of each word the four pieces
 * of four bytes are looked for that lie in such a window, and only at multiples of four; where a piece is found, the whole
 * word is compared. The pieces stand in a hash table, each different one in a slot of its own: which window of a word, and
 * which multiplier, `settleMarkers` finds out.
 */
const PIECE_BYTES: usize = 4;
const PIECES_OF_WORD: i32 = 4;
const WINDOW: i32 = 7;
/** Words are cut to this many bytes. */
const LONGEST: i32 = 32;
const MOST_WORDS: i32 = 256;

/** Text, padded; then length and bits. */
const WORD_BYTES: usize = 40;
const LENGTH: usize = 32;
const BITS: usize = 36;
const WORDS = memory.data(256 * 40, 16);
/** Of each slot: its piece, and the first of the entries that have it (0 for none). */
const PIECES = memory.data(4096 * 4, 16);
const FIRSTS = memory.data(4096 * 2, 16);
/** Of each piece of a word: the word, where the piece stands in it, and the next entry with the same piece (0 for none). */
const ENTRY_BYTES: usize = 12;
const OFFSET: usize = 4;
const NEXT: usize = 8;
const ENTRIES = memory.data((256 * 4 + 1) * 12, 16);
const NEWLINE: u8 = 0x0a;
const MOST_TRIES: i32 = 256;

let words: i32 = 0;
/** The golden ratio, or the odd number after it that serves: the upper bits of a product depend on all bits of the piece. */
let multiplier: u32 = 0x9e3779b9;
/** What every line is taken to hold: the bits of words that can't be looked for, which are too short or too many. */
let always: i32 = 0;

/** After the `\n` of the line that was looked through last. */
export let lineEnd: usize = 0;
/** The number of the last word that was found, from 0. */
export let lastWord: i32 = 0;

/** Lines with the word in `[start, start + length)` have these bits, once `settleMarkers` was called. */
export function learnMarker(start: usize, length: i32, bits: i32): void {
  if (words == MOST_WORDS) {
    always |= bits;
    return;
  }
  const kept = length < LONGEST ? length : LONGEST;
  const word = WORDS + <usize>words * WORD_BYTES;
  memory.copy(word, start, kept);
  store<i32>(word, kept, LENGTH);
  store<i32>(word, bits, BITS);
  words++;
}

/** The bits of the word of that number. */
export function bitsOf(word: i32): i32 {
  return load<i32>(WORDS + <usize>word * WORD_BYTES, BITS);
}

/** Gives the pieces of all words their slots. A word that gets none is taken to be in every line: slow, never wrong. */
export function settleMarkers(): void {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    if (unplaced() == 0) return;
    multiplier += 2;
  }
  always |= unplaced();
}

/** Places all words anew; returns the bits of those for which there is no place. */
function unplaced(): i32 {
  memory.fill(PIECES, 0, 4096 * 4);
  memory.fill(FIRSTS, 0, 4096 * 2);
  let bits = 0;
  for (let which = 0; which < words; which++) {
    const word = WORDS + <usize>which * WORD_BYTES;
    const window = rarestWindow(word);
    if (window < 0) {
      if (load<i32>(word, LENGTH) < WINDOW) always |= load<i32>(word, BITS);
      else bits |= load<i32>(word, BITS);
      continue;
    }
    for (let piece = 0; piece < PIECES_OF_WORD; piece++) {
      const number = 1 + which * PIECES_OF_WORD + piece;
      const entry = ENTRIES + <usize>number * ENTRY_BYTES;
      const bytes = load<u32>(word + window + piece);
      const slot = slotOf(bytes, multiplier);
      store<u32>(entry, <u32>word);
      store<i32>(entry, window + piece, OFFSET);
      store<i32>(entry, load<u16>(FIRSTS + (slot << 1)), NEXT);
      store<u16>(FIRSTS + (slot << 1), <u16>number);
      store<u32>(PIECES + (slot << 2), bytes);
    }
  }
  return bits;
}

/**
 * Where the window of the word begins that stands in the fewest other lines, as far as its letters tell, of those whose
 * pieces have slots of their own; -1 for none.
 */
function rarestWindow(word: usize): i32 {
  let rarest = -1;
  let least = i32.MAX_VALUE;
  for (let from = 0; from + WINDOW <= load<i32>(word, LENGTH); from++) {
    let common = 0;
    for (let i = 0; i < WINDOW; i++) common += commonness(load<u8>(word + from + i));
    if (common >= least || !hasSlots(word + from)) continue;
    least = common;
    rarest = from;
  }
  return rarest;
}

/** Whether the slots of the window's pieces are free, or hold the same piece. */
function hasSlots(window: usize): bool {
  for (let piece = 0; piece < PIECES_OF_WORD; piece++) {
    const bytes = load<u32>(window + piece);
    const slot = slotOf(bytes, multiplier);
    const known = load<u32>(PIECES + (slot << 2));
    if (known != 0 && known != bytes) return false;
    for (let other = 0; other < piece; other++) {
      const otherBytes = load<u32>(window + other);
      if (otherBytes != bytes && slotOf(otherBytes, multiplier) == slot) return false;
    }
  }
  return true;
}

/** How common a byte is in English log lines, roughly. */
function commonness(byte: u8): i32 {
  switch (byte) {
    case 0x20:
    case 0x61: // a
    case 0x65: // e
    case 0x69: // i
    case 0x6e: // n
    case 0x6f: // o
    case 0x72: // r
    case 0x73: // s
    case 0x74: // t
      return 4;
    default:
      return byte >= 0x61 && byte <= 0x7a ? 2 : 1;
  }
}

/** The markers in the line that begins at `start`, as bits; its `\n` stands before `end`. */
export function markersOf(start: usize, end: usize): i32 {
  const newlines = v128.splat<u8>(NEWLINE);
  const by = multiplier;
  let markers = always;
  for (let at = start; at < end; at += 16) {
    const bytes = v128.load(at);
    const marks = v128.bitmask<u8>(v128.eq<u8>(bytes, newlines));
    if (marks != 0) {
      lineEnd = at + ctz(marks) + 1;
      for (; at + PIECE_BYTES < lineEnd; at += PIECE_BYTES)
        if (isPiece(load<u32>(at), by)) markers |= markersAt(at, start, by);
      return markers;
    }
    const isFound =
      i32(isPiece(v128.extract_lane<u32>(bytes, 0), by)) |
      i32(isPiece(v128.extract_lane<u32>(bytes, 1), by)) |
      i32(isPiece(v128.extract_lane<u32>(bytes, 2), by)) |
      i32(isPiece(v128.extract_lane<u32>(bytes, 3), by));
    if (isFound != 0)
      for (let from = at; from < at + 16; from += PIECE_BYTES) markers |= markersAt(from, start, by);
  }
  lineEnd = end;
  return markers;
}

/** The bits of the words that have their piece at `at`, and begin no earlier than `start`. */
function markersAt(at: usize, start: usize, by: u32): i32 {
  const piece = load<u32>(at);
  const slot = slotOf(piece, by);
  if (load<u32>(PIECES + (slot << 2)) != piece) return 0;
  let markers = 0;
  let number: i32 = load<u16>(FIRSTS + (slot << 1));
  while (number != 0) {
    const entry = ENTRIES + <usize>number * ENTRY_BYTES;
    const begin = at - load<i32>(entry, OFFSET);
    const word: usize = load<u32>(entry);
    if (begin >= start && sameShort(begin, word, load<i32>(word, LENGTH))) {
      markers |= load<i32>(word, BITS);
      lastWord = <i32>((word - WORDS) / WORD_BYTES);
    }
    number = load<i32>(entry, NEXT);
  }
  return markers;
}

function isPiece(piece: u32, by: u32): bool {
  return load<u32>(PIECES + (slotOf(piece, by) << 2)) == piece;
}

function slotOf(piece: u32, by: u32): usize {
  return <usize>((piece * by) >> 20);
}
