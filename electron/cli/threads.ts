import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Elsewhere, type PartAnswer, partPool, type PartThread } from '../../core/index.ts';

/** Putting the parts together takes one thread some time, too: more would wait for it. */
const MOST_THREADS = 6;

/** With fewer, reading alone is faster than putting parts together (measured with two). */
const LEAST_PROCESSORS = 4;

/** Threads to read large logs with. */
export interface Threads extends Elsewhere {
  /** Ends them; nothing may be asked of them any more. */
  stop(): void;
}

/** `scripts` as in `runCli`. Null where there are too few processors. */
export function threads(scripts: string): Threads | null {
  if (availableParallelism() < LEAST_PROCESSORS) return null;
  const count = Math.min(availableParallelism() - 1, MOST_THREADS);
  const workers: Worker[] = [];
  const start = (): PartThread => {
    const worker = new Worker(join(scripts, 'part-worker.js'));
    workers.push(worker);
    // An error is told to whoever waits for an answer; without a listener it would end the program.
    worker.on('error', () => {});
    return {
      read: (job, handsOver) =>
        new Promise<PartAnswer>((resolve, reject) => {
          worker.once('error', reject);
          worker.once('message', (answer: PartAnswer) => {
            worker.off('error', reject);
            resolve(answer);
          });
          worker.postMessage(job, handsOver ? [job.bytes.buffer as ArrayBuffer] : []);
        }),
    };
  };
  return {
    ...partPool(count, start),
    stop() {
      for (const worker of workers) void worker.terminate();
    },
  };
}
