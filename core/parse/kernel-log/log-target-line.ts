import type { TracePlace } from '../../model/trace.ts';
import { readJournalLine } from './journal-json.ts';
import { emptySpan, type PrefixSpan, readPrefix } from './line-prefix.ts';
import type { TraceColumns, TraceFields } from './trace-columns.ts';
import { readFields } from './trace-line.ts';

const BRACE_OPEN = 0x7b;

const decoder = new TextDecoder();

/**
 * Reads the lines of LOG targets, and of nft's `log`, into the trace columns. A free prefix stands before the fields of
 * a trace line, glued to them or not; of which rule it is, the ruleset tells later.
 *
 *   [ 5056.239306] iptable/raw-PREROUTE IN=eth0 OUT= MAC=52:54:00:... SRC=10.1.0.2 DST=10.2.0.2 LEN=84 ... PROTO=ICMP ...
 *   Nov 21 06:36:49 rtr kernel: [  420.080676] dropped:IN=eth0 OUT=eth1 SRC=...
 */
export class LogTargetLines {
  readonly #columns: TraceColumns;
  readonly #fallbackHost: number;
  readonly #fields = {} as TraceFields;
  readonly #prefix: PrefixSpan = emptySpan();
  readonly #hosts = new Set<number>();

  /** `fallbackHost`: the host of lines that name none, an index into the columns' names. */
  constructor(columns: TraceColumns, fallbackHost: number) {
    this.#columns = columns;
    this.#fallbackHost = fallbackHost;
  }

  /** The hosts that lines were of, indexes into the columns' names. */
  get hosts(): ReadonlySet<number> {
    return this.#hosts;
  }

  /** Whether the line is one of a LOG target; then it is added. */
  read(bytes: Uint8Array, start: number, end: number, line: number): boolean {
    if (!mentionsSource(bytes, start, end)) return false;
    if (bytes[start] !== BRACE_OPEN) return this.#add(bytes, start, end, line, null, null);
    const entry = readJournalLine(bytes.subarray(start, end));
    if (entry === null) return false;
    const host = entry.host === null ? null : this.#columns.names.internText(entry.host);
    return this.#add(entry.message, 0, entry.message.length, line, host, entry.uptimeMicroseconds);
  }

  #add(
    bytes: Uint8Array,
    start: number,
    end: number,
    line: number,
    knownHost: number | null,
    uptimeMicroseconds: number | null,
  ): boolean {
    const fieldsStart = findFields(bytes, start, end);
    const fields = this.#fields;
    if (fieldsStart < 0 || !readFields(bytes, fieldsStart, end, this.#columns.names, fields)) return false;
    const messageStart = knownHost === null ? start + loggersPrefix(bytes, start, fieldsStart) : start;
    readPrefix(bytes, start, messageStart, this.#prefix);
    const { hostStart, hostEnd } = this.#prefix;
    const named = knownHost ?? this.#columns.names.intern(bytes, hostStart, hostEnd);
    fields.host = named === 0 ? this.#fallbackHost : named;
    fields.uptimeMicroseconds = uptimeMicroseconds ?? this.#prefix.uptimeMicroseconds;
    this.#hosts.add(fields.host);
    const prefix = decoder.decode(bytes.subarray(messageStart, fieldsStart)).trim();
    this.#columns.addPlaced(this.#placeOf(prefix, fields), 0, line, fields);
    return true;
  }

  #placeOf(prefix: string, { family, host }: TraceFields): TracePlace {
    return {
      host: this.#columns.names.texts[host] as string,
      tracer: 'log',
      family,
      tableFamily: family === 'ipv6' ? 'ip6' : 'ip',
      table: '',
      chain: '',
      kind: 'rule',
      number: null,
      printed: { handle: null, text: null, prefix, verdict: null, toChain: null },
    };
  }
}

/** Whether ` SRC=` stands in the line: a cheap look that nearly all other lines fail. */
function mentionsSource(bytes: Uint8Array, start: number, end: number): boolean {
  return indexOfWord(bytes, SOURCE, start, end) >= 0;
}

/** Where `IN=` begins, the last one before ` OUT=`; -1 where the line has no such fields. */
function findFields(bytes: Uint8Array, start: number, end: number): number {
  const out = indexOfWord(bytes, OUT, start, end);
  if (out < 0) return -1;
  for (let i = out - 3; i >= start; i--) {
    if (bytes[i] === 0x49 && bytes[i + 1] === 0x4e && bytes[i + 2] === 0x3d) return i;
  }
  return -1;
}

const SOURCE = new TextEncoder().encode(' SRC=');
const OUT = new TextEncoder().encode(' OUT=');

function indexOfWord(bytes: Uint8Array, word: Uint8Array, start: number, end: number): number {
  const last = end - word.length;
  for (let i = start; i <= last; i++) {
    let at = 0;
    while (at < word.length && bytes[i + at] === word[at]) at++;
    if (at === word.length) return i;
  }
  return -1;
}

/** The length in bytes of what the logger put before the kernel's message, whose prefix may have brackets of its own. */
function loggersPrefix(bytes: Uint8Array, start: number, end: number): number {
  // All of it is ASCII; a host's name that is not only moves the end of the prefix.
  const before = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + LONGEST_PREFIX)));
  return LOGGERS_PREFIX.exec(before)?.[0].length ?? 0;
}

const LONGEST_PREFIX = 300;
const LOGGERS_PREFIX =
  /^(?:<\d+>)?(?:\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4}\] ?|\[ *\d+\.\d+\] (?=\S+ kernel: )|)(?:[^[\]]{0,160}?\bkernel(?:\[\d+\])?: ?|1? ?\S+ \S+ kernel(?: -)+ )?(?:\[ *\d+\.\d+\] ?)?(?:\[[TC]\d+\] ?)?/;
