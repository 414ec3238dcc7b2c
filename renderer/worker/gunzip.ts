import type { Gunzip } from '../../core/index.ts';

/** The browser unpacks on a thread of its own, ahead of whoever uses the bytes. */
export const gunzip: Gunzip = async function* (packed) {
  const chunks = packed[Symbol.asyncIterator]();
  const source = new ReadableStream<BufferSource>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      // A copy: the decoder may read it after core has used its memory again.
      else controller.enqueue(value.slice());
    },
    async cancel() {
      await chunks.return?.();
    },
  });
  const reader = source.pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
};
