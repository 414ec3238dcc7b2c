import process from 'node:process';

/** Where a command writes. */
export interface CliOutput {
  /** Resolves when the reader has taken the text, so that a slow pipe slows the writer down. */
  out(text: string): Promise<void>;
  err(text: string): void;
}

/** Standard output and standard error. */
export const terminal: CliOutput = {
  out: (text) =>
    new Promise((resolve, reject) => {
      process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
    }),
  err: (text) => {
    process.stderr.write(text);
  },
};
