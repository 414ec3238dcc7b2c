/** A thread that unpacks gzip for the command line: see cli/gunzip.ts. */
import { parentPort } from 'node:worker_threads';
import { createGunzip } from 'node:zlib';
import { type GunzipAnswer, type GunzipAsk, gunzipChunkBytes } from './cli/gunzip-messages.ts';

/** Memory that goes to whoever reads it and comes back. */
const free = Array.from({ length: 4 }, () => new ArrayBuffer(gunzipChunkBytes));
let whenFree = (): void => {};
const gunzip = createGunzip({ chunkSize: gunzipChunkBytes });

parentPort?.on('message', (ask: GunzipAsk) => {
  switch (ask.kind) {
    case 'packed':
      gunzip.write(ask.bytes, () => answer({ kind: 'more' }));
      break;
    case 'end':
      gunzip.end();
      break;
    case 'free':
      free.push(ask.memory);
      whenFree();
      break;
  }
});
// One piece more than is being unpacked.
answer({ kind: 'more' });
answer({ kind: 'more' });
try {
  for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
    // Chunks that had to wait come in one.
    for (let start = 0; start < chunk.length; start += gunzipChunkBytes) {
      if (free.length === 0) await new Promise<void>((resolve) => (whenFree = resolve));
      const memory = free.pop() as ArrayBuffer;
      const piece = chunk.subarray(start, start + gunzipChunkBytes);
      new Uint8Array(memory).set(piece);
      answer({ kind: 'unpacked', memory, length: piece.length }, [memory]);
    }
  }
  answer({ kind: 'end' });
} catch (error) {
  answer({ kind: 'failed', message: String(error) });
}

function answer(message: GunzipAnswer, handedOver: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, handedOver);
}
