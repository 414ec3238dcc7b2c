import type { KernelMessage } from '../../model/kernel-message.ts';
import { messageStart } from '../tracers/kernel-log/message-start.ts';
import { readJournalLine } from '../tracers/kernel-log/journal-json.ts';
import { emptySpan, type PrefixSpan, readPrefix } from '../tracers/kernel-log/line-prefix.ts';
import { ascii } from '../tracers/kernel-log/log-text.ts';
import { kernelMessages } from './kernel-messages.ts';
import { linkLayerHeader } from './link-layer-header.ts';
import type { MessageFormat, MessageRead } from './message-format.ts';
import { type MessageTally, tallyContinuation, tallyMessage } from './message-tally.ts';

const BRACE_OPEN = 0x7b;
/** No line with a message is longer; what stands after it is not looked at. */
const LONGEST_MESSAGE = 2000;

const decoder = new TextDecoder();

/** So many different messages are known again by their text; a flood repeats a few. */
const MOST_KNOWN = 1000;

/** What the scanner knows of a line before it is read. */
export interface ScannedLine {
  /** Where its prefix ends. */
  readonly prefixEnd: number;
  readonly host: string;
  /** NaN where its prefix has no clock. */
  readonly uptimeMicroseconds: number;
  /** The format of one of the markers that it holds; undefined for those of lines that continue a message. */
  readonly format: MessageFormat | undefined;
}

/** A line taken apart: what the kernel said, and what the logger put before it. */
interface SaidLine {
  readonly said: string;
  /** The line as it stands in the log, or the message of its JSON with its own prefix. */
  readonly whole: string;
  readonly host: string;
  readonly uptimeMicroseconds: number;
}

/** Reads the lines of one log that are messages of the kernel into its tally. */
export class MessageReader {
  readonly #tally: MessageTally;
  readonly #file: string;
  readonly #fallbackHost: string;
  readonly #prefix: PrefixSpan = emptySpan();
  /** By what the kernel said: what it was read as. Without messages that anyone may say, which are sought in the whole line. */
  readonly #known = new Map<string, Found>();

  /** `fallbackHost`: the host of lines that name none. */
  constructor(tally: MessageTally, file: string, fallbackHost: string) {
    this.#tally = tally;
    this.#file = file;
    this.#fallbackHost = fallbackHost;
  }

  /**
   * Reads the line in `[start, end)`, which holds a marker of some message: what follows from it, null for another line.
   * `scanned`: null where the scanner knows nothing of it.
   */
  read(
    bytes: Uint8Array,
    start: number,
    end: number,
    line: number,
    scanned: ScannedLine | null,
  ): KernelMessage['meaning'] | null {
    const taken =
      scanned === null ? this.#takeApart(bytes, start, end) : afterPrefix(bytes, start, end, scanned);
    if (taken === null) return null;
    const { said, whole, uptimeMicroseconds } = taken;
    const found = this.#known.get(said) ?? this.#readText(scanned?.format, said, whole);
    const more = found === null ? linkLayerHeader(said) : null;
    if (found === null && more === null) return null;
    const host = taken.host === '' ? this.#fallbackHost : taken.host;
    const uptimeSeconds = Number.isNaN(uptimeMicroseconds) ? null : uptimeMicroseconds / 1e6;
    if (found === null) {
      tallyContinuation(this.#tally, { line, host, uptimeSeconds, fields: more ?? {} });
      return 'hint';
    }
    const { kind, meaning, fields } = found;
    const text = bytes[start] === BRACE_OPEN ? textOf(bytes, start, end) : whole;
    const at = { file: this.#file, line };
    tallyMessage(this.#tally, { kind, host, meaning, at, text, uptimeSeconds, fields });
    return meaning;
  }

  #readText(format: MessageFormat | undefined, said: string, whole: string): Found | null {
    const found = readAs(format, said, whole) ?? readAsAny(said, whole);
    if (found !== null && found.saidBy === 'kernel' && this.#known.size < MOST_KNOWN)
      this.#known.set(said, found);
    return found;
  }

  #takeApart(bytes: Uint8Array, start: number, end: number): SaidLine | null {
    const line = bytes.subarray(start, end);
    const isJson = line[0] === BRACE_OPEN;
    const entry = isJson ? readJournalLine(line) : null;
    if (isJson && entry === null) return null;
    const message = entry?.message ?? line;
    // journald has taken its own prefix off; a container's log only wraps the line.
    const begins = (entry?.host ?? null) === null ? messageStart(message) : 0;
    readPrefix(message, 0, begins, this.#prefix);
    const { hostStart, hostEnd, uptimeMicroseconds } = this.#prefix;
    return {
      said: textOf(message, begins, message.length).trimEnd(),
      whole: textOf(message, 0, message.length),
      host: entry?.host ?? ascii(message, hostStart, hostEnd),
      uptimeMicroseconds: entry?.uptimeMicroseconds ?? uptimeMicroseconds,
    };
  }
}

function afterPrefix(bytes: Uint8Array, start: number, end: number, scanned: ScannedLine): SaidLine {
  const { prefixEnd, host, uptimeMicroseconds } = scanned;
  const whole = textOf(bytes, start, end);
  const isAscii = whole.length === Math.min(end - start, LONGEST_MESSAGE);
  const said = isAscii ? whole.slice(prefixEnd - start) : textOf(bytes, prefixEnd, end);
  return { said: said.trimEnd(), whole, host, uptimeMicroseconds };
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, Math.min(end, start + LONGEST_MESSAGE)));
}

type Found = MessageRead & Pick<KernelMessage, 'kind'> & Required<Pick<MessageFormat, 'saidBy'>>;

function readAs(format: MessageFormat | undefined, said: string, whole: string): Found | null {
  if (format === undefined) return null;
  const { kind, saidBy = 'kernel' } = format;
  const read = format.read(saidBy === 'anyone' ? whole : said);
  return read === null ? null : { kind, saidBy, meaning: read.meaning, fields: read.fields };
}

function readAsAny(said: string, whole: string): Found | null {
  for (const format of kernelMessages) {
    const text = format.saidBy === 'anyone' ? whole : said;
    if (!format.markers.some((marker) => text.includes(marker))) continue;
    const found = readAs(format, said, whole);
    if (found !== null) return found;
  }
  return null;
}
