/**
 * Where the kernel's own words begin in a whole line of a log, in bytes: after the logger's prefix, whatever that is wrapped
 * in, and after the marks of a quotation (`> `, `| `, a list's dash).
 */
export function messageStart(line: Uint8Array): number {
  return prefixLength(QUOTED_PREFIX, line, 0, line.length);
}

/** The length in bytes of what the logger put before the kernel's message, whose prefix may have brackets of its own. */
export function loggersPrefix(bytes: Uint8Array, start: number, end: number): number {
  return prefixLength(LOGGERS_PREFIX, bytes, start, end);
}

function prefixLength(prefix: RegExp, bytes: Uint8Array, start: number, end: number): number {
  const before = decoder.decode(bytes.subarray(start, Math.min(end, start + LONGEST_PREFIX)));
  const found = prefix.exec(before)?.[0] ?? '';
  // Nearly all of them are ASCII; a host's name may be anything.
  return NOT_ASCII.test(found) ? Math.min(encoder.encode(found).length, end - start) : found.length;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();
const LONGEST_PREFIX = 300;
const NOT_ASCII = /[^\0-\x7f]/;
/** What stands around a kernel's line: of a container's log, of journalctl's long forms, of dmesg -x and --time-format iso. */
const AROUND = String.raw`(?:\S+ std(?:out|err) [FP] |\s*MESSAGE=|\s*"MESSAGE" ?: ?"|[a-z]+ *:[a-z]+ *: (?=\[)|"?\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)(?:","[^"]*",")? ?(?=\[)|\d{4}-\d\d-\d\dT[\d:]+,\d+[+-]\d\d:\d\d |\[(?: *\+\d+\.\d+|[A-Z][a-z]{2} ?\d\d? \d\d:\d\d)\] )?`;
/** Level, time, host and program, and what the kernel itself prints first: its clock and the printk caller. */
const BEFORE = String.raw`(?:<\d+>)?(?:\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4}\] ?|\[ *\d+\.\d+\] (?=\S{1,100} kernel: )|)(?:[^[\]]{0,160}?\bkernel(?:\[\d+\])?: ?|1? ?\S+ \S+ kernel(?: -)+ )?(?:\[ *\d+\.\d+\] ?)?(?:\[ *[TC]\d+\] ?)?`;
const LOGGERS_PREFIX = new RegExp(`^${AROUND}${BEFORE}`);
const QUOTED_PREFIX = new RegExp(`^[\\s>|*\`-]{0,16}${AROUND}${BEFORE}`);
