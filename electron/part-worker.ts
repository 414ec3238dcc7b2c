/** A thread that reads parts of kernel logs for the command line: see cli/threads.ts. */
import { parentPort } from 'node:worker_threads';
import { buffersOf, type LogPartJob, type PartAnswer, readLogPart } from '../core/index.ts';

parentPort?.on('message', (job: LogPartJob) => {
  const part = readLogPart(job);
  const memory = job.bytes.buffer as ArrayBuffer;
  parentPort?.postMessage({ part, memory } satisfies PartAnswer, [...buffersOf(part), memory]);
});
