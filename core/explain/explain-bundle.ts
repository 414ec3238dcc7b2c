import type { ActiveChains } from '../kernel/chains/active-chains.ts';
import { factsOfHost } from '../kernel/match/facts-of-host.ts';
import type { HostNetwork } from '../kernel/routing/host-network.ts';
import type { DeadEnd, Outcomes, PolicyCount, RuleCount } from '../model/analysis.ts';
import type { CaptureMatches } from '../model/capture-match.ts';
import type { Clue } from '../model/clue.ts';
import type { Family } from '../model/family.ts';
import type { HeaderLinks } from '../model/header-links.ts';
import { type DescribedHosts, recordsOf } from '../model/host-records.ts';
import type { Journeys, MissingInput } from '../model/journey.ts';
import type { JourneyKinds } from '../model/journey-kinds.ts';
import { type KeptLines, keptLine } from '../model/kept-lines.ts';
import type { RecordsPresent } from '../model/network.ts';
import type { Witness } from '../model/witness.ts';
import type { Records } from '../model/records.ts';
import type { Ruleset } from '../model/ruleset.ts';
import type { Sliced } from '../model/run-sliced.ts';
import type { TraceEvents } from '../model/trace.ts';
import { findCaptureMatches } from './captures/capture-matches.ts';
import { witnessesOfTheLog } from './captures/captures-of-the-log.ts';
import { findClues } from './clues/clues.ts';
import { compareCounters } from './counters/counter-witness.ts';
import { resetPolicies } from './counters/policy-reset.ts';
import { groupDeadEnds } from './dead-ends.ts';
import { explainJourneys } from './explain.ts';
import { listMissing } from './missing.ts';

/** What is to be explained: the joined packets, and what the bundle has of their hosts. */
export interface JoinedPackets {
  readonly events: TraceEvents;
  readonly journeys: Journeys;
  readonly links: HeaderLinks;
  readonly live: ActiveChains;
  readonly rules: readonly RuleCount[];
  readonly policies: readonly PolicyCount[];
  readonly hosts: HostsToAsk;
}

interface HostsToAsk extends DescribedHosts {
  readonly rulesets: readonly { readonly host: string; readonly ruleset: Ruleset }[];
  readonly keptLines: KeptLines;
  networkOf(host: string): HostNetwork | null;
  recordsOf(host: string): readonly Records[];
  witnessOf(host: string): Witness;
  natRewrites(host: string, family: Family): boolean;
  filesOf(host: string): RecordsPresent;
}

/** How the packets ended and why, and what else stands out or lacks. */
export interface ExplainedBundle {
  readonly outcomes: Outcomes;
  readonly kinds: JourneyKinds;
  readonly captureMatches: CaptureMatches;
  readonly deadEnds: readonly DeadEnd[];
  readonly missing: readonly MissingInput[];
  readonly clues: readonly Clue[];
}

/** Explains the end of each packet. `isDamaged`: whether a file of the bundle is not what was packed. */
export function* explainBundle(
  { events, journeys, links, live, rules, policies, hosts }: JoinedPackets,
  isDamaged: (file: string) => boolean,
): Sliced<ExplainedBundle> {
  const witnessOf = witnessesOfTheLog(events, journeys, hosts.witnessOf);
  const captureMatches = findCaptureMatches(events, journeys, witnessOf);
  yield 0;
  const { outcomes, kinds } = yield* explainJourneys(events, journeys, {
    networkOf: hosts.networkOf,
    recordsOf: hosts.recordsOf,
    witnessOf,
    live,
    counts: [...rules, ...policies],
    counters: compareCounters(rules, policies),
    policyReset: resetPolicies(rules, policies),
    natRewrites: hosts.natRewrites,
    factsOf: (host) => factsOfHost(recordsOf(hosts, host)),
    rulesets: hosts.rulesets,
    textAt: keptLine.bind(null, hosts.keptLines),
    captureMatches,
    links,
    isDamaged,
  });
  const described = [...hosts.rulesets.map(({ host }) => host), ...events.places.map(({ host }) => host)];
  return {
    outcomes,
    kinds,
    captureMatches,
    deadEnds: groupDeadEnds(events, journeys, outcomes),
    missing: listMissing(journeys, outcomes, kinds, hosts.filesOf),
    clues: findClues({
      events,
      journeys,
      outcomes,
      rules,
      policies,
      ...hosts,
      hosts: [...new Set(described)],
    }),
  };
}
