import type { FlowChange, LineRef } from '../../core/index.ts';
import { words } from '../language.ts';
import type { WorkerClient } from '../worker/client.ts';
import type { Comparison, FlowPair, Side } from '../worker/comparison.ts';
import { ReachState } from './reach.svelte.ts';

/** The tabs in the middle of a comparison. */
export type ComparisonTab = 'graphs' | 'changes' | 'rules' | 'flows' | 'reach' | 'table';

/** A line of a file of one of the two captures. */
export interface SidedLine extends LineRef {
  readonly side: Side;
}

/** What the window knows of two captures that are compared: one flow, one line of evidence. */
export class ComparisonState {
  readonly client: WorkerClient;
  names: Readonly<Record<Side, string>> = $state.raw({ before: '', after: '' });
  comparison: Comparison = $state.raw() as Comparison;
  /** An index into the flows of the comparison; -1 for none. */
  flow = $state(-1);
  pair = $state.raw<FlowPair | null>(null);
  evidence = $state.raw<SidedLine | null>(null);
  tab = $state<ComparisonTab>('graphs');
  host = $state('');
  problem = $state('');
  /** Packets, captured or not, that end otherwise in the second capture's configuration. */
  readonly reach = new ReachState(() => this.client);
  /** The names for which that was asked; null before. */
  askedFor = $state.raw<ComparisonState['names'] | null>(null);
  /** Families of chains that are drawn chain by chain, by their ids. */
  unfolded = $state.raw<readonly string[]>([]);

  constructor(names: Readonly<Record<Side, string>>, comparison: Comparison, client: WorkerClient) {
    this.client = client;
    this.#take(names, comparison);
  }

  /** The flows that ended otherwise or went elsewhere, with their indexes. */
  readonly changed = $derived(
    this.comparison.diff.flows.flatMap((flow, index) =>
      flow.changed || flow.diverted ? [{ flow, index }] : [],
    ),
  );

  /** What the sides are called. */
  readonly sides: Readonly<Record<Side, string>> = $derived(
    this.comparison.tried === null ? words.panes : words.whatIf.sides,
  );

  async askReach(): Promise<void> {
    this.askedFor = this.names;
    await this.reach.compare();
  }

  chosen(): FlowChange | null {
    return this.comparison.diff.flows[this.flow] ?? null;
  }

  async choose(index: number): Promise<void> {
    this.flow = index;
    const chosen = this.comparison.diff.flows[index];
    if (chosen === undefined) return;
    if (this.hosts().includes(chosen.flow.host)) this.host = chosen.flow.host;
    const answer = await this.client.askLatest('flow pair', 'flowPair', { flow: index });
    if (answer.kind === 'failed') this.problem = answer.message;
    if (answer.kind !== 'done' || this.flow !== index) return;
    this.pair = answer.value;
    const change = this.comparison.diff.changes.find(({ id }) => chosen.attribution?.changes.includes(id));
    const proof = change?.after ?? change?.before ?? null;
    if (proof !== null) this.show(change?.after === null ? 'before' : 'after', proof);
    else if (answer.value.after?.evidence[0]) this.show('after', answer.value.after.evidence[0]);
  }

  show(side: Side, { file, line }: LineRef): void {
    this.evidence = { side, file, line };
  }

  readonly readLines = (side: Side) => (at: LineRef, from: number, to: number, latest: boolean) => {
    const ask = { side, file: at.file, from, to };
    return latest ? this.client.askLatest('side lines', 'sideLines', ask) : this.client.ask('sideLines', ask);
  };

  /** Unfolds a family of chains in both graphs, or folds it again. */
  async toggleFamily(id: string): Promise<void> {
    const { unfolded } = this;
    this.unfolded = unfolded.includes(id) ? unfolded.filter((other) => other !== id) : [...unfolded, id];
    const answer = await this.client.askLatest('fold pair', 'foldPair', { unfolded: this.unfolded });
    if (answer.kind === 'failed') this.problem = answer.message;
    if (answer.kind === 'done') this.comparison = { ...this.comparison, ...answer.value };
  }

  /** What was before becomes after. */
  async swap(): Promise<void> {
    const answer = await this.client.ask('swapSides', {});
    if (answer.kind === 'failed') this.problem = answer.message;
    if (answer.kind !== 'done') return;
    const { before, after } = this.names;
    this.#take({ before: after, after: before }, answer.value);
  }

  /** The hosts of both captures, by the names of the second. */
  hosts(): readonly string[] {
    return hostsOf(this.comparison);
  }

  #take(names: Readonly<Record<Side, string>>, comparison: Comparison): void {
    this.names = names;
    this.comparison = comparison;
    this.pair = null;
    this.evidence = null;
    this.flow = -1;
    this.unfolded = [];
    this.host = this.hosts()[0] ?? '';
    const first = comparison.diff.flows.findIndex(({ changed, diverted }) => changed || diverted);
    if (first >= 0) void this.choose(first);
  }
}

function hostsOf({ nodes }: Comparison): readonly string[] {
  return nodes
    .map(({ host }) => host)
    .filter((host, index, all) => all.indexOf(host) === index)
    .sort();
}
