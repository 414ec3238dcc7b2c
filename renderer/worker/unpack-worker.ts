import { serveUnpacking, type UnpackAsk } from '../../core/index.ts';

/** A worker of the worker: unpacks large files. */
const take = serveUnpacking((answer, handedOver) => postMessage(answer, { transfer: [...handedOver] }));
onmessage = ({ data }: MessageEvent<UnpackAsk>) => take(data);
