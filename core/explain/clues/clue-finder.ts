import type { HostNetwork } from '../../kernel/routing/host-network.ts';
import type { Outcomes } from '../../model/analysis.ts';
import type { Clue } from '../../model/clue.ts';
import type { Journeys } from '../../model/journey.ts';
import type { Witness } from '../../model/network.ts';
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
  readonly networkOf: (host: string) => HostNetwork | null;
  readonly witnessOf: (host: string) => Witness;
}

/** Finds one kind of clue; `packetsSeen`: those of the log, read once for all finders. */
export type ClueFinder = (sources: ClueSources, packetsSeen: () => readonly SeenJourney[]) => readonly Clue[];
