import { buildCallGraph } from './graph/call-graph.ts';
import { countEdges } from './graph/count-edges.ts';
import { buildFlowPaths } from './graph/flow-paths.ts';
import { groupDeadEnds } from './explain/dead-ends.ts';
import { PathTree } from './join/journeys/path-tree.ts';
import { inferHooks } from './join/rules/infer-hooks.ts';
import { ActiveChains } from './kernel/chains/active-chains.ts';
import { isInWordsOfNft } from './kernel/chains/loaded-tables.ts';
import type { AnalysedBundle, Outcomes, TextReader } from './model/analysis.ts';
import type { EndNote } from './model/end-note.ts';
import { type Cause, dispositions, type ResolvedPlace } from './model/journey.ts';
import { firstEvent, lastEvent } from './model/journey-events.ts';
import type { JourneyKinds } from './model/journey-kinds.ts';
import type { Ruleset } from './model/ruleset.ts';
import type { TraceEvents } from './model/trace.ts';
import { changedCause } from './whatif/changed-cause.ts';
import { ChangedEvents } from './whatif/changed-events.ts';
import { type ChangedJourney, changedJourney } from './whatif/changed-journey.ts';
import { ChangedPlaces } from './whatif/changed-places.ts';
import { groupedBy, type WalkedState } from './whatif/capture-replay.ts';
import { walkedStates } from './whatif/what-if.ts';
import type { Trial } from './what-if.ts';

/** A capture, and what it would have been after changes: as two captures that can be compared. */
export interface CapturePair {
  readonly before: AnalysedBundle;
  readonly after: AnalysedBundle;
}

/**
 * The capture that a host would have made of the same packets after changes: each packet's journey is its walk through
 * the changed configuration, with the lines of rules in place of a log's. A packet whose end is not certain is `unknown`,
 * and its note says why. `typed`: the lines of what was typed, by the name that new rules are said to stand in.
 */
export function changedCapture(
  analysis: AnalysedBundle,
  trial: Trial,
  typed: ReadonlyMap<string, readonly string[]>,
): CapturePair {
  const { capture, states } = trial;
  const stated = new Map([...states.keys()].map((host) => [host, capture.stateOf(host)]));
  const before = withStates(analysis, stated);
  const keptLines = new Map([...analysis.keptLines, ...typed]);
  const configured = {
    ...withStates(analysis, states),
    keptLines,
    texts: withTyped(analysis.texts, typed),
  };

  const places = new ChangedPlaces(analysis, states, keptLines);
  const grouped = capture.groupsBy(groupedBy(walkedStates(capture, states)));
  const journeys = grouped.groups.map((group) => {
    const outcome = trial.outcomes.get(group);
    const { host } = group.flow;
    const journey: ChangedJourney =
      outcome === undefined
        ? { steps: null, disposition: group.disposition, ending: null, note: null }
        : changedJourney(analysis, group, outcome, states.has(host));
    const steps = journey.steps?.map((each) => ({
      ...each,
      place: places.ofStep(host, group.flow.family, each),
    }));
    return { group, journey, steps: steps ?? null };
  });
  const resolved = places.resolved();

  const tree = new PathTree(resolved, activeChains(resolved, configured, analysis.events));
  const shapeOf = (way: readonly number[]): number =>
    way.reduce((shape, place) => tree.next(shape, tree.step(shape, place)), 0);
  const events = new ChangedEvents(analysis, (place) => places.ofCaptured(place), shapeOf);
  const outcomes = new ChangedOutcomes(analysis.outcomes);
  for (let packet = 0; packet < analysis.journeys.count; packet++) {
    const changed = journeys[grouped.of[packet] as number] as (typeof journeys)[number];
    const { group, journey, steps } = changed;
    if (steps === null || steps.length === 0) events.copy(packet);
    else events.walk(packet, steps);
    outcomes.add(packet, changed, () => {
      const last = steps?.at(-1);
      const shownAt = last === undefined ? null : (resolved[last.place]?.shownAt ?? null);
      return journey.ending === null ? null : changedCause(journey.ending, group.flow, shownAt);
    });
  }

  const traced = events.events(resolved.map(({ place }) => place));
  const own = events.journeys(resolved, tree.shapes);
  const ended = outcomes.outcomes();
  const kinds = kindsOf(traced, own, ended);
  const flowPaths = buildFlowPaths(traced, own, ended, kinds, buildCallGraph(configured.rulesets));
  const after = {
    ...configured,
    events: traced,
    journeys: own,
    outcomes: ended,
    deadEnds: groupDeadEnds(traced, own, ended),
    flowPaths,
    edges: countEdges({ flowPaths }, null),
    // What the bundle shows besides its log is of the packets as they were.
    captureMatches: new Map(),
    sightings: { next: none(), previous: none(), neverSeenOn: none(), hosts: [] },
    kernelMessages: [],
    clues: [],
    missing: [],
  };
  return { before, after };
}

