import type { ChainStep } from '../replay/printed-lines.ts';
import { loggedSteps } from '../replay/replayed-packet.ts';
import type { Analysis } from '../model/analysis.ts';
import type { EndNote } from '../model/end-note.ts';
import type { Disposition } from '../model/journey.ts';
import type { SimulatedWay } from '../model/simulation.ts';
import type { Tracer } from '../model/trace.ts';
import type { GroupOutcome } from './group-outcome.ts';
import { type HeaderPatch, headersOnWay } from './header-patch.ts';
import type { PacketGroup } from './packet-groups.ts';
import { placeName, endOf } from './walked-ends.ts';

/** The journey of a group's packets through the changed configuration, as a trace would show it. */
export interface ChangedJourney {
  /** Null: the lines that were captured. */
  readonly steps: readonly ChangedStep[] | null;
  readonly disposition: Disposition;
  /** The way that ends them where they don't end as captured. */
  readonly ending: SimulatedWay | null;
  /** Why their end is not known. */
  readonly note: EndNote | null;
}

export interface ChangedStep {
  readonly step: ChainStep;
  readonly tracer: Tracer;
  /** How the header is other than the one that the packet came with. */
  readonly patch: HeaderPatch;
}

/** `isChanged`: something was changed on the packets' host. */
export function changedJourney(
  analysis: Pick<Analysis, 'journeys' | 'rulesets'>,
  group: PacketGroup,
  outcome: GroupOutcome,
  isChanged: boolean,
): ChangedJourney {
  const { disposition, example } = group;
  const asCaptured: ChangedJourney = { steps: null, disposition, ending: null, note: null };
  if (!isChanged) return asCaptured;
  switch (outcome.kind) {
    case 'unchanged': {
      const [way, ...others] = outcome.ways;
      return way === undefined || others.length > 0 ? asCaptured : { ...asCaptured, steps: logged(way) };
    }
    case 'no-proof':
      return disposition === 'incomplete' || disposition === 'unknown'
        ? asCaptured
        : { ...asCaptured, disposition: 'unknown', note: { kind: 'walk-proves-nothing', why: outcome.why } };
    case 'changes': {
      const { ways, end, open } = outcome;
      const way = ways.find((each) => placeName(endOf(each)) === placeName(end)) ?? ways[0];
      if (open !== null || way === undefined)
        return {
          steps: way === undefined ? null : common(ways.map(logged)),
          disposition: 'unknown',
          ending: null,
          note: open === null ? null : { kind: 'may-change', open },
        };
      return { steps: logged(way), disposition: way.disposition, ending: way, note: null };
    }
  }

  function logged(way: SimulatedWay): readonly ChangedStep[] {
    const patches = headersOnWay(way.steps);
    return loggedSteps(analysis, example, way).map(({ step, tracer }) => ({
      step,
      tracer,
      patch: patches.get(step) as HeaderPatch,
    }));
  }
}

/** The steps that all ways begin with. */
function common(ways: readonly (readonly ChangedStep[])[]): readonly ChangedStep[] {
  const [first = [], ...others] = ways;
  const end = first.findIndex((each, index) =>
    others.some((way) => JSON.stringify(way[index]?.step) !== JSON.stringify(each.step)),
  );
  return end < 0 ? first : first.slice(0, end);
}
