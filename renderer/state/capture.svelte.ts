import type { JourneyRow, LineRef, PacketStory, Room } from '../../core/index.ts';
import type { CaseCapture, NamedFile } from '../case/case-file.ts';
import { keyOf, type NoteTarget } from '../case/note.ts';
import { storedCase, type StoredCase } from '../case/stored-cases.ts';
import { Notes } from '../case/notes.svelte.ts';
import { holds, toggle } from '../selection/change.ts';
import {
  goBack,
  goForward,
  startHistory,
  visit,
  withoutPackets,
  type HistoryEntry,
} from '../selection/history.ts';
import { parseFilter } from '../selection/parse.ts';
import { printFacts } from '../selection/print.ts';
import type { Fact } from '../selection/selection.ts';
import type { WorkerClient } from '../worker/client.ts';
import type { CaptureSummary, DrawnPicture, FilterResult, SentPacket } from '../worker/protocol.ts';
import type { JourneyColumn, Sort } from '../worker/sort-columns.ts';
import type { Bundle } from './bundle.ts';
import type { CentreTab } from './centre-tabs.ts';
import { ReachState } from './reach.svelte.ts';
import { likelyRoom } from './likely-room.ts';
import { saveFile } from './save.ts';
import { RowBlocks } from './row-blocks.svelte.ts';

/** Whose ways the graph shows: of all packets, of the filter's, or of the open packet. */
export type GraphScope = 'all' | 'selection' | 'packet' | 'boxes';

export type CaptureDialog =
  /** `lines`: commands to begin with, which are tried at once; null: some about the open packet. */
  | { readonly kind: 'try'; readonly lines: readonly string[] | null }
  /** `without`: a rule that is taken away before; `packet`: the one to begin with, null for the one that is open. */
  | { readonly kind: 'send'; readonly without: string | null; readonly packet: SentPacket | null }
  /** `flow`: the flow to trace, '' for none. */
  | { readonly kind: 'collect'; readonly flow: string };

/** What a person has written to try. */
export interface TryDraft {
  readonly commands: string;
  /** Edited files by their path; those of one host. */
  readonly files: ReadonlyMap<string, string>;
  /** '' for the only one. */
  readonly host: string;
}

/** What the window knows of an open capture: one selection (the filter text), one packet, one line of evidence. */
export class CaptureState {
  readonly bundle: Bundle;
  summary: CaptureSummary = $state.raw() as CaptureSummary;
  client: WorkerClient = $state.raw() as WorkerClient;
  /** True while `summary` is of the bundle's beginning only and the rest is still read. */
  reading = $state(false);

  filter = $state('');
  /** The answer to the newest filter that was answered; the panes show it until the next one comes. */
  result: FilterResult = $state.raw() as FilterResult;
  /** Counted from 1. */
  packet = $state<number | null>(null);
  /** The row of the packet among those of the filter; -1 where the filter leaves it out. */
  row = $state(-1);
  /** The order of the rows; null for that of the log. */
  sort = $state.raw<Sort<JourneyColumn> | null>(null);
  story = $state.raw<PacketStory | null>(null);
  evidence = $state.raw<LineRef | null>(null);
  tab = $state<CentreTab>('graph');
  host = $state('');
  problem = $state('');
  /** The dialog that is open over the capture: trying commands, sending a packet, or the collector's script. */
  dialog = $state.raw<CaptureDialog | null>(null);
  /** Somebody asked what would let the open packet's dead end pass, and the packet's pane has not taken it up yet. */
  fixesAsked = $state(false);
  /** What was tried last; null for nothing. */
  draft = $state.raw<TryDraft | null>(null);

  /** The question about all packets, and its boxes. */
  readonly reach = new ReachState(() => this.client);
  /** The ways of boxes of packets; null where none were drawn. */
  boxWays = $state.raw<DrawnPicture | null>(null);

  readonly notes = new Notes();
  /** Checksums of the bundle's files; null until they are taken, or where a file can't be read. */
  checksums = $state.raw<readonly NamedFile[] | null>(null);

  /** What the last session left of the same files; null where it left nothing, or a case was opened. */
  left = $state.raw<StoredCase | null>(null);

  /** What a person chose to see in the graph; null where what can be read is shown. */
  scope = $state<GraphScope | null>(null);
  /** What it shows now. */
  drawnScope = $state<GraphScope>('all');
  /** The graph of a part of the packets; null where all are drawn. */
  narrowedPicture = $state.raw<DrawnPicture | null>(null);
  /** The graph's pane. */
  room: Room = $state.raw(likelyRoom());
  /** The room that the worker's drawing of all packets is made for. */
  #laidOutFor: Room = this.room;