/** The analysis with those configurations in place of what its bundle has of the hosts. */
function withStates(analysis: AnalysedBundle, states: ReadonlyMap<string, WalkedState>): AnalysedBundle {
  const hostRecords = new Map(analysis.hostRecords);
  for (const [host, { network, ipsets, conntrack }] of states)
    hostRecords.set(host, { network, ipsets, conntrack });
  const rulesets = [...states].flatMap(([host, { tables }]) =>
    tables.map(({ source, backend, covers, table }) => {
      const family = isInWordsOfNft(source) ? null : table.family === 'ip6' ? 'ipv6' : 'ipv4';
      const ruleset: Ruleset = {
        family,
        backend,
        source,
        covers,
        file: table.at.file,
        printedAt: null,
        tables: [table],
      };
      return { host, ruleset };
    }),
  );
  const kept = analysis.rulesets.filter(({ host }) => !states.has(host));
  return { ...analysis, hostRecords, rulesets: [...kept, ...rulesets] };
}

function withTyped(texts: TextReader, typed: ReadonlyMap<string, readonly string[]>): TextReader {
  return {
    lines: async (file, from, to) => typed.get(file)?.slice(from - 1, to) ?? texts.lines(file, from, to),
    pick: async (file, numbers) =>
      typed.has(file)
        ? numbers.map((number) => typed.get(file)?.[number - 1] ?? '')
        : texts.pick(file, numbers),
  };
}

function activeChains(
  resolved: readonly ResolvedPlace[],
  { rulesets }: Pick<AnalysedBundle, 'rulesets'>,
  events: TraceEvents,
): ActiveChains {
  const listed = rulesets.flatMap(({ host, ruleset }) =>
    isInWordsOfNft(ruleset.source)
      ? []
      : ruleset.tables.map(({ name, family }) => ({ host, tableFamily: family, table: name })),
  );
  return new ActiveChains(
    resolved.map(({ place }) => place),
    listed,
    inferHooks(events, rulesets),
  );
}

function none(): Int32Array {
  return new Int32Array(0);
}

/** Collects how the packets would end; causes of captured packets stand for those that end as captured. */
class ChangedOutcomes {
  readonly #disposition: Uint8Array;
  readonly #cause: Int32Array;
  readonly #note: Int32Array;
  readonly #causes: Cause[];
  readonly #notes: EndNote[];
  readonly #known = new Map<ChangedJourney, { readonly cause: number; readonly note: number }>();

  constructor(captured: Outcomes) {
    this.#disposition = captured.disposition.slice();
    this.#cause = captured.cause.slice();
    this.#note = captured.note.slice();
    this.#causes = [...captured.causes];
    this.#notes = [...captured.notes];
  }

  add(packet: number, { journey }: { readonly journey: ChangedJourney }, cause: () => Cause | null): void {
    const { ending, note, disposition } = journey;
    if (ending === null && note === null) return;
    let known = this.#known.get(journey);
    if (known === undefined) {
      const found = cause();
      known = {
        cause: found === null ? -1 : this.#causes.push(found) - 1,
        note: note === null ? -1 : this.#notes.push(note) - 1,
      };
      this.#known.set(journey, known);
    }
    this.#disposition[packet] = dispositions.indexOf(disposition);
    this.#cause[packet] = known.cause;
    this.#note[packet] = known.note;
  }

  outcomes(): Outcomes {
    // A cause that kills nothing any more is none.
    const numbers = new Map<number, number>([[-1, -1]]);
    const causes: Cause[] = [];
    const cause = this.#cause.map((old) => {
      const number = numbers.get(old) ?? causes.push(this.#causes[old] as Cause) - 1;
      numbers.set(old, number);
      return number;
    });
    return { disposition: this.#disposition, cause, note: this.#note, causes, notes: this.#notes };
  }
}

function kindsOf(
  events: TraceEvents,
  journeys: AnalysedBundle['journeys'],
  { disposition, cause }: Outcomes,
): JourneyKinds {
  const numbers = new Map<string, number>();
  const first: number[] = [];
  const packets: number[] = [];
  const of = new Uint32Array(journeys.count);
  const { inInterface, outInterface } = events.headers;
  for (let packet = 0; packet < journeys.count; packet++) {
    const into = inInterface[events.header[firstEvent(journeys, packet)] as number];
    const out = outInterface[events.header[lastEvent(journeys, packet)] as number];
    const key = `${journeys.shape[packet]} ${into} ${out} ${disposition[packet]} ${cause[packet]}`;
    let kind = numbers.get(key);
    if (kind === undefined) {
      kind = first.push(packet) - 1;
      packets.push(0);
      numbers.set(key, kind);
    }
    packets[kind] = (packets[kind] as number) + 1;
    of[packet] = kind;
  }
  return { of, first, packets };
}
