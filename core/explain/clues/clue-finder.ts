import type { HostNetwork } from '../../kernel/routing/host-network.ts';
import type { Outcomes, PolicyCount, RuleCount } from '../../model/analysis.ts';
import type { Clue } from '../../model/clue.ts';
import type { HostRecords } from '../../model/host-records.ts';
import type { Journeys } from '../../model/journey.ts';
import type { Witness } from '../../model/witness.ts';
import type { Ruleset } from '../../model/ruleset.ts';
import type { TraceEvents } from '../../model/trace.ts';
import type { SeenJourney } from './packets-seen.ts';

/** What clues are looked for in. */
export interface ClueSources {
  readonly events: TraceEvents;
  readonly journeys: Journeys;
  readonly outcomes: Outcomes;
  readonly hosts: readonly string[];
  readonly rulesets: readonly { readonly host: string; readonly ruleset: Ruleset }[];
  /** By the hosts that any file says something about. */
  readonly hostRecords: ReadonlyMap<string, HostRecords>;
  /** What rules and policies counted, by the log, by their dump, and between two dumps. */
  readonly rules: readonly RuleCount[];
  readonly policies: readonly PolicyCount[];
  readonly networkOf: (host: string) => HostNetwork | null;
  readonly witnessOf: (host: string) => Witness;
}

/** Finds one kind of clue; `packetsSeen`: those of the log, read once for all finders. */
export type ClueFinder = (sources: ClueSources, packetsSeen: () => readonly SeenJourney[]) => readonly Clue[];
