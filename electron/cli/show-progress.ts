import type { Progress } from '../../core/index.ts';
import type { CommandOutput } from './output.ts';

/** What is done sooner needs no telling. */
const FIRST_AFTER_MS = 1000;
const EVERY_MS = 200;

/** Tells a person at a terminal how far an analysis has come. */
export function shownProgress(output: CommandOutput): (progress: Progress) => void {
  let next = Date.now() + FIRST_AFTER_MS;
  return (progress) => {
    const now = Date.now();
    if (now < next) return;
    next = now + EVERY_MS;
    output.progress(output.words.commandLine.progress(progress));
  };
}