  /** The family whose chains are listed, by its id. */
  family = $state<string | null>(null);
  /** Families of chains that are drawn chain by chain, by their ids. */
  unfolded = $state.raw<readonly string[]>([]);

  readonly parsed = $derived(parseFilter(this.filter));
  readonly journeys: RowBlocks<JourneyRow>;

  #history = $state.raw(startHistory({ filter: '', packet: null }));
  readonly canGoBack = $derived(this.#history.past.length > 0);
  /** Filters that were used before, the newest first. */
  readonly earlierFilters = $derived(
    [...this.#history.future, ...this.#history.past.toReversed()]
      .map(({ filter }) => filter)
      .filter((filter, i, all) => filter !== '' && filter !== this.filter && all.indexOf(filter) === i),
  );
  readonly canGoForward = $derived(this.#history.future.length > 0);
  #generation = 0;

  constructor(bundle: Bundle, summary: CaptureSummary, client: WorkerClient, reading: boolean) {
    this.bundle = bundle;
    this.summary = summary;
    this.client = client;
    this.reading = reading;
    this.result = unfiltered(summary);
    this.journeys = new RowBlocks(async (from, to) => {
      const { generation } = this.result;
      const answer = await this.client.askLatest('rows', 'rows', { generation, from, to });
      return answer.kind === 'done' && generation === this.result.generation ? answer.value : null;
    });
    this.host = busiest(summary);
    const packet = summary.firstPacket;
    this.#history = startHistory({ filter: '', packet });
    if (packet !== null) void this.#show(packet, packet - 1);
  }

  /**
   * All of the bundle is read: `summary` and `client` take the place of those of its beginning. The filter and the packet
   * stay; a packet is known again by its first line, for its number may be another one now.
   */
  async complete(summary: CaptureSummary, client: WorkerClient): Promise<void> {
    const packet = await this.#sameIn(client);
    const { unfolded } = this;
    const fold = unfolded.length > 0 ? await client.ask('fold', { unfolded, room: this.room }) : null;
    const generation = ++this.#generation;
    const { filter, parsed } = this;
    const { sort } = this;
    const answer = await client.ask('filter', { generation, selection: parsed.selection, sort, packet });
    this.client = client;
    // The other worker laid it out as this one began.
    this.#laidOutFor = fold === null ? likelyRoom() : this.room;
    this.summary = fold?.kind === 'done' ? { ...summary, ...fold.value.picture } : summary;
    this.reading = false;
    this.result = answer.kind === 'done' ? answer.value : unfiltered(this.summary);
    this.row = this.result.row;
    this.packet = null;
    this.journeys.clear();
    if (!summary.hosts.some(({ name }) => name === this.host)) this.host = busiest(summary);
    this.#history = withoutPackets(this.#history);
    if (filter !== this.filter) return this.#apply();
    const shown = this.row >= 0 ? packet : this.result.first;
    if (shown !== null)
      await this.#show(shown, this.row >= 0 ? this.row : this.result.firstRow, shown !== packet);
  }

  /** The number of the packet that is looked at in what another worker read; null where it has none. */
  async #sameIn(client: WorkerClient): Promise<number | null> {
    const first = this.story?.timeline.find((item) => item.kind === 'step');
    return first?.kind === 'step' ? this.#numberOf(client, first.line) : null;
  }

  /** The number of the packet that a line is of; null where it is of none. */
  async #numberOf(client: WorkerClient, line: LineRef): Promise<number | null> {
    const selection = [{ kind: 'line', ...line, negated: false } as const];
    const answer = await client.ask('filter', {
      generation: ++this.#generation,
      selection,
      sort: null,
      packet: null,
    });
    return answer.kind === 'done' ? answer.value.first : null;
  }

  /** Narrows the window while the user types; `commit` makes it a place to come back to. */
  type(text: string): void {
    this.filter = text;
    void this.#apply();
  }

  commit(): void {
    this.#history = visit(this.#history, { filter: this.filter, packet: this.packet });
  }

  /** Goes to a filter at once. */
  narrow(text: string): void {
    this.type(text);
    this.commit();
  }

  sortBy(sort: Sort<JourneyColumn> | null): void {
    this.sort = sort;
    void this.#apply();
  }

  /** A click on something that these facts describe: narrows to it, or widens again. */
  toggle(facts: readonly Fact[]): void {
    this.narrow(toggle(this.filter, facts));
  }

  holds(facts: readonly Fact[]): boolean {
    return holds(this.filter, facts);
  }

  /** Unfolds a family of chains in the graph and the table, or folds it again. */
  async toggleFamily(id: string): Promise<void> {
    const { unfolded } = this;
    this.unfolded = unfolded.includes(id) ? unfolded.filter((other) => other !== id) : [...unfolded, id];
    await this.#layOut();
  }

  /** Lays the graph out for its pane where that has become another one than it was laid out for. */
  async fitRoom(): Promise<void> {
    const { width, height } = this.room;
    const isLike = (a: number, b: number) => Math.abs(a - b) < 0.04 * b;
    const isShown = width > 100 && height > 100;
    if (!isShown || (isLike(width, this.#laidOutFor.width) && isLike(height, this.#laidOutFor.height)))
      return;
    await this.#layOut();
  }

  async #layOut(): Promise<void> {
    const { client, room } = this;
    this.#laidOutFor = room;
    const answer = await client.askLatest('fold', 'fold', { unfolded: this.unfolded, room });
    if (answer.kind === 'failed') this.problem = answer.message;
    if (answer.kind !== 'done' || client !== this.client) return;
    const { picture, edges, drawn } = answer.value;
    this.summary = { ...this.summary, ...picture };
    this.result = { ...this.result, edges, drawn };
  }

  /**
   * Draws the ways of the filter's packets alone; where nothing is filtered, all. Where of neither the open packet's way
   * `canBeRead`, draws that way alone, unless a person chose what to see.
   */
  async drawScope(canBeRead: (picture: DrawnPicture) => boolean): Promise<void> {
    const { scope, summary } = this;
    if (scope === 'boxes') {
      this.narrowedPicture = this.boxWays;
      this.drawnScope = 'boxes';
      return;
    }
    const isFiltered = this.parsed.selection.length > 0 && this.result.packets > 0;
    if (scope === 'all' || (scope === null && !isFiltered && canBeRead(summary))) {
      this.narrowedPicture = null;
      this.drawnScope = 'all';
      return;
    }
    const selection = scope !== 'packet' && isFiltered ? await this.#narrowed(null) : null;
    const isEnough = selection !== null && (scope === 'selection' || canBeRead(selection));
    const way = isEnough || scope === 'selection' ? null : await this.#narrowed(this.packet);
    if (way === null && selection === null && scope !== 'selection') return;
    this.narrowedPicture = way ?? selection;
    this.drawnScope = way !== null ? 'packet' : selection !== null ? 'selection' : 'all';
  }

  /** Draws the ways of boxes of packets in the graph. */
  drawBoxes(picture: DrawnPicture): void {
    this.boxWays = picture;
    this.scope = 'boxes';
    this.host = this.reach.question?.ask.host ?? this.host;
    this.narrowedPicture = picture;
    this.drawnScope = 'boxes';
  }

  /** The host that is looked at; of all hosts, the first. */
  knownHost(): string {
    const { hosts } = this.summary;
    return hosts.some(({ name }) => name === this.host) ? this.host : (hosts[0]?.name ?? '');
  }

  /** The picture of the last filter's packets, or of those that went a packet's way; null where there is a newer filter. */
  async #narrowed(packet: number | null): Promise<DrawnPicture | null> {
    const { client, unfolded, room } = this;
    const { generation } = this.result;
    const ask = { generation, unfolded, room, packet };
    const answer = await client.askLatest('narrowed picture', 'narrowedPicture', ask);
    if (answer.kind === 'failed') this.problem = answer.message;
    if (answer.kind !== 'done' || client !== this.client) return null;
    return generation === this.result.generation ? answer.value : null;
  }

  /** Saves the rows of the filter as CSV, under the bundle's name. */
  async saveRows(): Promise<void> {
    const answer = await this.client.ask('rowsAsCsv', {});
    if (answer.kind === 'failed') this.problem = answer.message;
    if (answer.kind === 'done') await saveFile(`${this.bundle.name}.csv`, answer.value);
  }

  /** Saves the packets of the filter as JSON, one a line, or as a capture that Wireshark opens. */
  async savePackets(format: 'ndjson' | 'pcapng'): Promise<void> {
    const answer = await this.client.ask('packetsAs', { format });
    if (answer.kind === 'failed') this.problem = answer.message;
    if (answer.kind === 'done') await saveFile(`${this.bundle.name}.${format}`, answer.value);
  }

  async openRow(row: number): Promise<void> {
    const { generation } = this.result;
    if (row < 0 || row >= this.result.packets) return;
    this.row = row;
    const answer = await this.client.askLatest('packetAt', 'packetAt', { generation, row });
    if (answer.kind === 'done' && answer.value !== null && this.row === row) {
      await this.#show(answer.value, row);
    }
  }

  readonly readLines = ({ file }: LineRef, from: number, to: number, latest: boolean) =>
    latest
      ? this.client.askLatest('lines', 'lines', { file, from, to })
      : this.client.ask('lines', { file, from, to });

  showLine({ file, line }: LineRef): void {
    this.evidence = { file, line };
  }

  /** The capture as it is left now, for a case; null while its checksums are not known. */
  asLeft(): CaseCapture | null {
    const { checksums: files, bundle, filter, evidence, tab, host, notes } = this;
    if (files === null) return null;
    const step = this.story?.timeline.find(({ kind }) => kind === 'step');
    const packet = step?.kind === 'step' ? step.line : null;
    const { words, list } = notes;
    return { name: bundle.name, files, filter, packet, line: evidence, tab, host, words, notes: list };
  }

  /** The checksums are known: what the last session noted on the same files is back, and its filter is the history's. */
  know(files: readonly NamedFile[] | null): void {
    const left = files === null ? null : storedCase(files);
    if (left !== null && !this.notes.unsaved) {
      const { words, notes, filter } = left.capture;
      this.notes.take(words, notes);
      if (words !== '' || notes.length > 0) this.left = left;
      if (filter !== '' && this.filter === '')
        this.#history = { ...this.#history, future: [{ filter, packet: null }, ...this.#history.future] };
    }
    this.checksums = files;
  }

  /** Goes on where a case was left. */
  async restore({ filter, packet, line, tab, host, words, notes }: CaseCapture): Promise<void> {
    // What was noted here since stays beside what the case has.
    const others = this.notes.list.filter(({ on }) => !notes.some((note) => keyOf(note.on) === keyOf(on)));
    this.notes.take(words === '' ? this.notes.words : words, [...notes, ...others]);
    this.left = null;
    this.tab = tab;
    if (host === '' || this.summary.hosts.some(({ name }) => name === host)) this.host = host;
    const number = packet === null ? null : await this.#numberOf(this.client, packet);
    this.filter = filter;
    if (number !== null) this.packet = number;
    await this.#apply();
    this.commit();
    if (line !== null) this.showLine(line);
  }

  /** Goes to what a note is on. */
  showNoted(on: NoteTarget): void {
    if (on.kind === 'line') this.showLine(on);
    else if (on.kind === 'packet') this.narrow(printFacts([{ ...on, kind: 'line' }]));
    else this.narrow(on.filter);
  }

  back(): void {
    this.#history = goBack(this.#history);
    this.#goTo(this.#history.present);
  }

  forward(): void {
    this.#history = goForward(this.#history);
    this.#goTo(this.#history.present);
  }

  #goTo({ filter, packet }: HistoryEntry): void {
    this.packet = packet;
    this.filter = filter;
    void this.#apply();
  }

  async #apply(): Promise<void> {
    const generation = ++this.#generation;
    const { selection } = this.parsed;
    const answer = await this.client.askLatest('filter', 'filter', {
      generation,
      selection,
      sort: this.sort,
      packet: this.packet,
    });
    if (answer.kind === 'failed') this.problem = answer.message;
    if (answer.kind !== 'done') return;
    this.result = answer.value;
    this.journeys.clear();
    this.row = answer.value.row;
    if (answer.value.row >= 0 && this.packet !== null) await this.#show(this.packet, this.row);
    else if (answer.value.first !== null) await this.#show(answer.value.first, answer.value.firstRow);
  }

