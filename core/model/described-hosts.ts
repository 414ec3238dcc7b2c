import type { Analysis } from './analysis.ts';
import { recordsOf } from './host-records.ts';

/** The hosts whose rules or routing the bundle shows, '' for files that name none: those a question can be about. */
export function describedHosts(
  analysis: Pick<Analysis, 'hosts' | 'rulesets' | 'hostRecords'>,
): readonly string[] {
  const { hosts, rulesets } = analysis;
  const withRules = new Set(rulesets.map(({ host }) => host));
  return [...new Set([...hosts.map(({ name }) => name), ...withRules, ''])].filter(
    (host) => withRules.has(host) || recordsOf(analysis, host).network !== null,
  );
}
