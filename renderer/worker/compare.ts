import {
  changedCapture,
  compareCaptures,
  draw,
  pairHosts,
  rulesetDiff,
  typedLines,
  unionGraph,
  type AnalysedBundle,
  type CaptureDiff,
  type Room,
  type RulesetRow,
} from '../../core/index.ts';
import { countDispositions } from './apply-filter.ts';
import { shownTry, type Tried } from './changes.ts';
import type { Comparison, PicturePair, RulesetRowsAsk, Side, SideSummary } from './comparison.ts';

/** Two analysed captures in the worker, and what differs between them. */
export interface Compared {
  readonly before: AnalysedBundle;
  readonly after: AnalysedBundle;
  readonly diff: CaptureDiff;
  readonly rulesetRows: readonly RulesetRow[];
  /** The changes that made the second of the first; null for two captures. */
  readonly tried: Tried | null;
}

export function compare(
  before: AnalysedBundle,
  after: AnalysedBundle,
  madeBy: Tried | null = null,
): Compared {
  const diff = compareCaptures(before, after);
  return { before, after, diff, rulesetRows: rulesetDiff(before, after), tried: madeBy };
}

/** A capture beside what changes come to. */
export function compareTried(analysis: AnalysedBundle, made: Tried): Compared {
  const { before, after } = changedCapture(analysis, made.trial, typedLines(made.trial));
  return compare(before, after, made);
}

/** What the page shows first. */
export function describe(
  { before, after, diff, rulesetRows, tried }: Compared,
  room: Room | null = null,
): Comparison {
  return {
    diff,
    before: sideSummary(before),
    after: sideSummary(after),
    ...picturePair({ before, after }, [], room),
    rulesetRows: { all: rulesetRows.length, changed: rulesetRows.filter(differs).length },
    tried: tried === null ? null : shownTry(tried),
  };
}

/** The room of each of two graphs, one above the other, where one capture's graph stands above its journeys. */
function roomOfEach({ width, height }: Room): Room {
  return { width: 0.95 * width, height: 0.75 * height };
}

/** Both graphs, with all families of chains folded but these, given by their ids. */
export function picturePair(
  { before, after }: Pick<Compared, 'before' | 'after'>,
  unfolded: readonly string[],
  room: Room | null = null,
): PicturePair {
  const { pairs } = pairHosts(before, after);
  const sameHost = new Map(pairs.map((pair) => [pair.before, pair.name]));
  const union = unionGraph(
    before,
    after,
    sameHost,
    new Set(unfolded),
    room === null ? null : roomOfEach(room),
  );
  const edges = union.edges.map((edge) => ({ ...edge, packets: Math.max(edge.before, edge.after) }));
  const drawn = (side: Side) => ({
    edges: Uint32Array.from(union.edges, (edge) => edge[side]),
    nodes: union[side],
    dying: new Uint32Array(union.edges.length),
  });
  return {
    nodes: union.nodes,
    drawing: draw(union.nodes, edges),
    drawn: { before: drawn('before'), after: drawn('after') },
    families: union.families,
  };
}

export function rowsOf({ rulesetRows }: Compared, { changedOnly, from, to }: RulesetRowsAsk) {
  return (changedOnly ? rulesetRows.filter(differs) : rulesetRows).slice(from, to);
}

function differs({ state }: RulesetRow): boolean {
  return state !== 'same';
}

function sideSummary(analysis: AnalysedBundle): SideSummary {
  return {
    packets: analysis.journeys.count,
    hosts: analysis.hosts,
    byDisposition: countDispositions({ analysis, narrowed: { generation: 0, packets: null, rows: null } }),
    artifacts: analysis.artifacts,
    partial: analysis.partial,
  };
}
