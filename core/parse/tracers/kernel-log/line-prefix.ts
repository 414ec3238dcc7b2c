/** Where the host's name stands in a line, and the uptime; written anew for each line, so that none is allocated. */
export interface PrefixSpan {
  hostStart: number;
  hostEnd: number;
  /** NaN where the line has no uptime. */
  uptimeMicroseconds: number;
  /** Where the uptime stands, between its brackets; empty where there is none. */
  uptimeStart: number;
  uptimeEnd: number;
}

/** A span to be filled by `readPrefix`. */
export function emptySpan(): PrefixSpan {
  return { hostStart: 0, hostEnd: 0, uptimeMicroseconds: NaN, uptimeStart: 0, uptimeEnd: 0 };
}

/** Where things stand in a line that begins with a prefix, counted from the line's beginning. */
export interface PrefixShape {
  readonly length: number;
  readonly hostStart: number;
  readonly hostEnd: number;
  /** The kernel's clock, digits with a dot before the last six; empty where there is none. */
  readonly clockStart: number;
  readonly clockEnd: number;
}

const SPACE = 0x20;
const TAB = 0x09;
const COLON = 0x3a;
const BRACKET_OPEN = 0x5b;
const BRACKET_CLOSE = 0x5d;
const DASH = 0x2d;
const DOT = 0x2e;
const LESS = 0x3c;

/**
 * Reads, backwards from the message at `end`, the prefixes that loggers put before a kernel line:
 *
 *   Aug 24 11:14:47 forwarder kernel: [594576.178700] TRACE: ...                 rsyslog, traditional
 *   2026-11-21T06:36:49.123456+00:00 rtr kernel: [  420.080676] TRACE: ...       rsyslog, RFC 3339
 *   <4>1 2026-11-21T06:36:49.123456+00:00 rtr kernel - - - [  420.080676] TRACE: RFC 5424
 *   2026-11-21T06:36:49+0000 rtr kernel: TRACE: ...                              journalctl -o short-iso
 *   fedora kernel: [ 2350.411619] TRACE: ...     kernel: TRACE: ...
 *   [  420.080676] TRACE: ...    [Sat Nov 21 06:36:49 2026] TRACE: ...           dmesg, dmesg -T
 *   Wed Feb 24 00:35:21 2021 kern.info kernel: [16300.998425] TRACE: ...         logread, which names no host
 *   Nov 21 06:36:49 rtr user.warn kernel: TRACE: ...                             busybox's syslogd
 */
export function readPrefix(bytes: Uint8Array, start: number, end: number, span: PrefixSpan): void {
  span.hostStart = span.hostEnd = start;
  span.uptimeMicroseconds = NaN;
  span.uptimeStart = span.uptimeEnd = start;
  let position = skipSpacesBack(bytes, start, end);
  // The kernel's clock; with CONFIG_PRINTK_CALLER also `[T1234]` or `[C0]`; RFC 5424 has structured data in brackets.
  while (position > start && bytes[position - 1] === BRACKET_CLOSE) {
    const open = lastIn(bytes, BRACKET_OPEN, start, position);
    if (open < start) break;
    if (Number.isNaN(span.uptimeMicroseconds)) readUptime(bytes, open + 1, position - 1, span);
    position = skipSpacesBack(bytes, start, open);
  }
  // RFC 5424 has process, message id and structured data between the program's name and the message: `kernel - - -`.
  while (position - 1 > start && bytes[position - 1] === DASH && bytes[position - 2] === SPACE) {
    position = skipSpacesBack(bytes, start, position - 1);
  }
  const wordStart = wordStartBack(bytes, start, position);
  if (!isKernelWord(bytes, wordStart, position)) return;
  let hostEnd = skipSpacesBack(bytes, start, wordStart);
  let hostStart = wordStartBack(bytes, start, hostEnd);
  if (isPriority(bytes, hostStart, hostEnd)) {
    hostEnd = skipSpacesBack(bytes, start, hostStart);
    hostStart = wordStartBack(bytes, start, hostEnd);
    if (isYear(bytes, hostStart, hostEnd)) return;
  }
  if (bytes[hostStart] === LESS || looksLikeTime(bytes, hostStart, hostEnd)) return;
  // journalctl -o short-monotonic has the kernel's clock first: `[  420.080676] rtr kernel: TRACE: ...`
  if (bytes[start] === BRACKET_OPEN && Number.isNaN(span.uptimeMicroseconds)) {
    const close = start + bytes.subarray(start, hostStart).indexOf(BRACKET_CLOSE);
    if (close > start) readUptime(bytes, start + 1, close, span);
  }
  if (hostEnd === hostStart || bytes[hostEnd - 1] === BRACKET_CLOSE) return;
  span.hostStart = hostStart;
  span.hostEnd = hostEnd;
}

