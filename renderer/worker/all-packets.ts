import type {
  ConfigurationPair,
  NeverSearch,
  Reach,
  ReachComparison,
  ReachProgress,
  ReachQuery,
  SimulatedBundle,
} from '../../core/index.ts';

/** A question about all packets, with all that its answer rests on. */
export type AllPacketsJob =
  | {
      readonly kind: 'reach';
      readonly bundle: SimulatedBundle;
      readonly host: string;
      readonly query: ReachQuery;
    }
  | { readonly kind: 'compare'; readonly pairs: readonly ConfigurationPair[] }
  | { readonly kind: 'never'; readonly bundle: SimulatedBundle };

/** The answers, by the kind of the question. */
export interface AllPacketsAnswers {
  readonly reach: Reach;
  readonly compare: ReachComparison;
  readonly never: NeverSearch;
}

/** From the worker that answers. */
export type FromAllPackets =
  | { readonly kind: 'progress'; readonly progress: ReachProgress }
  | { readonly kind: 'answer'; readonly answer: AllPacketsAnswers[keyof AllPacketsAnswers] };

/** An answer that is being made. */
export interface Making<T> {
  /** Null where it was given up. Rejects with what went wrong. */
  readonly answer: Promise<T | null>;
  giveUp(): void;
}

/**
 * Answers a question in a worker of its own: it takes seconds on a large host, in which this one answers others, and what
 * nobody waits for any longer ends at once.
 */
export function answerApart<Kind extends AllPacketsJob['kind']>(
  job: Extract<AllPacketsJob, { kind: Kind }>,
  onProgress: (progress: ReachProgress) => void = () => {},
): Making<AllPacketsAnswers[Kind]> {
  const worker = new Worker(new URL('./all-packets-worker.ts', import.meta.url), { type: 'module' });
  let settle: (answer: AllPacketsAnswers[Kind] | null) => void = () => {};
  const answer = new Promise<AllPacketsAnswers[Kind] | null>((resolve, reject) => {
    settle = resolve;
    worker.onmessage = ({ data }: MessageEvent<FromAllPackets>) => {
      if (data.kind === 'progress') onProgress(data.progress);
      else resolve(data.answer as AllPacketsAnswers[Kind]);
    };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(job);
  });
  const end = () => worker.terminate();
  answer.then(end, end);
  return {
    answer,
    giveUp() {
      end();
      settle(null);
    },
  };
}
