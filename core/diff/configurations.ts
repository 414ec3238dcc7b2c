import type { Analysis } from '../model/analysis.ts';
import { hostState, type HostState } from '../kernel/host-state.ts';
import { compareHost } from './compare-host.ts';
import { pairHosts } from './pair-hosts.ts';
import { inTheSameWords } from './same-words.ts';
import { stateWith } from './state-with.ts';

/** The configurations of a host at two times. */
export interface ConfigurationPair {
  readonly host: string;
  readonly before: HostState;
  readonly after: HostState;
}

/**
 * The hosts of two captures whose configurations differ. The one after is the one before with all changes made to it, so
 * what only one of the captures shows is the same in both.
 */
export function changedConfigurations(before: Analysis, after: Analysis): readonly ConfigurationPair[] {
  return pairHosts(before, after).pairs.flatMap((pair): readonly ConfigurationPair[] => {
    const states = inTheSameWords(hostState(before, pair.before), hostState(after, pair.after));
    const comparison = compareHost(pair.name, ...states);
    if (comparison.changes.length === 0) return [];
    return [
      {
        host: pair.name,
        before: stateWith(comparison, new Set()),
        after: stateWith(comparison, new Set(comparison.changes)),
      },
    ];
  });
}
