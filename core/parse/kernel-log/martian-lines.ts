import type { MartianLine } from '../../model/network.ts';
import { readJournalLine } from './journal-json.ts';
import { emptySpan, type PrefixSpan, readPrefix } from './line-prefix.ts';
import { isLinkLayerHeader, mentionsMartian, martianMessage } from './martian-line.ts';
import { ascii } from './printed-text.ts';

const BRACE_OPEN = 0x7b;
/** A scan from many addresses logs a line for each; beyond so many different ones they are only counted. */
const MOST_LINES = 1000;

const decoder = new TextDecoder();

/** Collects the martian lines of one log: of each host, pair of addresses and interface the first. */
export class MartianLines {
  readonly #found = new Map<string, MartianLine>();
  readonly #file: string;
  readonly #fallbackHost: string;
  readonly #prefix: PrefixSpan = emptySpan();

  /** `fallbackHost`: the host of lines that name none. */
  constructor(file: string, fallbackHost: string) {
    this.#file = file;
    this.#fallbackHost = fallbackHost;
  }

  get lines(): readonly MartianLine[] {
    return [...this.#found.values()];
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
    const key = `${host} ${addresses.src} ${addresses.dst} ${addresses.dev}`;
    if (this.#found.size < MOST_LINES && !this.#found.has(key)) {
      const text = decoder.decode(bytes.subarray(start, end));
      this.#found.set(key, { host, ...addresses, at: { file: this.#file, line }, text });
    }
    return true;
  }

  #hostBefore(said: Uint8Array, messageStart: number): string {
    readPrefix(said, 0, messageStart, this.#prefix);
    return ascii(said, this.#prefix.hostStart, this.#prefix.hostEnd);
  }
}
