import { copyMatch, inputAt, openWindow, outputAt, outputTo, reserve } from './stream';
import { status } from './status';

/** The blocks of an LZ4 frame (lz4_Block_format.md), each of which is at hand as a whole. */

const WINDOW_BYTES: usize = 1 << 16;
const LARGEST_BLOCK: usize = 4 << 20;
let history: usize = 0;

export function lz4Begin(): void {
  openWindow(WINDOW_BYTES, LARGEST_BLOCK);
  history = 0;
}

/** Blocks that stand alone don't reach back into those before them. */
export function lz4Forget(): void {
  history = 0;
}

export function lz4Stored(bytes: usize): i32 {
  if (!reserve(bytes)) return status.memory;
  memory.copy(outputAt(), inputAt(), bytes);
  outputTo(outputAt() + bytes);
  history = min<usize>(history + bytes, WINDOW_BYTES);
  return status.end;
}

export function lz4Block(packedBytes: usize, most: usize): i32 {
  if (!reserve(most)) return status.memory;
  let at = inputAt();
  const end = at + packedBytes;
  const start = outputAt();
  const limit = start + most;
  let out = start;
  while (at < end) {
    const token: u32 = load<u8>(at++);
    let literals: usize = token >> 4;
    if (literals == 15)
      for (let more: usize = 255; more == 255; literals += more) {
        if (at >= end) return status.damaged;
        more = load<u8>(at++);
      }
    if (literals > end - at || literals > limit - out) return status.damaged;
    memory.copy(out, at, literals);
    out += literals;
    at += literals;
    // The last sequence has literals only.
    if (at == end) break;
    if (at + 2 > end) return status.damaged;
    const distance: usize = load<u16>(at);
    at += 2;
    let length: usize = token & 15;
    if (length == 15)
      for (let more: usize = 255; more == 255; length += more) {
        if (at >= end) return status.damaged;
        more = load<u8>(at++);
      }
    length += 4;
    if (distance == 0 || distance > history + (out - start) || length > limit - out) return status.damaged;
    copyMatch(out, distance, length);
    out += length;
  }
  outputTo(out);
  history = min<usize>(history + (out - start), WINDOW_BYTES);
  return status.end;
}
