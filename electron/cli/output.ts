import process from 'node:process';

/** What a command has around it: where it writes, and what helps it to read. */
export interface CliOutput {
  /** Resolves when the reader has taken the text, so that a slow pipe slows the writer down. */
  out(text: string): Promise<void>;
  err(text: string): void;
  /** The built script that reads parts of large logs on other threads; without it one thread reads all. */
  readonly partWorker?: string;
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
