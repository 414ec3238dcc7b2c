import type { Sample } from '../../format.ts';
import { readJournalLine } from './journal-json.ts';
import { emptySpan, type PrefixSpan, readPrefix } from './line-prefix.ts';

/** A TRACE line in any of the loggers' styles; the JSON styles have it inside a string. */
const TRACE_LINE = /TRACE: [^\s:"]+:[^\s"]+:(?:rule|return|policy):\d+ /;

/**
 * A line of a kernel log: after the logger's prefix stands `kernel:`, `kernel - `, or the uptime in brackets; dmesg
 * --time-format iso has a comma in its time.
 * journalctl's JSON says `"_TRANSPORT":"kernel"`.
 */
const KERNEL_LINE =
  /^(?:<\d+>)?\[ *\d+\.\d{6}\] |^\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}\] |^[^\n]{0,120}?\bkernel(?:\[\d+\])?: |^<\d+>1 \S+ \S+ kernel |^\S+ std(?:out|err) [FP] \[ *\d+\.\d{6}\] |^\d{4}-\d\d-\d\dT[\d:]{8},\d{6}[+-]|"_TRANSPORT" ?: ?"kernel"/;

/** The kernel's clock, in seconds since boot, after whatever a logger puts before it. */
export const KERNEL_CLOCK = /\[ *(\d{1,9}\.\d{6})\](?:\[ *[TC]\d+\])? /;

/** Whether the file is a kernel log: it has a TRACE line, or most of its lines are the kernel's. */
export function isKernelLog(sample: Sample): boolean {
  let kernelLines = 0;
  let lines = 0;
  for (const line of sample.lines) {
    if (line.trim() === '') continue;
    lines++;
    if (TRACE_LINE.test(line)) return true;
    if (KERNEL_LINE.test(line)) kernelLines++;
  }
  return lines > 0 && kernelLines * 2 > lines;
}

/**
 * Whether a line can only be of a system log: one of TRACE or of a LOG rule, or what the kernel or a daemon logs there.
 * A line of TRACE may have lost what stood before it.
 */
export function isLogLine(line: string): boolean {
  if (line.includes('TRACE: ') && TRACE_PLACE.test(line)) return true;
  if (line.includes('IN=') && HEADER.test(line)) return true;
  return KERNEL_LINE.test(line) || DAEMON_LINE.test(line);
}

const TRACE_PLACE =
  /(?:^|[^a-z])TRACE: (?:raw|mangle|nat|filter|security|[\w-]+):[^\s:"]+:(?:rule|return|policy):\d+/;
const HEADER = /IN=[^\s=]* ?OUT=[^\s=]* .{0,300}?(?:SRC=|MAC source = )/;
const DAEMON_LINE =
  /^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.+-]{8,24}Z?) [\w.:-]{1,64} [\w./()@-]{1,64}(?:\[\d+\])?: /;

/** Whether the log's TRACE lines name their host, as syslog and journald do and dmesg does not. */
export function namesHost(sample: Sample): boolean {
  const line = sample.lines.find((candidate) => TRACE_LINE.test(candidate));
  if (line === undefined) return true;
  const bytes = new TextEncoder().encode(line);
  if (line.startsWith('{')) {
    const entry = readJournalLine(bytes);
    return entry !== null && entry.host !== '';
  }
  const span: PrefixSpan = emptySpan();
  readPrefix(bytes, 0, new TextEncoder().encode(line.slice(0, line.indexOf('TRACE: '))).length, span);
  return span.hostEnd > span.hostStart;
}
