import { readBridgeFields } from './bridge-log-fields.ts';
import { readJournalLine } from './journal-json.ts';
import { ByteInterner } from './interner.ts';
import { emptySpan, type PrefixSpan, prefixShape, readPrefix } from './line-prefix.ts';
import type { LineScanner } from './line-scanner.ts';
import { loggersPrefix } from './message-start.ts';
import { anyMarker } from './markers.ts';
import type { TraceColumns } from './trace-columns.ts';
import type { TraceFields } from './trace-fields.ts';
import { readFields } from './trace-line.ts';

const BRACE_OPEN = 0x7b;
const SPACE = 0x20;

const decoder = new TextDecoder();

/**
 * Reads the lines of LOG targets, and of nft's `log`, into the trace columns. A free prefix stands before the fields of
 * a trace line, glued to them or not; the ruleset tells later which rule it is from.
 *
 *   [ 5056.239306] iptable/raw-PREROUTE IN=eth0 OUT= MAC=52:54:00:... SRC=10.1.0.2 DST=10.2.0.2 LEN=84 ... PROTO=ICMP ...
 *   Nov 21 06:36:49 rtr kernel: [  420.080676] dropped:IN=eth0 OUT=eth1 SRC=...
 *
 * Those of ebtables have fields of their own (bridge-log-fields.ts).
 */
export class LogTargetLines {
  readonly #columns: TraceColumns;
  readonly #scanner: LineScanner;
  readonly #fallbackHost: number;
  readonly #leftOut: ReadonlySet<number>;
  readonly #fields = {} as TraceFields;
  readonly #span: PrefixSpan = emptySpan();
  readonly #hosts = new Set<number>();
  readonly #prefixes = new ByteInterner();
  /** The header that was read last is that of ebtables. */
  #ofBridge = false;
  /** Places by host, and within by four times the prefix's number, plus 1 for IPv6, plus 2 for a bridge. */
  readonly #places = new Map<number, number[]>();

  /**
   * `fallbackHost`: the host of lines that name none, an index into the columns' names. `leftOut`: the hosts of whose
   * lines nothing is wanted; there may be more of them later.
   */
  constructor(
    columns: TraceColumns,
    scanner: LineScanner,
    fallbackHost: number,
    leftOut: ReadonlySet<number>,
  ) {
    this.#columns = columns;
    this.#scanner = scanner;
    this.#fallbackHost = fallbackHost;
    this.#leftOut = leftOut;
  }

  /** The hosts that lines were of, indexes into the columns' names. */
  get hosts(): ReadonlySet<number> {
    return this.#hosts;
  }

  /** Whether the line in `[start, end)` is one of a LOG target that is wanted; then it is added. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    if (bytes[start] !== BRACE_OPEN) return this.#readText(bytes, start, end);
    const entry = readJournalLine(bytes.subarray(start, end));
    if (entry === null) return false;
    const { message, host, uptimeMicroseconds } = entry;
    if (host === null) return this.#readText(message, 0, message.length);
    const fieldsStart = findFields(message, 0, message.length);
    if (fieldsStart < 0) return false;
    const named = this.#hostOf(this.#columns.names.internText(host));
    if (!this.#reads(message, fieldsStart, message.length, named)) return false;
    this.#add(message, 0, fieldsStart, uptimeMicroseconds ?? NaN);
    return true;
  }

  #readText(bytes: Uint8Array, start: number, end: number): boolean {
    const fieldsStart = findFields(bytes, start, end);
    if (fieldsStart < 0) return false;
    const messageStart = start + loggersPrefix(bytes, start, fieldsStart);
    const span = this.#span;
    readPrefix(bytes, start, messageStart, span);
    const host = this.#hostOf(this.#columns.names.intern(bytes, span.hostStart, span.hostEnd));
    if (!this.#reads(bytes, fieldsStart, end, host)) return false;
    this.#add(bytes, messageStart, fieldsStart, span.uptimeMicroseconds);
    const scanner = this.#scanner;
    // Where TRACE lines have the same prefix they teach it. After a blank, only an opening bracket can be more of it.
    if (!scanner.hasPrefix && bytes[messageStart - 1] === SPACE)
      scanner.learnPrefix(bytes, start, prefixShape(bytes, start, messageStart, span), host, anyMarker);
    return true;
  }

  /** `named`: as the line names it, 0 where it names none. */
  #hostOf(named: number): number {
    return named === 0 ? this.#fallbackHost : named;
  }

  /** Reads the packet's header, which begins at `fieldsStart`; false where there is none, or none that is wanted. */
  #reads(bytes: Uint8Array, fieldsStart: number, end: number, host: number): boolean {
    if (this.#leftOut.has(host)) return false;
    const fields = this.#fields;
    const { names } = this.#columns;
    this.#ofBridge = indexOfWord(bytes, BRIDGE, fieldsStart, end) >= 0;
    const isRead = this.#ofBridge
      ? readBridgeFields(decoder.decode(bytes.subarray(fieldsStart, end)), names, fields)
      : readFields(bytes, fieldsStart, end, names, fields);
    fields.host = host;
    return isRead;
  }

  #add(bytes: Uint8Array, messageStart: number, fieldsStart: number, uptimeMicroseconds: number): void {
    const fields = this.#fields;
    const columns = this.#columns;
    this.#hosts.add(fields.host);
    const prefix = this.#prefixes.intern(bytes, messageStart, fieldsStart);
    const place = this.#placeOf(prefix, fields);
    const header = columns.internHeader(fields);
    const identity = columns.internIdentity(fields);
    const scanner = this.#scanner;
    if (!this.#ofBridge && scanner.stoppedAt(bytes, messageStart, fieldsStart, fields.host))
      scanner.learn(place, header, identity, fields.ttl, fields.family === 'ipv6');
    scanner.append(place, header, identity, fields.ttl, uptimeMicroseconds);
  }

  #placeOf(prefix: number, { family, host }: TraceFields): number {
    let places = this.#places.get(host);
    if (places === undefined) {
      places = [];
      this.#places.set(host, places);
    }
    const ipv6 = family === 'ipv6';
    const ofBridge = this.#ofBridge;
    return (places[prefix * 4 + Number(ipv6) + (ofBridge ? 2 : 0)] ??= this.#columns.internPlaced({
      host: this.#columns.names.texts[host] as string,
      tracer: 'log',
      family,
      tableFamily: ofBridge ? 'bridge' : ipv6 ? 'ip6' : 'ip',
      table: '',
      chain: '',
      kind: 'rule',
      number: null,
      printed: {
        handle: null,
        text: null,
        prefix: (this.#prefixes.texts[prefix] as string).trim(),
        verdict: null,
        toChain: null,
      },
    }));
  }
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

const OUT = new TextEncoder().encode(' OUT=');
const BRIDGE = new TextEncoder().encode(' MAC source = ');

function indexOfWord(bytes: Uint8Array, word: Uint8Array, start: number, end: number): number {
  const last = end - word.length;
  for (let i = start; i <= last; i++) {
    let at = 0;
    while (at < word.length && bytes[i + at] === word[at]) at++;
    if (at === word.length) return i;
  }
  return -1;
}
