import type { Elsewhere, LogPartJob } from '../../core/index.ts';
import type { PartAnswer } from './part-worker.ts';

const PART_BYTES = 4 << 20;
/** A smaller log is read before the workers have got up to speed. */
const WORTHWHILE_BYTES = 64 << 20;
/** Putting the parts together takes the analysis worker some time, too: more would wait for it. */
const MOST_THREADS = 6;

/** The part of `Worker` that is needed here. */
export type PartPort = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>;

/** Workers to read large logs with, started when the first part is to be read. */
export interface Threads extends Elsewhere {
  /** Ends them; nothing may be asked of them any more. */
  stop(): void;
}

/** One processor is left to the page. Null where there are no two others: one worker reads alone then. */
export function threads(
  start: () => PartPort = startPartWorker,
  processors = navigator.hardwareConcurrency,
): Threads | null {
  const count = Math.min(processors - 1, MOST_THREADS);
  if (count < 2) return null;
  const all: PartPort[] = [];
  const free: PartPort[] = [];
  const memory: ArrayBuffer[] = [];
  const waiting: ((port: PartPort) => void)[] = [];

  const take = (): PartPort | Promise<PartPort> => {
    const rested = free.pop();
    if (rested !== undefined) return rested;
    if (all.length >= count) return new Promise((resolve) => waiting.push(resolve));
    const port = start();
    all.push(port);
    return port;
  };
  const give = (port: PartPort): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(port);
    else next(port);
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
      const port = await take();
      const answer = await ask(port, job);
      give(port);
      memory.push(answer.memory);
      return answer.part;
    },
    stop() {
      for (const port of all) port.terminate();
    },
  };
}

function startPartWorker(): PartPort {
  return new Worker(new URL('./part-worker.ts', import.meta.url), { type: 'module' });
}

function ask(port: PartPort, job: LogPartJob): Promise<PartAnswer> {
  return new Promise((resolve, reject) => {
    port.onmessage = ({ data }: MessageEvent<PartAnswer>) => resolve(data);
    port.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message || 'A part of the log could not be read.'));
    };
    port.postMessage(job, [job.bytes.buffer as ArrayBuffer]);
  });
}
