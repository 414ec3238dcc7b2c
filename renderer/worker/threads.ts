import { type Elsewhere, type Gunzip, type PartAnswer, partPool, type PartThread } from '../../core/index.ts';

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

/** The browser unpacks on a thread of its own. It takes one member only: core goes on where it fails. */
export const gunzip: Gunzip = async function* (packed) {
  const pieces = packed[Symbol.asyncIterator]();
  const source = new ReadableStream<BufferSource>({
    async pull(controller) {
      const next = await pieces.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value as Uint8Array<ArrayBuffer>);
    },
    cancel: async () => {
      await pieces.return?.();
    },
  });
  const reader = source.pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    // Of a reader that failed there is nothing to cancel.
    await reader.cancel().catch(() => {});
  }
};
