/** A thread that analyses whole bundles for `netopsy triage`: see cli/triage.ts. */
import { parentPort } from 'node:worker_threads';
import { english, wordsOf } from '../core/index.ts';
import { triageBundle } from './cli/triage-bundle.ts';

/** What the thread is asked: a bundle, its share of the memory, and the language of its sentences. */
export interface TriageAsk {
  readonly bundle: string;
  readonly share: number;
  readonly language: string;
}

parentPort?.on('message', ({ bundle, share, language }: TriageAsk) => {
  void triageBundle(bundle, share, wordsOf(language) ?? english).then((line) =>
    parentPort?.postMessage(line),
  );
});
