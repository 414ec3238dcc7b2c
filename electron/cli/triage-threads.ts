import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { failedTriage, type TriageLine, type Words } from '../../core/index.ts';
import { messageOf } from './message-of.ts';
import type { TriageAsk } from '../triage-worker.ts';
import { triageBundle } from './triage-bundle.ts';

/** Each has its share of the memory: more would have too little for a large bundle. */
const MOST_THREADS = 4;

/** Analyses bundles a few at a time. */
export interface Triage {
  readonly atOnce: number;
  of(bundle: string): Promise<TriageLine>;
  stop(): void;
}

/** On threads of their own; `scripts` null: on this one, one after another. A bundle that ends its thread ends no other. */
export function triageThreads(scripts: string | null, words: Words): Triage {
  if (scripts === null) return { atOnce: 1, of: (bundle) => triageBundle(bundle, 1, words), stop() {} };
  const atOnce = Math.min(availableParallelism(), MOST_THREADS);
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const start = (): Worker => {
    const worker = new Worker(join(scripts, 'triage-worker.js'));
    all.add(worker);
    worker.unref();
    return worker;
  };
  return {
    atOnce,
    of(bundle) {
      const worker = idle.pop() ?? start();
      worker.ref();
      return new Promise((resolve) => {
        const end = (line: TriageLine, isAlive: boolean): void => {
          worker.removeAllListeners('message').removeAllListeners('error').unref();
          if (isAlive) idle.push(worker);
          else all.delete(worker);
          resolve(line);
        };
        worker.once('message', (line: TriageLine) => end(line, true));
        worker.once('error', (error) =>
          end(failedTriage(bundle, words.triage.brokeOff(messageOf(error))), false),
        );
        worker.postMessage({ bundle, share: 1 / atOnce, language: words.language } satisfies TriageAsk);
      });
    },
    stop() {
      for (const worker of all) void worker.terminate();
    },
  };
}
