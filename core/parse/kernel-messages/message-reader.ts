import type { KernelMessage, KernelMessageKind, MessageMeaning } from '../../model/kernel-message.ts';
import { messageStart } from '../tracers/kernel-log/message-start.ts';
import { readJournalLine } from '../tracers/kernel-log/journal-json.ts';
import { emptySpan, type PrefixSpan, readPrefix } from '../tracers/kernel-log/line-prefix.ts';
import type { MessageCounter } from '../tracers/kernel-log/message-counter.ts';
import { ascii } from '../tracers/kernel-log/log-text.ts';
import { kernelMessages } from './kernel-messages.ts';
import { linkLayerHeader } from './link-layer-header.ts';
import type { MessageFormat, MessageRead, WordedMessage } from './message-format.ts';
import { type MessageTally, tallyContinuation, tallyMessage } from './message-tally.ts';
import { RepeatedMessages } from './repeated-messages.ts';
import { endOfSaid, lineText, type SaidLine, saidText } from './said-line.ts';
import { Captures, fieldsOf, isWorded, type Wording } from './wording.ts';

const BRACE_OPEN = 0x7b;

/** What the scanner knows of a line before it is read. */
export interface ScannedLine {
  /** Where its prefix ends. */
  readonly prefixEnd: number;
  readonly host: string;
  /** Its number among the names of the columns. */
  readonly hostNumber: number;
  /** NaN where its prefix has no clock. */
  readonly uptimeMicroseconds: number;
  /** The format of one of the markers that it holds; undefined for those of lines that continue a message. */
  readonly format: MessageFormat | undefined;
}

/** Reads the lines of one log that are messages of the kernel into its tally. */
export class MessageReader {
  readonly #tally: MessageTally;
  readonly #file: string;
  readonly #fallbackHost: string;
  readonly #prefix: PrefixSpan = emptySpan();
  readonly #captures = new Captures();
  readonly #repeated: RepeatedMessages;

  /** `counter`: the scanner's. `fallbackHost`: the host of lines that name none. */
  constructor(tally: MessageTally, counter: MessageCounter, file: string, fallbackHost: string) {
    this.#tally = tally;
    this.#file = file;
    this.#fallbackHost = fallbackHost;
    this.#repeated = new RepeatedMessages(tally, counter);
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
  ): MessageMeaning | null {
    const said =
      scanned === null ? this.#takeApart(bytes, start, end) : this.#afterPrefix(bytes, start, end, scanned);
    if (said === null) return null;
    const found = this.#readAs(scanned?.format, said) ?? this.#readAsAny(said);
    const more = found === null ? linkLayerHeader(saidText(said)) : null;
    if (found === null && more === null) return null;
    this.#repeated.endBefore(line);
    if (found !== null) {
      const message = this.#message(said, line, lineText(bytes, start, end), found);
      tallyMessage(this.#tally, message);
      if (scanned !== null && found.wording !== null)
        this.#repeated.learn(message, found.wording, scanned.hostNumber);
      return found.meaning;
    }
    const { host, uptimeSeconds } = this.#origin(said);
    tallyContinuation(this.#tally, { line, host, uptimeSeconds, fields: more ?? {} });
    return 'hint';
  }

  /** Adds the lines that the scanner has counted to the tally, and returns how many they are. Nothing may be read afterwards. */
  end(): number {
    return this.#repeated.end((bytes, line) => {
      const said = this.#takeApart(bytes, 0, bytes.length);
      const found = said === null ? null : this.#readAsAny(said);
      if (said === null || found === null) return null;
      return this.#message(said, line, lineText(bytes, 0, bytes.length), found);
    });
  }

  #message(said: SaidLine, line: number, text: string, found: Found): KernelMessage {
    const { kind, meaning, fields } = found;
    return { kind, ...this.#origin(said), meaning, at: { file: this.#file, line }, text, fields };
  }

  #origin({ host, uptimeMicroseconds }: SaidLine): Pick<KernelMessage, 'host' | 'uptimeSeconds'> {
    const uptimeSeconds = Number.isNaN(uptimeMicroseconds) ? null : uptimeMicroseconds / 1e6;
    return { host: host === '' ? this.#fallbackHost : host, uptimeSeconds };
  }

  #readAs(format: MessageFormat | undefined, said: SaidLine): Found | null {
    if (format === undefined) return null;
    if ('wordings' in format) return this.#readWorded(format, said);
    const { bytes, start, end } = said;
    const text = format.saidBy === 'anyone' ? lineText(bytes, start, end) : saidText(said);
    const read = format.markers.some((marker) => text.includes(marker)) ? format.read(text) : null;
    if (read === null) return null;
    return { kind: format.kind, meaning: read.meaning, fields: read.fields, wording: null };
  }

  #readWorded({ kind, wordings }: WordedMessage, { bytes, saidStart, saidEnd }: SaidLine): Found | null {
    const captures = this.#captures;
    const wording = wordings.find((each) => isWorded(each, bytes, saidStart, saidEnd, captures));
    if (wording === undefined) return null;
    return { kind, meaning: wording.meaning, fields: fieldsOf(wording, bytes, captures), wording };
  }

  #readAsAny(said: SaidLine): Found | null {
    for (const format of kernelMessages) {
      const found = this.#readAs(format, said);
      if (found !== null) return found;
    }
    return null;
  }

  #afterPrefix(bytes: Uint8Array, start: number, end: number, scanned: ScannedLine): SaidLine {
    const { prefixEnd, host, uptimeMicroseconds } = scanned;
    const saidEnd = endOfSaid(bytes, prefixEnd, end);
    return { bytes, start, end, saidStart: prefixEnd, saidEnd, host, uptimeMicroseconds };
  }

  #takeApart(bytes: Uint8Array, start: number, end: number): SaidLine | null {
    const line = bytes.subarray(start, end);
    const isJson = line[0] === BRACE_OPEN;
    const entry = isJson ? readJournalLine(line) : null;
    if (isJson && entry === null) return null;
    const message = entry?.message ?? line;
    // journald has taken its own prefix off; a container's log only wraps the line.
    const saidStart = (entry?.host ?? null) === null ? messageStart(message) : 0;
    readPrefix(message, 0, saidStart, this.#prefix);
    const { hostStart, hostEnd, uptimeMicroseconds } = this.#prefix;
    return {
      bytes: message,
      start: 0,
      end: message.length,
      saidStart,
      saidEnd: endOfSaid(message, saidStart, message.length),
      host: entry?.host ?? ascii(message, hostStart, hostEnd),
      uptimeMicroseconds: entry?.uptimeMicroseconds ?? uptimeMicroseconds,
    };
  }
}

interface Found extends MessageRead {
  readonly kind: KernelMessageKind;
  /** Null for a message that is not read by wordings. */
  readonly wording: Wording | null;
}
