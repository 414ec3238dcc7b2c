import type { Analysis } from '../model/analysis.ts';
import { recordsOf } from '../model/host-records.ts';

/** A small file of the bundle, whole. */
export interface HostFile {
  readonly path: string;
  readonly lines: readonly string[];
}

/** The files of the bundle that show a host's rules, routes, settings and sets, in that order: what a person would edit. */
export function hostFiles(
  analysis: Pick<Analysis, 'rulesets' | 'hostRecords' | 'keptLines'>,
  host: string,
): readonly HostFile[] {
  const { network, ipsets } = recordsOf(analysis, host);
  const records = [network?.routes, network?.fibRules, network?.sysctls, network?.links, ipsets];
  const paths = new Set([
    ...analysis.rulesets.flatMap(({ host: of, ruleset }) => (of === host ? [ruleset.file] : [])),
    ...records.flatMap((each) => (each ?? []).map(({ at }) => at.file)),
  ]);
  return [...paths].flatMap((path) => {
    const lines = analysis.keptLines.get(path);
    return lines === undefined ? [] : [{ path, lines }];
  });
}
