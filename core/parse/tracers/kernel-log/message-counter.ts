import type { MessageFields } from '../../../model/kernel-message.ts';
import { ofOnePacket } from '../../kernel-messages/message-tally.ts';
import { fieldNames, type Wording } from '../../kernel-messages/wording.ts';
import { wordingCode } from '../../kernel-messages/wording-code.ts';
import { markedWords } from './markers.ts';

/** What was counted to one group, and the last of its lines. */
export interface CountedMessages {
  readonly count: number;
  readonly lastLine: number;
  /** The line's bytes, without its end. */
  readonly lastText: Uint8Array;
}

/** The part of assembly/index.ts that counts messages. */
export interface CompiledCounter {
  wordingMemory(which: number): number;
  wordingRoom(which: number): number;
  mostCounted(): number;
  countedOf(group: number): number;
  lastLineOf(group: number): number;
  lastLengthOf(group: number): number;
  lastTextOf(group: number): number;
  lastCounted(): number;
  learnMessage(wording: number, host: number, group: number): number;
}

const memory = { code: 0, classes: 1, wordings: 2, words: 3, fields: 4 } as const;
/** In place of how many fields there are: all other messages. */
const OTHERS = 255;
const LONGEST_FIELD = 255;
const CARRIAGE_RETURN = 0x0d;

/** The scanner's count of messages that only add to what is known: no line of theirs stops it. */
export class MessageCounter {
  readonly #compiled: CompiledCounter;
  readonly #bytes: Uint8Array;
  #isLoaded = false;

  /** `bytes`: the compiled module's memory. */
  constructor(compiled: CompiledCounter, bytes: Uint8Array) {
    this.#compiled = compiled;
    this.#bytes = bytes;
  }

  /** How many groups may be counted; their numbers begin with 0. */
  get room(): number {
    return this.#compiled.mostCounted();
  }

  /** The number of the last line that was counted; 0 for none. */
  get lastLine(): number {
    return this.#compiled.lastCounted();
  }

  /** Whether messages of that wording may be counted. */
  counts(wording: Wording): boolean {
    return known().numbers.has(wording);
  }

  /**
   * Counts to the group, from now on, the lines of a host that are so worded and have these fields; `others`: whatever
   * they have, unless they are counted to another. Says whether that is possible.
   */
  learn(wording: Wording, host: number, group: number, fields: MessageFields | 'others'): boolean {
    const number = known().numbers.get(wording);
    const text = fields === 'others' ? [OTHERS] : bytesOf(fields, wording);
    if (number === undefined || text === null || text.length > this.#compiled.wordingRoom(memory.fields))
      return false;
    this.#load();
    this.#bytes.set(text, this.#compiled.wordingMemory(memory.fields));
    return this.#compiled.learnMessage(number, host, group) !== 0;
  }

  counted(group: number): CountedMessages {
    const compiled = this.#compiled;
    const start = compiled.lastTextOf(group);
    const end = start + compiled.lastLengthOf(group);
    const isDos = this.#bytes[end - 1] === CARRIAGE_RETURN;
    return {
      count: compiled.countedOf(group),
      lastLine: compiled.lastLineOf(group),
      lastText: this.#bytes.slice(start, isDos ? end - 1 : end),
    };
  }

  /** Nothing is counted before something is learnt: until then the scanner needs no wordings. */
  #load(): void {
    if (this.#isLoaded) return;
    this.#isLoaded = true;
    const { code, classes, starts, ofWords } = known();
    this.#put(memory.code, code, code.length);
    this.#put(memory.classes, classes, classes.length / 256);
    this.#put(memory.wordings, new Uint8Array(starts.buffer), starts.length);
    this.#put(memory.words, ofWords, ofWords.length / 2);
  }

  #put(which: number, bytes: Uint8Array, size: number): void {
    if (size > this.#compiled.wordingRoom(which)) throw new Error('There is no room for so many wordings');
    this.#bytes.set(bytes, this.#compiled.wordingMemory(which));
  }
}

/** The fields by which messages of a wording are told apart, as bytes; null where one is too long. */
function bytesOf(fields: MessageFields, { fixed }: Wording): readonly number[] | null {
  const bytes: number[] = [0];
  for (const [index, name] of fieldNames.entries()) {
    const value = fields[name];
    if (value === undefined || ofOnePacket.has(name) || name in fixed) continue;
    // Those that are not fixed are printed in capitals.
    const text = encoder.encode(name === 'protocol' ? String(value).toUpperCase() : String(value));
    if (text.length > LONGEST_FIELD) return null;
    bytes[0] = (bytes[0] as number) + 1;
    bytes.push(index, text.length, ...text);
  }
  return bytes;
}

const encoder = new TextEncoder();

let all: ReturnType<typeof make> | null = null;

function known(): ReturnType<typeof make> {
  return (all ??= make());
}

/** The code of all wordings that may be counted, and which of them a marked word may be of. */
function make() {
  const wordings: Wording[] = [];
  const firsts = new Map<readonly Wording[], number>();
  const ofWords = markedWords.flatMap(({ format }) => {
    if (format === undefined || !('wordings' in format) || format.reading === 'each') return [0, 0];
    let first = firsts.get(format.wordings);
    if (first === undefined) {
      first = wordings.length;
      firsts.set(format.wordings, first);
      wordings.push(...format.wordings);
    }
    return [first, format.wordings.length];
  });
  const numbers = new Map(wordings.map((wording, number) => [wording, number]));
  return { ...wordingCode(wordings), numbers, ofWords: Uint8Array.from(ofWords) };
}
