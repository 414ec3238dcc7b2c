import {
  copyMatch,
  consumeTo,
  inputAt,
  inputEnd,
  isLast,
  openWindow,
  outputAt,
  outputTo,
  reserve,
} from './stream';
import { status } from './status';

/**
 * LZMA (the LZMA SDK's lzma-specification.txt), for the chunks of LZMA2 and for the one stream of an .lzma file. A binary
 * decision is written out wherever one is made: its range and code stay in registers only within one function.
 */

/** The longest chunk of LZMA2, which is unpacked in one step. */
const STEP_BYTES: usize = 1 << 21;
const LONGEST_MATCH: usize = 273;
const TOP: u32 = 1 << 24;

/** Where each model's probabilities begin, counted in probabilities. */
const REPEAT: usize = 192;
const REPEAT_0: usize = 204;
const REPEAT_1: usize = 216;
const REPEAT_2: usize = 228;
const REPEAT_0_LONG: usize = 240;
const SLOT: usize = 432;
const SPECIAL: usize = 688;
const ALIGN: usize = 802;
const MATCH_LENGTH: usize = 818;
const REPEAT_LENGTH: usize = 1332;
const LITERAL: usize = 1846;
const COUNT: usize = LITERAL + (0x300 << 4);
const MODELS = memory.data(2 * (1846 + (0x300 << 4)), 16);

let dictionaryBytes: u64 = 0;
/** How many bytes came since the dictionary was empty. */
let history: u64 = 0;
let literalBits: u32 = 0;
let literalMask: u32 = 0;
let positionMask: u32 = 0;
let state: u32 = 0;
let repeat0: u32 = 0;
let repeat1: u32 = 0;
let repeat2: u32 = 0;
let repeat3: u32 = 0;
let range: u32 = 0;
let code: u32 = 0;
let isBegun = false;

export function lzmaBegin(dictionary: u32): void {
  dictionaryBytes = max<u64>(dictionary, 4096);
  openWindow(
    usize(dictionaryBytes),
    max<usize>(STEP_BYTES, min<usize>(usize(dictionaryBytes), 16 << 20)) + LONGEST_MATCH,
  );
  history = 0;
  isBegun = false;
}

/** Forgets what came before: matches of later chunks don't reach back into it. */
export function lzmaResetDictionary(): void {
  history = 0;
}

/** `properties`: (pb * 5 + lp) * 9 + lc. False for such as nobody writes. */
export function lzmaSetProperties(properties: u32): bool {
  const literal = properties % 9;
  const position = (properties / 9) % 5;
  const mask = properties / 45;
  if (mask > 4 || literal + position > 4) return false;
  literalBits = literal;
  literalMask = (1 << position) - 1;
  positionMask = (1 << mask) - 1;
  lzmaResetState();
  return true;
}

export function lzmaResetState(): void {
  for (let i: usize = 0; i < COUNT; i++) store<u16>(MODELS + i * 2, 1024);
  state = 0;
  repeat0 = 0;
  repeat1 = 0;
  repeat2 = 0;
  repeat3 = 0;
}

/** Takes over the content of a stored chunk. */
export function lzmaStore(bytes: usize): i32 {
  if (!reserve(bytes)) return status.memory;
  memory.copy(outputAt(), inputAt(), bytes);
  outputTo(outputAt() + bytes);
  history += bytes;
  return status.end;
}

/**
 * Unpacks a chunk of LZMA2 that is at hand, or with `isCut` its beginning. A chunk must end exactly where it says; of one
 * that was cut, what its bytes still tell is unpacked.
 */
export function lzmaChunk(packedBytes: usize, unpackedBytes: usize, isCut: bool): i32 {
  if (!reserve(unpackedBytes)) return status.memory;
  const at = inputAt();
  const packedEnd = at + packedBytes;
  if (packedBytes < 5) return isCut ? status.truncated : status.damaged;
  if (load<u8>(at) != 0) return status.damaged;
  range = 0xffffffff;
  code = bswap<u32>(load<u32>(at, 1));
  consumeTo(at + 5);
  const end = outputAt() + unpackedBytes;
  const result = decode(end, end, packedEnd, packedEnd);
  if (result == status.more) return isCut ? status.truncated : status.damaged;
  if (result != status.full) return status.damaged;
  if (range < TOP) {
    code = (code << 8) | load<u8>(inputAt());
    consumeTo(inputAt() + 1);
  }
  return inputAt() == packedEnd && code == 0 ? status.end : status.damaged;
}

