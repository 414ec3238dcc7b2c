import { compareAnalyses } from './diff/compare.ts';
import { eachTableOnce } from './kernel/chains/loaded-tables.ts';
import type { Analysis } from './model/analysis.ts';
import type { CaptureDiff } from './model/diff.ts';
import { stateSimulator } from './simulate/simulate-host.ts';

/** Two captures of the same hosts in, what changed between them and what that did to the traffic out. */
export function compareCaptures(before: Analysis, after: Analysis): CaptureDiff {
  return compareAnalyses(before, after, ({ tables, network, ipsets }) =>
    stateSimulator({
      // Of a table that two tools show, what iptables shows counts.
      tables: eachTableOnce(tables).map(({ table }) => table),
      network,
      ipsets,
      conntrack: [],
    }),
  );
}
