import { compareAnalyses } from './diff/compare.ts';
import { changedConfigurations, type ConfigurationPair } from './diff/configurations.ts';
import { eachTableOnce } from './kernel/chains/loaded-tables.ts';
import type { HostState } from './kernel/host-state.ts';
import type { Analysis } from './model/analysis.ts';
import type { CaptureDiff } from './model/diff.ts';
import type { ReachComparison, ReachListener } from './model/reach.ts';
import { compareReach, partOf, sumOfComparisons } from './simulate/reach/compare-reach.ts';
import { everyPacket } from './simulate/reach/reach-query.ts';
import { type SimulatedState, stateSimulator } from './simulate/simulate-host.ts';

/** Two captures of the same hosts in, what changed between them and what that did to the traffic out. */
export function compareCaptures(before: Analysis, after: Analysis): CaptureDiff {
  return compareAnalyses(before, after, (state) => stateSimulator(simulated(state)));
}

/** Which packets that need not be in either capture end otherwise now, on hosts that both captures have. */
export function compareAllPackets(before: Analysis, after: Analysis): ReachComparison {
  return compareConfigurations(changedConfigurations(before, after));
}

/** The same of configurations alone, which can be sent to where there is time. */
export function compareConfigurations(
  pairs: readonly ConfigurationPair[],
  listener: ReachListener | null = null,
): ReachComparison {
  return sumOfComparisons(
    pairs.map((pair, index) =>
      compareReach(
        pair.host,
        simulated(pair.before),
        simulated(pair.after),
        everyPacket,
        partOf(listener, index, pairs.length),
      ),
    ),
  );
}

/** Of a table that two tools show, what iptables shows counts. Connections of one moment are left out. */
function simulated({ tables, network, ipsets }: HostState): SimulatedState {
  return { tables: eachTableOnce(tables).map(({ table }) => table), network, ipsets, conntrack: [] };
}