/**
 * Unpacks a stream of LZMA, step by step; `left` is how much it still has, or more than ever comes where it ends with a
 * mark.
 */
export function lzmaStep(left: u64): i32 {
  if (!reserve(STEP_BYTES + LONGEST_MATCH)) return status.memory;
  if (!isBegun) {
    const at = inputAt();
    if (inputEnd() - at < 5) return isLast() ? status.truncated : status.more;
    if (load<u8>(at) != 0) return status.damaged;
    range = 0xffffffff;
    code = bswap<u32>(load<u32>(at, 1));
    consumeTo(at + 5);
    isBegun = true;
  }
  const out = outputAt();
  const soft = out + usize(min<u64>(left, STEP_BYTES));
  const hard = out + usize(min<u64>(left, STEP_BYTES + LONGEST_MATCH));
  // A symbol takes fewer bytes than this.
  const margin: usize = 32;
  const end = inputEnd();
  if (!isLast() && end - inputAt() < margin) return status.more;
  const result = decode(soft, hard, isLast() ? end : end - margin, end);
  if (result == status.more && isLast()) return status.truncated;
  return result;
}

/**
 * Decodes until `soft` is reached; nothing may go beyond `hard`. A symbol that takes bytes from `inputLimit` on is the last
 * one, or is not counted where the input ends there.
 */
