import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { Analysis } from '../model/analysis.ts';
import type { AttributionProof, FlowOutcome } from '../model/diff.ts';
import type { HostComparison } from './compare-host.ts';
import type { EndingNamer } from './ending-name.ts';
import { minimise } from './minimise.ts';
import { changesNamedBy } from './named-change.ts';
import type { ComparedFlow } from './outcomes.ts';
import { type Replay, replayedPackets } from './replayed-packet.ts';
import type { FoundChange } from './script.ts';
import { allWithout, stateWith, withNeeds } from './state-with.ts';

/** Changes that a flow's other end is put down to, or why it is put down to none. */
export type Blame =
  | {
      readonly changes: readonly FoundChange[];
      readonly proof: AttributionProof;
      /** Whether undoing them alone gives the former end again; false where another change would do the same. */
      readonly undone: boolean;
    }
  | { readonly none: string };

/** All that the flows of one host are judged by. */
export interface Trial {
  readonly comparison: HostComparison;
  readonly before: Analysis;
  readonly after: Analysis;
  readonly name: EndingNamer;
  readonly replay: Replay;
}

/**
 * Finds the changes without which the flow would have ended as before. The packet of one capture is walked through the
 * configuration of both; where that gives both ends, the smallest part of the changes is sought that alone, made in the
 * configuration before, gives the later end. Where a walk can't tell, the cause itself may name what changed.
 */
export function blameFor(trial: Trial, flow: ComparedFlow): Blame {
  const { comparison } = trial;
  if (comparison.changes.length === 0) return { none: 'Nothing in the configuration changed' };
  const packets = [
    [trial.after, flow.after, comparison.after],
    [trial.before, flow.before, comparison.before],
  ] as const;
  for (const [capture, outcome, own] of packets) {
    if (outcome === null) continue;
    const candidates = replayedPackets(capture, outcome.example, own, trial.replay);
    const blame = candidates.length === 0 ? null : blameByReplay(trial, flow, candidates);
    if (blame !== null) return blame;
  }
  const named = changesNamedBy(comparison.changes, flow);
  if (named.length > 0) return { changes: named, proof: 'named', undone: false };
  return {
    none: 'What the packets met in both captures, walked through both configurations, does not show which change it comes from',
  };
}

function blameByReplay(
  { comparison, name, replay }: Trial,
  flow: ComparedFlow,
  packets: readonly MatchPacket[],
): Blame | null {
  const [former, later] = [aimOf(flow, 'before'), aimOf(flow, 'after')];
  const known = new Map<string, boolean>();
  let presumes = false;
  const numbers = new Map(comparison.changes.map((change, index) => [change, index]));
  const ends = (taken: ReadonlySet<FoundChange>, aim: string): boolean => {
    const key = `${aim} ${[...taken]
      .map((change) => numbers.get(change))
      .toSorted()
      .join(' ')}`;
    const answer = known.get(key);
    if (answer !== undefined) return answer;
    const state = stateWith(comparison, taken);
    const all = packets.every((packet) => {
      const { ways, unexplored, presumed } = replay(state, packet);
      if (presumed.length > 0) presumes = true;
      return (
        unexplored === null &&
        ways.every((way) => {
          const end = name(packet.family, way.disposition, way.cause);
          return aim === (flow.diverted ? `${end} ${egressWords(way.egress)}` : end);
        })
      );
    });
    known.set(key, all);
    return all;
  };
  const all = new Set(comparison.changes);
  if (!ends(new Set(), former) || !ends(all, later)) return null;
  const part = minimise(leastNamedFirst(comparison.changes, flow), (changes) =>
    ends(withNeeds(comparison, changes), later),
  );
  const changes = withNeeds(comparison, part);
  const undone = ends(allWithout(comparison, changes), former);
  return { changes: [...changes], proof: presumes ? 'possible' : 'replayed', undone };
}

/** Of several parts that would do, the one is wanted that the cause names. */
function leastNamedFirst(changes: readonly FoundChange[], flow: ComparedFlow): readonly FoundChange[] {
  const named = new Set(changesNamedBy(changes, flow));
  return [...changes.filter((change) => !named.has(change)), ...named];
}

function aimOf(flow: ComparedFlow, side: 'before' | 'after'): string {
  const ending = side === 'before' ? flow.endingBefore : flow.endingAfter;
  return flow.diverted ? `${ending} ${egressWords(flow[side]?.egress ?? null)}` : `${ending}`;
}

function egressWords(
  egress:
    | (Pick<NonNullable<FlowOutcome['egress']>, 'dst' | 'dport'> & { readonly interface: string | null })
    | { readonly interface: string | null; readonly dst: string | null; readonly dport: number | null }
    | null,
): string {
  return egress === null ? 'nowhere' : `${egress.interface} ${egress.dst} ${egress.dport}`;
}
