/** A worker that reads parts of kernel logs for the analysis worker: see threads.ts. */
import { buffersOf, readLogPart, type LogPart, type LogPartJob } from '../../core/index.ts';

/** The answer to a `LogPartJob`: what the part says, and the job's memory, to be used again. */
export interface PartAnswer {
  readonly part: LogPart;
  readonly memory: ArrayBuffer;
}

onmessage = ({ data: job }: MessageEvent<LogPartJob>) => {
  const part = readLogPart(job);
  const memory = job.bytes.buffer as ArrayBuffer;
  postMessage({ part, memory } satisfies PartAnswer, { transfer: [...buffersOf(part), memory] });
};
