import process from 'node:process';
import { visible } from '../../core/index.ts';

/** Where a command writes. */
export interface CliOutput {
  /**
   * Resolves when the reader has taken the text, so that a slow pipe slows the writer down; until then nothing else may
   * be written.
   */
  out(text: string): Promise<void>;
  /** Writes one line; what stands in it of the command line or of the bundle stays on it. */
  err(line: string): void;
}

/** The same output, whose lines for people hold nothing but visible characters. */
export function shownOn(output: CliOutput): CliOutput {
  return {
    out: (text) => output.out(text),
    err: (line) => output.err(`${visible(line.endsWith('\n') ? line.slice(0, -1) : line)}\n`),
  };
}

/** Standard output and standard error. */
export const terminal: CliOutput = {
  async out(text) {
    for (let rest = text; rest !== '';) {
      const { read, written } = encoder.encodeInto(rest, piece);
      await write(piece.subarray(0, written));
      rest = rest.slice(read);
    }
  },
  err: (text) => {
    process.stderr.write(text);
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