/** The shape of a prefix in which `readPrefix` found the span; null where the clock is not printed as the kernel prints it. */
export function prefixShape(
  bytes: Uint8Array,
  start: number,
  end: number,
  span: PrefixSpan,
): PrefixShape | null {
  const dot = span.uptimeEnd - FRACTION_DIGITS - 1;
  const hasClock = span.uptimeEnd > span.uptimeStart;
  if (hasClock && (dot <= span.uptimeStart || bytes[dot] !== DOT)) return null;
  return {
    length: end - start,
    hostStart: span.hostStart - start,
    hostEnd: span.hostEnd - start,
    clockStart: span.uptimeStart - start,
    clockEnd: span.uptimeEnd - start,
  };
}

/** The time that the logger put before the line, as it stands there; '' where there is none. */
export function stampOf(line: string): string {
  const [, iso, day, weekday] = STAMP.exec(line) ?? [];
  return (iso ?? day ?? weekday ?? '').trim();
}

/** What stands before the time: a priority, the file and the line of grep, the names of docker compose, kubectl or dmesg -x. */
const BEFORE_STAMP = [
  String.raw`<\d{1,3}>(?:\d{1,2} )?`,
  String.raw`\d{1,2} (?=\d{4}-)`,
  String.raw`[\w./+-]{1,200}:(?:\d{1,9}[:-])?`,
  String.raw`[\w./+-]{1,200}-\d{1,9}-`,
  String.raw`\d{1,9}[:-]`,
  String.raw`[\w.-]{1,64} {1,16}\| `,
  String.raw`\[[\w/.-]{1,200}\] `,
  String.raw`[a-z]{3,8} {0,5}:[a-z]{3,6} {0,3}: `,
].join('|');
const DAY_AND_TIME = String.raw`[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d`;
const STAMP = new RegExp(
  `^(?:${BEFORE_STAMP})?(?:${[
    String.raw`(?:[A-Z][a-z]{2} |\[)?(\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d| UTC)?)`,
    String.raw`(${DAY_AND_TIME}(?:\.\d+)?)`,
    String.raw`(\[?[A-Z][a-z]{2} ${DAY_AND_TIME} \d{4})(?=[\] ])`,
  ].join('|')})`,
);

/**
 * Where the last such byte is from `start`, before `end`; below `start` where there is none. The array's own search goes
 * on to the beginning of the buffer, for each line anew.
 */
function lastIn(bytes: Uint8Array, byte: number, start: number, end: number): number {
  let position = end - 1;
  while (position >= start && bytes[position] !== byte) position--;
  return position;
}

function skipSpacesBack(bytes: Uint8Array, start: number, end: number): number {
  let position = end;
  while (position > start && (bytes[position - 1] === SPACE || bytes[position - 1] === TAB)) position--;
  return position;
}

function wordStartBack(bytes: Uint8Array, start: number, end: number): number {
  let position = end;
  while (position > start && bytes[position - 1] !== SPACE && bytes[position - 1] !== TAB) position--;
  return position;
}

/** `kernel:`, `kernel`, `kernel[0]:` */
function isKernelWord(bytes: Uint8Array, start: number, end: number): boolean {
  const kernel = 'kernel';
  if (end - start < kernel.length) return false;
  for (let i = 0; i < kernel.length; i++) if (bytes[start + i] !== kernel.charCodeAt(i)) return false;
  const next = end - start === kernel.length ? COLON : bytes[start + kernel.length];
  return next === COLON || next === BRACKET_OPEN;
}

