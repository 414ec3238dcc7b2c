import {
  type Elsewhere,
  type PartAnswer,
  partPool,
  type PartThread,
  type UnpackAnswer,
  unpackPool,
} from '../../core/index.ts';

/** Putting the parts together takes one thread some time, too: more would wait for it. */
const mostThreads = 6;

/**
 * Workers of this worker, to read large logs with; they end with it. One processor is left to the page, and one puts
 * together; null where there are no two others: then reading alone is faster.
 */
export function threads(): Elsewhere | null {
  const count = Math.min(navigator.hardwareConcurrency - 2, mostThreads);
  return count < 2 ? null : partPool(count, startThread);
}

function startThread(): PartThread {
  const worker = new Worker(new URL('./part-worker.ts', import.meta.url), { type: 'module' });
  return {
    read: (job, handsOver) =>
      new Promise<PartAnswer>((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<PartAnswer>) => resolve(data);
        worker.onerror = (event) => reject(new Error(event.message));
        worker.postMessage(job, { transfer: handsOver ? [job.bytes.buffer as ArrayBuffer] : [] });
      }),
  };
}

/** Workers of this worker that unpack large files; one that has nothing to do waits for the next file. */
export const unpacking = unpackPool(() => {
  const worker = new Worker(new URL('./unpack-worker.ts', import.meta.url), { type: 'module' });
  return {
    send: (ask, handedOver) => worker.postMessage(ask, { transfer: [...handedOver] }),
    listen(take, fail) {
      worker.onmessage = ({ data }: MessageEvent<UnpackAnswer>) => take(data);
      worker.onerror = (event) => fail(new Error(event.message));
    },
    stop: () => worker.terminate(),
  };
});
