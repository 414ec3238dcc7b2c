/**
 * Pieces of four bytes of the words of which a line must hold one to be worth a closer look (markers.ts has them). Each
 * word has seven bytes or more, so that one of its pieces stands at a multiple of four, wherever the whole stands.
 */
const PIECES = memory.data(256 * 4, 16);
const TELLS = memory.data(256, 16);
/** Found by trial: it gives every piece a slot of its own. */
const MULTIPLIER: u32 = 0x9e37b78f;
const NEWLINE: u8 = 0x0a;

/** Behind the `\n` of the line that was looked through last. */
export let lineEnd: usize = 0;

/** False where another piece has its slot. */
export function learnTelltale(piece: u32, tells: i32): bool {
  const slot = slotOf(piece);
  const known = load<u32>(PIECES + (slot << 2));
  if (known != 0 && known != piece) return false;
  store<u32>(PIECES + (slot << 2), piece);
  store<u8>(TELLS + slot, <u8>(load<u8>(TELLS + slot) | tells));
  return true;
}

/** What the line that begins at `start` may tell, as bits; its `\n` stands before `end`. */
export function tellsOf(start: usize, end: usize): i32 {
  const newlines = v128.splat<u8>(NEWLINE);
  let tells = 0;
  for (let at = start; at < end; at += 16) {
    const bytes = v128.load(at);
    const marks = v128.bitmask<u8>(v128.eq<u8>(bytes, newlines));
    if (marks != 0) {
      lineEnd = at + ctz(marks) + 1;
      for (; at + 4 < lineEnd; at += 4) tells |= tellsOfPiece(load<u32>(at));
      return tells;
    }
    tells |=
      tellsOfPiece(v128.extract_lane<u32>(bytes, 0)) |
      tellsOfPiece(v128.extract_lane<u32>(bytes, 1)) |
      tellsOfPiece(v128.extract_lane<u32>(bytes, 2)) |
      tellsOfPiece(v128.extract_lane<u32>(bytes, 3));
  }
  lineEnd = end;
  return tells;
}

function tellsOfPiece(piece: u32): i32 {
  const slot = slotOf(piece);
  return load<u32>(PIECES + (slot << 2)) == piece ? load<u8>(TELLS + slot) : 0;
}

function slotOf(piece: u32): usize {
  return <usize>((piece * MULTIPLIER) >> 24);
}
