/** A thread that unpacks gzip for the command line: see cli/gunzip.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { createGunzip } from 'node:zlib';
import type { GunzipAsk, GunzipAnswer, GunzipMemory } from './cli/gunzip-messages.ts';

const { memory, slotBytes } = workerData as GunzipMemory;
const bytes = new Uint8Array(memory);
const free = Array.from({ length: bytes.length / slotBytes }, (_, slot) => slot);
let whenFree = (): void => {};
const gunzip = createGunzip({ chunkSize: slotBytes });

parentPort?.on('message', (ask: GunzipAsk) => {
  switch (ask.kind) {
    case 'packed':
      gunzip.write(ask.bytes, () => answer({ kind: 'more' }));
      break;
    case 'end':
      gunzip.end();
      break;
    case 'free':
      free.push(ask.slot);
      whenFree();
      break;
  }
});
// One piece more than is being unpacked.
answer({ kind: 'more' });
answer({ kind: 'more' });
try {
  for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
    if (free.length === 0) await new Promise<void>((resolve) => (whenFree = resolve));
    const slot = free.pop() as number;
    bytes.set(chunk, slot * slotBytes);
    answer({ kind: 'unpacked', slot, length: chunk.length });
  }
  answer({ kind: 'end' });
} catch (error) {
  answer({ kind: 'failed', message: String(error) });
}

function answer(message: GunzipAnswer): void {
  parentPort?.postMessage(message);
}
