import { buffersOf, type LogPartJob, type PartAnswer, readLogPart } from '../../core/index.ts';

/** A worker of the worker: reads parts of large kernel logs. */
onmessage = ({ data: job }: MessageEvent<LogPartJob>) => {
  const part = readLogPart(job);
  const memory = job.bytes.buffer as ArrayBuffer;
  postMessage({ part, memory } satisfies PartAnswer, { transfer: [...buffersOf(part), memory] });
};
