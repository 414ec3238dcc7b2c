import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type UnpackAnswer, unpackPool, type UnpackThread } from '../../core/index.ts';

/** Unpacks large files on threads of their own; `scripts` as in `runCli`. */
export function unpackThreads(scripts: string) {
  return unpackPool(() => startThread(join(scripts, 'unpack-worker.js')));
}

function startThread(script: string): UnpackThread {
  const worker = new Worker(script);
  worker.on('error', () => {});
  return {
    send: (ask, handedOver) => worker.postMessage(ask, handedOver),
    listen(take, fail) {
      worker.removeAllListeners('message').removeAllListeners('error');
      worker.on('message', (answer: UnpackAnswer) => take(answer));
      worker.on('error', fail);
    },
    stop: () => void worker.terminate(),
  };
}
