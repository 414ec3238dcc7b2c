import { expect, it } from 'vitest';
import {
  analyze,
  packetDocuments,
  readLogPart,
  type AnalyzeOptions,
  type LogPartJob,
} from '../../core/index.ts';
import { kernelLog } from '../testing/capture.ts';
import { threads, type PartPort } from './threads.ts';

/** Reads parts on this thread, later ones sooner than earlier ones. */
function readingPort(started: number): PartPort {
  const port: PartPort = {
    onmessage: null,
    onerror: null,
    terminate: () => {},
    postMessage(job: LogPartJob) {
      const answer = { part: readLogPart(job), memory: job.bytes.buffer };
      const send = () => port.onmessage?.call(port as Worker, { data: answer } as MessageEvent);
      setTimeout(send, started % 2 === 0 ? 3 : 0);
    },
  };
  return port;
}

const log = kernelLog(
  Array.from({ length: 300 }, (_, i) => {
    const flow = `10.1.0.${i % 50}>10.2.0.2 UDP ${1000 + i}>80 ${i}`;
    return [`raw:PREROUTING:policy:1 eth0 - ${flow}`, `filter:FORWARD:rule:${1 + (i % 3)} eth0 eth1 ${flow}`];
  }).flat(),
);

async function analysed(options: AnalyzeOptions): Promise<readonly unknown[]> {
  const bytes = new TextEncoder().encode(log);
  async function* chunks(start: number) {
    for (let at = start; at < bytes.length; at += 1000) yield bytes.slice(at, at + 1000);
  }
  const documents: unknown[] = [];
  const analysis = await analyze([{ path: 'kern.log', size: bytes.length, chunks }], options);
  for await (const document of packetDocuments(analysis)) documents.push(document);
  return documents;
}

it.each([2, 3, 9])('a_log_read_by_several_workers_says_the_same: %i processors', async (processors) => {
  let started = 0;
  const several = threads(() => readingPort(started++), processors);
  const alone = await analysed({});
  expect(alone).toHaveLength(300);
  if (several === null) return expect(processors).toBe(2);
  const options = { elsewhere: { ...several, partBytes: 3000, worthwhileBytes: 0 } };
  expect(await analysed(options)).toEqual(alone);
  expect(started).toBe(Math.min(processors - 1, 6));
});

it('a_worker_that_fails_is_an_error_and_no_endless_wait', async () => {
  const failing: PartPort = {
    onmessage: null,
    onerror: null,
    terminate: () => {},
    postMessage() {
      setTimeout(() =>
        failing.onerror?.call(
          failing as Worker,
          { message: 'out of memory', preventDefault() {} } as ErrorEvent,
        ),
      );
    },
  };
  const several = threads(() => failing, 4);
  const job = { path: 'kern.log', fallbackHost: '', bytes: new Uint8Array(1), inLongLine: false };
  await expect(several?.readPart(job)).rejects.toThrow('out of memory');
});
