/**
 * Memory after the tables: the packed bytes that wait, then the unpacked ones with as much before them as matches may
 * reach back to. Decoders read up to 64 bytes past the input's end and write up to 64 past the output's.
 */
const SLACK: usize = 256;
/** A bzip2 block has up to 2.3 MB, all of which must be at hand. */
const INPUT_BYTES: usize = 4 << 20;
const INPUT: usize = ((__heap_base + 63) & ~63) + SLACK;
const WINDOW: usize = INPUT + INPUT_BYTES + SLACK;

let at: usize = INPUT;
let end: usize = INPUT;
let last = false;

/** What a decoder keeps for matches, and how much it unpacks before that is moved to the front. */
let kept: usize = 0;
let spare: usize = 0;
let out: usize = WINDOW;
let taken: usize = WINDOW;

export function inputAt(): usize {
  return at;
}

export function inputEnd(): usize {
  return end;
}

/** Whether no input follows what is at hand. */
export function isLast(): bool {
  return last;
}

export function consumeTo(position: usize): void {
  at = position;
}

/** Moves what waits to the front; returns where more can be put. `inputRoom` tells how much. */
export function makeInputRoom(): usize {
  if (!grown(WINDOW)) return 0;
  const left = end - at;
  memory.copy(INPUT, at, left);
  at = INPUT;
  end = INPUT + left;
  return end;
}

export function inputRoom(): usize {
  return INPUT + INPUT_BYTES - end;
}

export function addInput(bytes: usize, isAll: bool): void {
  end += bytes;
  last = isAll;
}

/** Forgets all input. */
export function clearInput(): void {
  at = INPUT;
  end = INPUT;
  last = false;
}

/** Begins an output whose matches reach back `keptBytes` at most; `spareBytes` is the most that `reserve` is asked for. */
export function openWindow(keptBytes: usize, spareBytes: usize): void {
  kept = keptBytes;
  spare = spareBytes;
  out = WINDOW;
  taken = WINDOW;
}

export function outputAt(): usize {
  return out;
}

export function outputTo(position: usize): void {
  out = position;
}

/** Makes room for `bytes` more of output, all of which before was taken; false where there is no memory. */
export function reserve(bytes: usize): bool {
  if (out + bytes > WINDOW + kept + spare) {
    const keeps = min<usize>(kept, out - WINDOW);
    memory.copy(WINDOW, out - keeps, keeps);
    out = WINDOW + keeps;
    taken = out;
  }
  return grown(out + bytes);
}

/** Memory up to `position` and some more; it comes as output comes: a header alone costs none. */
export function grown(position: usize): bool {
  const needed = position + SLACK;
  const pages: usize = memory.size();
  if (needed <= pages << 16) return true;
  const most: usize = (WINDOW + kept + spare + SLACK + 0xffff) >> 16;
  const wanted = max<usize>((needed + 0xffff) >> 16, min<usize>(most, pages + (pages >> 2)));
  return memory.grow(i32(wanted - pages)) >= 0;
}

/** Where the unpacked bytes that were not taken begin; `takeOutput` tells how many there are, and takes them. */
export function untakenAt(): usize {
  return taken;
}

export function takeOutput(): usize {
  const bytes = out - taken;
  taken = out;
  return bytes;
}

/** Begins an output without matches, after a table of `bytes` at `windowAt`. */
export function openTable(bytes: usize, spareBytes: usize): void {
  openWindow(bytes, spareBytes);
  restartOutput();
}

/** Writes over what was taken. */
export function restartOutput(): void {
  out = WINDOW + kept;
  taken = out;
}

export function windowAt(): usize {
  return WINDOW;
}

/** Copies `length` bytes within the output from `distance` back; where they overlap, they repeat. */
export function copyMatch(to: usize, distance: usize, length: usize): void {
  const stop = to + length;
  let from = to - distance;
  if (distance >= 16) {
    do {
      v128.store(to, v128.load(from));
      to += 16;
      from += 16;
    } while (to < stop);
  } else if (distance == 1) {
    memory.fill(to, load<u8>(from), length);
  } else {
    while (to < stop) store<u8>(to++, load<u8>(from++));
  }
}