/** `11:14:47`, `2026-11-21T06:36:49+00:00`; a host named by its IPv6 address has no such three pairs of digits. */
function looksLikeTime(bytes: Uint8Array, start: number, end: number): boolean {
  const isPair = (at: number): boolean => isDigit(bytes[at] as number) && isDigit(bytes[at + 1] as number);
  if (!isDigit(bytes[start] as number)) return false;
  for (let i = start + 2; i + 6 <= end; i++) {
    if (bytes[i] === COLON && bytes[i + 3] === COLON && isPair(i - 2) && isPair(i + 1) && isPair(i + 4))
      return true;
  }
  return false;
}

/** `kern.info`, `user.warn`: facility and level. */
function isPriority(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > LONGEST_PRIORITY) return false;
  const dot = lastIn(bytes, DOT, start, end);
  if (dot <= start || !FACILITIES.has(String.fromCharCode(...bytes.subarray(start, dot)))) return false;
  return LEVELS.has(String.fromCharCode(...bytes.subarray(dot + 1, end)));
}

/** The last word of `Wed Feb 24 00:35:21 2021`. */
function isYear(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== 4) return false;
  for (let i = start; i < end; i++) if (!isDigit(bytes[i] as number)) return false;
  return true;
}

const LONGEST_PRIORITY = 16;
const FACILITIES: ReadonlySet<string> = new Set('kern user daemon auth syslog local0 local7'.split(' '));
const LEVELS: ReadonlySet<string> = new Set(
  'emerg panic alert crit err error warn warning notice info debug'.split(' '),
);

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function readUptime(bytes: Uint8Array, start: number, end: number, span: PrefixSpan): void {
  const microseconds = uptimeOf(bytes, start, end);
  if (!(microseconds < LONGEST_UPTIME)) return;
  span.uptimeMicroseconds = microseconds;
  span.uptimeStart = start;
  span.uptimeEnd = end;
}

/** `  420.080676` in microseconds; NaN where anything else stands there (dmesg -T puts a date in the brackets). */
export function uptimeOf(bytes: Uint8Array, start: number, end: number): number {
  const dot = end - FRACTION_DIGITS - 1;
  if (dot <= start || bytes[dot] !== DOT) return unusualUptimeOf(bytes, start, end);
  let fraction = 0;
  for (let i = dot + 1; i < end; i++) {
    const digit = (bytes[i] as number) - 0x30;
    if (digit < 0 || digit > 9) return unusualUptimeOf(bytes, start, end);
    fraction = fraction * 10 + digit;
  }
  let whole = 0;
  for (let i = start; i < dot; i++) {
    const digit = (bytes[i] as number) - 0x30;
    if (digit >= 0 && digit <= 9) whole = whole * 10 + digit;
    else if (bytes[i] !== SPACE || (i > start && bytes[i - 1] !== SPACE)) return NaN;
  }
  return whole * 1e6 + fraction;
}

/** The kernel prints microseconds. */
const FRACTION_DIGITS = 6;
/** In microseconds, 48 bits: no kernel runs for nine years. */
const LONGEST_UPTIME = 2 ** 48;

function unusualUptimeOf(bytes: Uint8Array, start: number, end: number): number {
  let whole = 0;
  let fraction = 0;
  let digits = -1;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (isDigit(byte)) {
      if (digits < 0) whole = whole * 10 + byte - 0x30;
      else if (digits < 6) {
        fraction = fraction * 10 + byte - 0x30;
        digits++;
      }
    } else if (byte === DOT && digits < 0) digits = 0;
    else if (byte !== SPACE || (i > start && bytes[i - 1] !== SPACE)) return NaN;
  }
  if (digits < 0) return NaN;
  for (; digits < 6; digits++) fraction *= 10;
  return whole * 1e6 + fraction;
}