function decode(soft: usize, hard: usize, inputLimit: usize, end: usize): i32 {
  const start = outputAt();
  let at = inputAt();
  let out = start;
  let scale = range;
  let value = code;
  let mode = state;
  let rep0 = repeat0;
  let rep1 = repeat1;
  let rep2 = repeat2;
  let rep3 = repeat3;
  let result = status.full;
  let p: usize = 0;
  let chance: u32 = 0;
  let bound: u32 = 0;
  const before = history;
  while (out < soft) {
    if (at >= inputLimit && inputLimit < end) {
      result = status.more;
      break;
    }
    const symbolAt = out;
    const position = u32(before + (out - start));
    const place = position & positionMask;
    let length: u32 = 0;
    p = MODELS + ((mode << 4) + place) * 2;
    if (scale < TOP) {
      scale <<= 8;
      value = (value << 8) | load<u8>(at++);
    }
    chance = load<u16>(p);
    bound = (scale >>> 11) * chance;
    if (value < bound) {
      scale = bound;
      store<u16>(p, u16(chance + ((2048 - chance) >> 5)));
      const previous: u32 = before + (out - start) == 0 ? 0 : u32(load<u8>(out - 1));
      const models: usize =
        LITERAL + 0x300 * usize(((position & literalMask) << literalBits) + (previous >> (8 - literalBits)));
      let symbol: u32 = 1;
      if (mode >= 7) {
        if (u64(rep0) >= min<u64>(before + (out - start), dictionaryBytes)) {
          result = at > end ? status.more : status.damaged;
          break;
        }
        let match: u32 = load<u8>(out - usize(rep0) - 1);
        let offset: u32 = 0x100;
        do {
          match <<= 1;
          const matchBit = match & offset;
          p = MODELS + (models + usize(offset + matchBit + symbol)) * 2;
          if (scale < TOP) {
            scale <<= 8;
            value = (value << 8) | load<u8>(at++);
          }
          chance = load<u16>(p);
          bound = (scale >>> 11) * chance;
          if (value < bound) {
            scale = bound;
            store<u16>(p, u16(chance + ((2048 - chance) >> 5)));
            symbol <<= 1;
            offset &= ~matchBit;
          } else {
            scale -= bound;
            value -= bound;
            store<u16>(p, u16(chance - (chance >> 5)));
            symbol = (symbol << 1) | 1;
            offset &= matchBit;
          }
        } while (symbol < 0x100 && offset != 0);
      }
      while (symbol < 0x100) {
        p = MODELS + (models + usize(symbol)) * 2;
        if (scale < TOP) {
          scale <<= 8;
          value = (value << 8) | load<u8>(at++);
        }
        chance = load<u16>(p);
        bound = (scale >>> 11) * chance;
        if (value < bound) {
          scale = bound;
          store<u16>(p, u16(chance + ((2048 - chance) >> 5)));
          symbol <<= 1;
        } else {
          scale -= bound;
          value -= bound;
          store<u16>(p, u16(chance - (chance >> 5)));
          symbol = (symbol << 1) | 1;
        }
      }
      store<u8>(out++, u8(symbol));
      mode = mode < 4 ? 0 : mode < 10 ? mode - 3 : mode - 6;
    } else {
      scale -= bound;
      value -= bound;
      store<u16>(p, u16(chance - (chance >> 5)));
      let lengths: usize = MATCH_LENGTH;
      let isShort = false;
      p = MODELS + (REPEAT + mode) * 2;
      if (scale < TOP) {
        scale <<= 8;
        value = (value << 8) | load<u8>(at++);
      }
      chance = load<u16>(p);
      bound = (scale >>> 11) * chance;
      if (value < bound) {
        scale = bound;
        store<u16>(p, u16(chance + ((2048 - chance) >> 5)));
        rep3 = rep2;
        rep2 = rep1;
        rep1 = rep0;
      } else {
        scale -= bound;
        value -= bound;
        store<u16>(p, u16(chance - (chance >> 5)));
        lengths = REPEAT_LENGTH;
        p = MODELS + (REPEAT_0 + mode) * 2;
        if (scale < TOP) {
          scale <<= 8;
          value = (value << 8) | load<u8>(at++);
        }
        chance = load<u16>(p);
        bound = (scale >>> 11) * chance;
        if (value < bound) {
          scale = bound;
          store<u16>(p, u16(chance + ((2048 - chance) >> 5)));
          p = MODELS + (REPEAT_0_LONG + (mode << 4) + place) * 2;
          if (scale < TOP) {
            scale <<= 8;
            value = (value << 8) | load<u8>(at++);
          }
          chance = load<u16>(p);
          bound = (scale >>> 11) * chance;
          if (value < bound) {
            scale = bound;
            store<u16>(p, u16(chance + ((2048 - chance) >> 5)));
            isShort = true;
          } else {
            scale -= bound;
            value -= bound;
            store<u16>(p, u16(chance - (chance >> 5)));
          }
        } else {
          scale -= bound;
          value -= bound;
          store<u16>(p, u16(chance - (chance >> 5)));
          p = MODELS + (REPEAT_1 + mode) * 2;
          if (scale < TOP) {
            scale <<= 8;
            value = (value << 8) | load<u8>(at++);
          }
          chance = load<u16>(p);
          bound = (scale >>> 11) * chance;
          if (value < bound) {
            scale = bound;
            store<u16>(p, u16(chance + ((2048 - chance) >> 5)));
            const distance = rep1;
            rep1 = rep0;
            rep0 = distance;
          } else {
            scale -= bound;
            value -= bound;
            store<u16>(p, u16(chance - (chance >> 5)));
            p = MODELS + (REPEAT_2 + mode) * 2;
            if (scale < TOP) {
              scale <<= 8;
              value = (value << 8) | load<u8>(at++);
            }
            chance = load<u16>(p);
            bound = (scale >>> 11) * chance;
            if (value < bound) {
              scale = bound;
              store<u16>(p, u16(chance + ((2048 - chance) >> 5)));
              const distance = rep2;
              rep2 = rep1;
              rep1 = rep0;
              rep0 = distance;
            } else {
              scale -= bound;
              value -= bound;
              store<u16>(p, u16(chance - (chance >> 5)));
              const distance = rep3;
              rep3 = rep2;
              rep2 = rep1;
              rep1 = rep0;
              rep0 = distance;
            }
          }
        }
      }
      const isRepeat = lengths == REPEAT_LENGTH;
      if (isShort) {
        length = 1;
        mode = mode < 7 ? 9 : 11;
      } else {
        let tree: usize = lengths + 2 + (place << 3);
        let top: u32 = 8;
        let least: u32 = 2;
        p = MODELS + lengths * 2;
        if (scale < TOP) {
          scale <<= 8;
          value = (value << 8) | load<u8>(at++);
        }
        chance = load<u16>(p);
        bound = (scale >>> 11) * chance;
        if (value < bound) {
          scale = bound;
          store<u16>(p, u16(chance + ((2048 - chance) >> 5)));
        } else {
          scale -= bound;
          value -= bound;
          store<u16>(p, u16(chance - (chance >> 5)));
          p = MODELS + (lengths + 1) * 2;
          if (scale < TOP) {
            scale <<= 8;
            value = (value << 8) | load<u8>(at++);
          }
          chance = load<u16>(p);
          bound = (scale >>> 11) * chance;
          if (value < bound) {
            scale = bound;
            store<u16>(p, u16(chance + ((2048 - chance) >> 5)));
            tree = lengths + 130 + (place << 3);
            least = 10;
          } else {
            scale -= bound;
            value -= bound;
            store<u16>(p, u16(chance - (chance >> 5)));
            tree = lengths + 258;
            top = 256;
            least = 18;
          }
        }
        let symbol: u32 = 1;
        do {
          p = MODELS + (tree + usize(symbol)) * 2;
          if (scale < TOP) {
            scale <<= 8;
            value = (value << 8) | load<u8>(at++);
          }
          chance = load<u16>(p);
          bound = (scale >>> 11) * chance;
          if (value < bound) {
            scale = bound;
            store<u16>(p, u16(chance + ((2048 - chance) >> 5)));
            symbol <<= 1;
          } else {
            scale -= bound;
            value -= bound;
            store<u16>(p, u16(chance - (chance >> 5)));
            symbol = (symbol << 1) | 1;
          }
        } while (symbol < top);
        length = symbol - top + least;
        mode = mode < 7 ? (isRepeat ? 8 : 7) : isRepeat ? 11 : 10;
        if (!isRepeat) {
          const slots: usize = SLOT + (min<u32>(length - 2, 3) << 6);
          let slot: u32 = 1;
          do {
            p = MODELS + (slots + usize(slot)) * 2;
            if (scale < TOP) {
              scale <<= 8;
              value = (value << 8) | load<u8>(at++);
            }
            chance = load<u16>(p);
            bound = (scale >>> 11) * chance;
            if (value < bound) {
              scale = bound;
              store<u16>(p, u16(chance + ((2048 - chance) >> 5)));
              slot <<= 1;
            } else {
              scale -= bound;
              value -= bound;
              store<u16>(p, u16(chance - (chance >> 5)));
              slot = (slot << 1) | 1;
            }
          } while (slot < 64);
          slot -= 64;
          if (slot < 4) {
            rep0 = slot;
          } else {
            let left = (slot >> 1) - 1;
            rep0 = 2 | (slot & 1);
            let models: usize = ALIGN;
            if (slot < 14) {
              rep0 <<= left;
              models = SPECIAL + rep0 - slot - 1;
            } else {
              left -= 4;
              do {
                if (scale < TOP) {
                  scale <<= 8;
                  value = (value << 8) | load<u8>(at++);
                }
                scale >>>= 1;
                const bit = u32(value >= scale);
                value -= scale & (0 - bit);
                rep0 = (rep0 << 1) | bit;
              } while (--left != 0);
              rep0 <<= 4;
              left = 4;
            }
            let node: u32 = 1;
            for (let index: u32 = 0; index < left; index++) {
              p = MODELS + (models + usize(node)) * 2;
              if (scale < TOP) {
                scale <<= 8;
                value = (value << 8) | load<u8>(at++);
              }
              chance = load<u16>(p);
              bound = (scale >>> 11) * chance;
              if (value < bound) {
                scale = bound;
                store<u16>(p, u16(chance + ((2048 - chance) >> 5)));
                node <<= 1;
              } else {
                scale -= bound;
                value -= bound;
                store<u16>(p, u16(chance - (chance >> 5)));
                node = (node << 1) | 1;
                rep0 += 1 << index;
              }
            }
          }
        }
      }
    }
    if (length > 0) {
      const known = min<u64>(before + (out - start), dictionaryBytes);
      if (u64(rep0) >= known || out + length > hard) {
        result = at > end ? status.more : rep0 == 0xffffffff && !(length == 1) ? status.end : status.damaged;
        break;
      }
      if (at > end) {
        result = status.more;
        break;
      }
      copyMatch(out, usize(rep0) + 1, length);
      out += length;
    } else if (at > end) {
      out = symbolAt;
      result = status.more;
      break;
    }
  }
  history = before + (out - start);
  range = scale;
  code = value;
  state = mode;
  repeat0 = rep0;
  repeat1 = rep1;
  repeat2 = rep2;
  repeat3 = rep3;
  consumeTo(min<usize>(at, end));
  outputTo(out);
  return result;
}
