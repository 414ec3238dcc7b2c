import { type LogPart, type LogPartJob, readLogPart } from './log-part.ts';
import type { Elsewhere } from './parallel-reader.ts';

/** What a thread answers to a job: what the part says, and the job's memory, to be used again. */
export interface PartAnswer {
  readonly part: LogPart;
  readonly memory: ArrayBuffer;
}

/** Another thread that runs `readLogPart`, one job at a time. */
export interface PartThread {
  /**
   * `handsOver`: the job's memory becomes the thread's; otherwise the thread gets a copy. Rejects where the thread
   * failed or could not even be started.
   */
  read(job: LogPartJob, handsOver: boolean): Promise<PartAnswer>;
}

const PART_BYTES = 4 << 20;
/** A smaller log is read before the threads have got up to speed. */
const WORTHWHILE_BYTES = 384 << 20;

/** Up to `lanes` threads, each started when there is something for it to read. */
export function partPool(lanes: number, start: () => PartThread): Elsewhere {
  const free: { readonly thread: PartThread; isProven: boolean }[] = [];
  const memory: ArrayBuffer[] = [];
  const waiting: (() => void)[] = [];
  let started = 0;

  const take = async () => {
    while (free.length === 0 && started === lanes) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    }
    const known = free.pop();
    if (known !== undefined) return known;
    started++;
    return { thread: start(), isProven: false };
  };

  return {
    lanes,
    partBytes: PART_BYTES,
    worthwhileBytes: WORTHWHILE_BYTES,
    memory(bytes) {
      const known = memory.pop();
      const isEnough = known !== undefined && known.byteLength >= bytes;
      return new Uint8Array(isEnough ? known : new ArrayBuffer(bytes));
    },
    async readPart(job) {
      const lane = await take();
      try {
        // A thread that has never answered may never do so: until then, the bytes stay here as well.
        const answer = await lane.thread.read(job, lane.isProven);
        lane.isProven = true;
        memory.push(answer.memory);
        return answer.part;
      } catch (error) {
        if (lane.isProven) throw error;
        return readLogPart(job);
      } finally {
        free.push(lane);
        waiting.shift()?.();
      }
    },
  };
}
