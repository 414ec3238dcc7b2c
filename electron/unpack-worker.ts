/** A thread that unpacks for the command line: see cli/unpack.ts. */
import { parentPort } from 'node:worker_threads';
import { serveUnpacking, type UnpackAsk } from '../core/index.ts';

const take = serveUnpacking((answer, handedOver) => parentPort?.postMessage(answer, handedOver));
parentPort?.on('message', (ask: UnpackAsk) => take(ask));
