import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Elsewhere, LogPart, LogPartJob } from '../../core/index.ts';
import type { PartAnswer } from '../part-worker.ts';

const PART_BYTES = 4 << 20;
/** A smaller log is read before the threads have got up to speed. */
const WORTHWHILE_BYTES = 192 << 20;
/** Putting the parts together takes one thread some time, too: more would wait for it. */
const MOST_THREADS = 6;

/** Threads to read large logs with, started when the first part is to be read. */
export interface Threads extends Elsewhere {
  /** Ends them; nothing may be asked of them any more. */
  stop(): void;
}

/** `script`: the built part-worker. Null where there is but one processor. */
export function threads(
  script: string,
  count = Math.min(availableParallelism(), MOST_THREADS),
): Threads | null {
  if (count < 2) return null;
  const free: Worker[] = [];
  const all: Worker[] = [];
  const waiting: ((worker: Worker) => void)[] = [];
  const memory: ArrayBuffer[] = [];

  const start = (): Worker => {
    const worker = new Worker(script);
    all.push(worker);
    return worker;
  };
  const take = (): Worker | Promise<Worker> =>
    free.pop() ?? (all.length < count ? start() : new Promise((resolve) => waiting.push(resolve)));
  const give = (worker: Worker): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(worker);
    else next(worker);
  };

  return {
    lanes: count,
    partBytes: PART_BYTES,
    worthwhileBytes: WORTHWHILE_BYTES,
    memory(bytes) {
      const known = memory.pop();
      return known !== undefined && known.byteLength >= bytes ? new Uint8Array(known) : new Uint8Array(bytes);
    },
    async readPart(job) {
      const worker = await take();
      const answer = await ask(worker, job);
      give(worker);
      memory.push(answer.memory);
      return answer.part;
    },
    stop() {
      for (const worker of all) void worker.terminate();
    },
  };
}

function ask(worker: Worker, job: LogPartJob): Promise<PartAnswer> {
  return new Promise((resolve, reject) => {
    worker.once('message', (answer: PartAnswer) => {
      worker.off('error', reject);
      resolve(answer);
    });
    worker.once('error', reject);
    worker.postMessage(job, [job.bytes.buffer as ArrayBuffer]);
  });
}
