import { readJournalLine } from '../tracers/kernel-log/journal-json.ts';
import { emptySpan, type PrefixSpan, readPrefix } from '../tracers/kernel-log/line-prefix.ts';
import { type LogTally, tallyMartian } from '../tracers/kernel-log/log-tally.ts';
import { isLinkLayerHeader, mentionsMartian, martianMessage } from './martian-line.ts';
import { ascii } from '../tracers/kernel-log/log-text.ts';

const BRACE_OPEN = 0x7b;

const decoder = new TextDecoder();

/** Reads the martian lines of one log into its tally. */
export class MartianLines {
  readonly #tally: LogTally;
  readonly #file: string;
  readonly #fallbackHost: string;
  readonly #prefix: PrefixSpan = emptySpan();

  /** `fallbackHost`: the host of lines that name none. */
  constructor(tally: LogTally, file: string, fallbackHost: string) {
    this.#tally = tally;
    this.#file = file;
    this.#fallbackHost = fallbackHost;
  }

  /** Whether the line is the kernel's word on a martian source, or the link layer header behind it. */
  read(bytes: Uint8Array, start: number, end: number, line: number): boolean {
    if (!mentionsMartian(bytes, start, end)) return false;
    const isJson = bytes[start] === BRACE_OPEN;
    const entry = isJson ? readJournalLine(bytes.subarray(start, end)) : null;
    if (isJson && entry === null) return false;
    const said = entry?.message ?? bytes.subarray(start, end);
    const martian = martianMessage(said);
    if (martian === null) return isLinkLayerHeader(said);
    const { messageStart, ...addresses } = martian;
    const named = entry?.host ?? this.#hostBefore(said, messageStart);
    const host = named === '' ? this.#fallbackHost : named;
    const text = decoder.decode(bytes.subarray(start, end));
    tallyMartian(this.#tally, { host, ...addresses, at: { file: this.#file, line }, text });
    return true;
  }

  #hostBefore(said: Uint8Array, messageStart: number): string {
    readPrefix(said, 0, messageStart, this.#prefix);
    return ascii(said, this.#prefix.hostStart, this.#prefix.hostEnd);
  }
}
