/**
 * The prefix of the last line that was read word by word. Loggers give their lines the same prefix but for the digits of
 * the time:
 *
 *   Aug 24 11:15:11 forwarder kernel: [594600.593813]
 */
const LONGEST: usize = 256;
const TEXT = memory.data(256, 16);
/** 0xff where the byte must be that of TEXT, */
const FIXED = memory.data(256, 16);
/** and where it may be any digit. */
const DIGITS = memory.data(256, 16);

export let prefixLength: usize = 0;
/** An index into the reader's names; -1 while no prefix is known. */
export let prefixHost: i32 = -1;
/** The markers that count in lines with this prefix; the others mean nothing there. */
export let prefixMarkers: i32 = 0;
let clockStart: usize = 0;
let clockEnd: usize = 0;

export function longestPrefix(): usize {
  return LONGEST;
}

/**
 * Takes the `length` bytes at `start` for the prefix of the lines to come. The host's name is at `[hostStart, hostEnd)`,
 * the kernel's clock at `[from, to)`, as digits and a dot before the last six; `from` is `to` where there is none. All
 * of them are counted from `start`. `markers`: those that count in such lines.
 */
export function learnPrefix(
  start: usize,
  length: usize,
  hostStart: usize,
  hostEnd: usize,
  from: usize,
  to: usize,
  host: i32,
  markers: i32,
): void {
  prefixLength = length;
  prefixHost = host;
  prefixMarkers = markers;
  clockStart = from;
  clockEnd = to;
  for (let i: usize = 0; i < LONGEST; i++) {
    const byte = i < length ? load<u8>(start + i) : 0;
    const isDigit = byte >= 0x30 && byte <= 0x39 && !(i >= hostStart && i < hostEnd);
    store<u8>(TEXT + i, byte);
    store<u8>(DIGITS + i, isDigit ? 0xff : 0);
    store<u8>(FIXED + i, isDigit || i >= length ? 0 : 0xff);
  }
}

export function forgetPrefix(): void {
  prefixLength = 0;
  prefixHost = -1;
}

/** Whether the line at `start` has this prefix, at whatever time. */
export function hasPrefix(start: usize): bool {
  const zeros = v128.splat<u8>(0x30);
  const nines = v128.splat<u8>(9);
  let wrong = v128.splat<u8>(0);
  for (let i: usize = 0; i < prefixLength; i += 16) {
    const bytes = v128.load(start + i);
    const differs = v128.xor(bytes, v128.load(TEXT + i));
    const noDigit = v128.gt<u8>(v128.sub<u8>(bytes, zeros), nines);
    wrong = v128.or(wrong, v128.and(differs, v128.load(FIXED + i)));
    wrong = v128.or(wrong, v128.and(noDigit, v128.load(DIGITS + i)));
  }
  return prefixHost >= 0 && !v128.any_true(wrong);
}

/** The kernel's clock in the line at `start`, which has this prefix, in microseconds; NaN without one, or beyond 48 bits. */
export function clockOf(start: usize): f64 {
  if (clockEnd == clockStart) return NaN;
  let microseconds: i64 = 0;
  for (let at = start + clockStart; at < start + clockEnd; at++) {
    const digit = <i32>load<u8>(at) - 0x30;
    if (digit >= 0) microseconds = microseconds * 10 + digit;
  }
  return microseconds >> 48 == 0 ? <f64>microseconds : NaN;
}
