import process from 'node:process';
import { visible, type Words } from '../../core/index.ts';

/** Where a command writes. */
export interface CliOutput {
  /**
   * Resolves when the reader has taken the text, so that a slow pipe slows the writer down; until then nothing else may
   * be written.
   */
  out(text: string): Promise<void>;
  /** Writes one line, with its line end. */
  err(line: string): void;
  /** Null where nobody watches: the output goes into a file or a program. */
  readonly screen?: Screen | null;
}

/** A terminal that a person watches. */
export interface Screen {
  /** Null where standard output goes elsewhere. */
  columns(): number | null;
  /** Whether it shows colours, by what its environment says. */
  readonly showsColours: boolean;
  /** Shows a line of standard error until the next one, or until something else is written. */
  overwrite(line: string): void;
}

/** Where a command writes, and in which language, after the options that all commands have. */
export interface CommandOutput {
  readonly words: Words;
  /** As in `CliOutput`. */
  out(text: string): Promise<void>;
  /** Writes a sentence for the user as a line of its own, in visible characters alone: why something failed. */
  say(sentence: string): void;
  /** The same for a sentence that nobody misses who asked for quiet: a note, not a failure. */
  note(sentence: string): void;
  /** Writes a line without the program's name before it. */
  line(text: string): void;
  /** Shows how far long work has come; '' when it is done. */
  progress(line: string): void;
  /** The columns that text must fit into; null for text that no person reads as it comes. */
  readonly columns: number | null;
  readonly colours: boolean;
}

/** What `--quiet`, `--color WHEN` and `--lang LANGUAGE` ask for. */
export interface OutputWishes {
  readonly quiet: boolean;
  readonly color: 'auto' | 'always' | 'never';
  readonly words: Words;
}

/** The output as commands use it; its lines for people hold nothing but visible characters. */
export function commandOutput(output: CliOutput, { quiet, color, words }: OutputWishes): CommandOutput {
  const { screen = null } = output;
  const line = (text: string): void => output.err(`${visible(text)}\n`);
  const say = (sentence: string): void => line(`netopsy: ${sentence}`);
  return {
    out: (text) => output.out(text),
    words,
    line,
    say,
    note: quiet ? () => {} : say,
    progress: quiet || screen === null ? () => {} : (shown) => screen.overwrite(visible(shown)),
    columns: screen?.columns() ?? null,
    colours: color === 'always' || (color === 'auto' && screen?.showsColours === true),
  };
}

/** Standard output and standard error. */
export const terminal: CliOutput = {
  async out(text) {
    screen.overwrite('');
    for (let rest = text; rest !== '';) {
      const { read, written } = encoder.encodeInto(rest, piece);
      await write(piece.subarray(0, written));
      rest = rest.slice(read);
    }
  },
  err: (text) => {
    screen.overwrite('');
    process.stderr.write(text);
  },
  get screen() {
    return process.stderr.isTTY || process.stdout.isTTY ? screen : null;
  },
};

const screen: Screen & { shown: boolean } = {
  shown: false,
  columns: () => (process.stdout.isTTY ? Math.max(40, process.stdout.columns) : null),
  get showsColours() {
    // https://no-color.org: set to anything but the empty text.
    return process.stdout.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  },
  overwrite(line) {
    if (!process.stderr.isTTY || (line === '' && !this.shown)) return;
    // Back to the beginning of the line, which is erased (ECMA-48: EL).
    process.stderr.write(`\r\x1b[K${line.slice(0, process.stderr.columns - 1)}`);
    this.shown = line !== '';
  },
};

const encoder = new TextEncoder();
/** Texts of many megabytes are written from here, a piece at a time. */
const piece = new Uint8Array(1 << 18);

function write(bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
