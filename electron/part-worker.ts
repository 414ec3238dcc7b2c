/** A thread that reads parts of kernel logs for the command line: see cli/threads.ts. */
import { parentPort } from 'node:worker_threads';
import { buffersOf, type LogPart, type LogPartJob, readLogPart } from '../core/index.ts';

/** What the thread answers to a `LogPartJob`: what the part says, and the job's memory, to be used again. */
export interface PartAnswer {
  readonly part: LogPart;
  readonly memory: ArrayBuffer;
}

parentPort?.on('message', (job: LogPartJob) => {
  const part = readLogPart(job);
  const memory = job.bytes.buffer as ArrayBuffer;
  parentPort?.postMessage({ part, memory } satisfies PartAnswer, [...buffersOf(part), memory]);
});
