import { on } from 'node:events';
import { join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { createGunzip } from 'node:zlib';
import type { Gunzip } from '../../core/index.ts';
import { type GunzipAnswer, type GunzipAsk, gunzipChunkBytes } from './gunzip-messages.ts';

/**
 * Unpacks with zlib: ahead of whoever uses the bytes, and on a thread of its own (`scripts` as in `runCli`) where the
 * bytes only pass by. There is always the same memory for them then; new pieces of it would keep the garbage collector
 * busy.
 */
export function gunzipWith(scripts: string | null): Gunzip {
  return (packed, mayReuse) =>
    mayReuse && scripts !== null
      ? unpackedElsewhere(packed, join(scripts, 'gunzip-worker.js'))
      : pipeline(
          Readable.from(packed, { objectMode: false }),
          createGunzip({ chunkSize: gunzipChunkBytes }),
          // The iteration fails with the same error.
          () => {},
        );
}

async function* unpackedElsewhere(
  packed: AsyncIterable<Uint8Array>,
  script: string,
): AsyncGenerator<Uint8Array> {
  const worker = new Worker(script);
  const ask = (message: GunzipAsk, handedOver: readonly ArrayBuffer[] = []): void =>
    worker.postMessage(message, handedOver);
  const pieces = packed[Symbol.asyncIterator]();
  try {
    // Rejects with the thread's error, too.
    for await (const [answer] of on(worker, 'message') as AsyncIterable<[GunzipAnswer]>) {
      if (answer.kind === 'end') return;
      if (answer.kind === 'failed') throw new Error(answer.message);
      if (answer.kind === 'more') {
        const next = await pieces.next();
        ask(next.done === true ? { kind: 'end' } : { kind: 'packed', bytes: next.value });
      } else {
        const { memory, length } = answer;
        yield new Uint8Array(memory, 0, length);
        ask({ kind: 'free', memory }, [memory]);
      }
    }
  } finally {
    await pieces.return?.();
    await worker.terminate();
  }
}
