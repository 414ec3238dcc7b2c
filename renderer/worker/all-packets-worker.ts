import { compareConfigurations, everyNeverRule, type ReachListener, reachOnHost } from '../../core/index.ts';
import type { AllPacketsAnswers, AllPacketsJob, FromAllPackets } from './all-packets.ts';

/** A worker of the worker: answers one question about all packets. */
onmessage = ({ data: job }: MessageEvent<AllPacketsJob>) => {
  send({ kind: 'answer', answer: answerTo(job) });
};

function answerTo(job: AllPacketsJob): AllPacketsAnswers[keyof AllPacketsAnswers] {
  switch (job.kind) {
    case 'reach':
      return reachOnHost(job.bundle, job.host, job.query, listener());
    case 'compare':
      return compareConfigurations(job.pairs, listener());
    case 'never':
      return everyNeverRule(job.bundle);
  }
}

/** The page wants to hear some five times a second. */
function listener(): ReachListener {
  let last = performance.now();
  return {
    isDue: () => performance.now() - last > 200,
    tell(progress) {
      last = performance.now();
      send({ kind: 'progress', progress });
    },
  };
}

function send(message: FromAllPackets) {
  postMessage(message);
}
