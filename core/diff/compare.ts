import { keptLine } from '../model/kept-lines.ts';
import type { Analysis } from '../model/analysis.ts';
import type { Attribution, CaptureDiff, Change, FlowChange } from '../model/diff.ts';
import type { Disposition, Cause } from '../model/journey.ts';
import { type Blame, blameFor, type FoundBlame, replayer, type Trial } from './attribute.ts';
import { compareCounters } from './compare-counters.ts';
import { compareEdges } from './compare-edges.ts';
import { compareHost } from './compare-host.ts';
import { endingNamer } from './ending-name.ts';
import { flowsOf } from '../replay/flows.ts';
import { hostState } from '../kernel/host-state.ts';
import { inTheSameWords } from './same-words.ts';
import { type ComparedFlow, compareFlow } from './outcomes.ts';
import { pairHosts } from './pair-hosts.ts';
import type { Replay } from '../replay/replayed-packet.ts';
import type { FoundChange } from './script.ts';

/** What differs between two captures: the configuration, the flows, and which change made which flow end otherwise. */
export function compareAnalyses(before: Analysis, after: Analysis, replay: Replay): CaptureDiff {
  const { pairs, notes } = pairHosts(before, after);
  const trials = new Map(
    pairs.map((pair): [string, Trial] => {
      const states = inTheSameWords(hostState(before, pair.before), hostState(after, pair.after));
      const comparison = compareHost(pair.name, ...states);
      const name = endingNamer(comparison);
      return [pair.name, { comparison, before, after, name, replayWith: replayer(comparison, replay) }];
    }),
  );
  const found = [...trials.values()].flatMap(({ comparison }) => comparison.changes);
  const numbered = new Map(
    found.map((change, index): [FoundChange, Change] => {
      const { policies: _, ...shown } = change;
      return [change, { id: index + 1, ...shown }];
    }),
  );
  const names = {
    before: new Map(pairs.map((pair) => [pair.before, pair.name])),
    after: new Map(pairs.map((pair) => [pair.after, pair.name])),
  };
  const hostBefore = (name: string): string => names.before.get(name) ?? name;
  const hostAfter = (name: string): string => names.after.get(name) ?? name;
  const endingOn =
    (hostOf: (name: string) => string) =>
    (disposition: Disposition, cause: Cause | null): string =>
      trials.get(hostOf(cause?.host ?? ''))?.name(cause?.family ?? 'ipv4', disposition, cause) ?? disposition;
  const flows = {
    before: flowsOf(before, hostBefore, endingOn(hostBefore)),
    after: flowsOf(after, hostAfter, endingOn(hostAfter)),
  };
  const ids = new Set([...flows.before.keys(), ...flows.after.keys()]);
  const compared = Array.from(ids, (id) => {
    const [old, now] = [flows.before.get(id), flows.after.get(id)];
    const key = (now ?? old)?.key as ComparedFlow['flow'];
    return compareFlow(key, { flow: old, capture: before }, { flow: now, capture: after });
  });
  return {
    changes: Array.from(numbered.values(), (change) => withLines(change, before, after)),
    flows: compared.map((flow) => judged(flow, trials, numbered)).toSorted(changedFirst),
    edges: compareEdges(before.edges, after.edges, hostBefore, hostAfter),
    counted: pairs.flatMap((pair) =>
      compareCounters(pair.name, hostState(before, pair.before).tables, hostState(after, pair.after).tables),
    ),
    notes: [...notes, ...[...trials.values()].flatMap(({ comparison }) => comparison.notes)],
  };
}

/** A rule stands without its counter, as everywhere; all else as its line has it. */
function withLines(change: Change, before: Analysis, after: Analysis): Change {
  if (change.kind.startsWith('rule-')) return change;
  const read = (line: Change['before'], { keptLines }: Analysis): Change['before'] =>
    line === null ? null : { ...line, text: keptLine(keptLines, line).trimEnd() || line.text };
  return { ...change, before: read(change.before, before), after: read(change.after, after) };
}

function judged(
  flow: ComparedFlow,
  trials: ReadonlyMap<string, Trial>,
  numbered: ReadonlyMap<FoundChange, Change>,
): FlowChange {
  const { endingBefore: _before, endingAfter: _after, uncertain, ...plain } = flow;
  if (!flow.changed && !flow.diverted) return { ...plain, attribution: null, unattributed: null };
  const trial = trials.get(flow.flow.host);
  const blame: Blame = trial === undefined ? { none: 'host-of-one-capture' } : blameFor(trial, flow);
  if ('none' in blame && flow.changed && uncertain)
    return { ...plain, changed: false, attribution: null, unattributed: null };
  if ('none' in blame) return { ...plain, attribution: null, unattributed: blame.none };
  return { ...plain, attribution: attributionOf(blame, numbered), unattributed: null };
}

function attributionOf(
  { changes, proof, besides }: FoundBlame,
  numbered: ReadonlyMap<FoundChange, Change>,
): Attribution {
  const idsOf = (some: readonly FoundChange[]): readonly number[] =>
    some.map((change) => (numbered.get(change) as Change).id).toSorted((a, b) => a - b);
  return { changes: idsOf(changes), besides: idsOf(besides), proof };
}

/** Changed flows first, those with the most packets before the others. */
function changedFirst(a: FlowChange, b: FlowChange): number {
  const rank = ({ changed, diverted }: FlowChange): number => (changed ? 2 : diverted ? 1 : 0);
  const packets = ({ before, after }: FlowChange): number => (before?.packets ?? 0) + (after?.packets ?? 0);
  const words = ({ flow }: FlowChange): string => JSON.stringify(flow);
  return rank(b) - rank(a) || packets(b) - packets(a) || (words(a) < words(b) ? -1 : 1);
}