  async #show(packet: number, row: number, withProof = true): Promise<void> {
    this.row = row;
    if (this.packet === packet && this.story?.packet === packet) return;
    this.packet = packet;
    const answer = await this.client.askLatest('story', 'story', { packet });
    if (answer.kind === 'failed') this.problem = answer.message;
    if (answer.kind !== 'done' || this.packet !== packet) return;
    this.story = answer.value;
    // The graph of one host follows the packet; the user may have chosen all hosts.
    if (this.summary.hosts.some(({ name }) => name === this.host)) this.host = answer.value.host;
    this.#history = { ...this.#history, present: { ...this.#history.present, packet } };
    const [proof] = answer.value.evidence;
    if (proof !== undefined && withProof) this.showLine(proof);
  }
}

/** The result of no filter at all. */
function unfiltered(summary: CaptureSummary): FilterResult {
  return {
    generation: 0,
    packets: summary.packets,
    byDisposition: summary.byDisposition,
    deadEnds: summary.deadEnds.map(({ packets }) => packets),
    edges: summary.edges,
    drawn: summary.drawn,
    row: -1,
    first: 1,
    firstRow: 0,
    remarks: [],
  };
}

function busiest({ hosts }: CaptureSummary): string {
  return hosts.reduce(
    (best, host) => (host.packets > best.packets ? host : best),
    hosts[0] ?? { name: '', packets: 0 },
  ).name;
}
