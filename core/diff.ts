import { compareAnalyses } from './diff/compare.ts';
import type { Analysis } from './model/analysis.ts';
import type { CaptureDiff } from './model/diff.ts';
import { hostSimulator } from './simulate/simulate-host.ts';

/** Two captures of the same hosts in, what changed between them and what that did to the traffic out. */
export function compareCaptures(before: Analysis, after: Analysis): CaptureDiff {
  return compareAnalyses(before, after, ({ tables, network, ipsets }) => {
    const rulesets = tables.map(({ source, backend, covers, table }) => ({
      host: '',
      ruleset: { family: null, source, backend, file: table.at.file, covers, tables: [table] },
    }));
    return hostSimulator(
      { rulesets, networkOf: () => network, ipsetsOf: () => ipsets, conntrackOf: () => [] },
      '',
    );
  });
}
