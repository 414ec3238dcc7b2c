import { recordsOf } from './model/host-records.ts';
import { describedHosts } from './model/described-hosts.ts';
import type { Configuration } from './edit/configuration.ts';
import type { ReadRecords } from './edit/edit-kind.ts';
import { makeEdit } from './edit/edits.ts';
import { loadedTables } from './kernel/chains/loaded-tables.ts';
import type { MatchPacket } from './kernel/match/match-packet.ts';
import { hostState } from './kernel/host-state.ts';
import { analyze } from './analyze.ts';
import type { Analysis } from './model/analysis.ts';
import type { ByteSource } from './model/artifact.ts';
import { type EditedFile, editTools, type TypedChange } from './model/edit.ts';
import type { EditFault } from './model/edit-fault.ts';
import type { Simulation } from './model/simulation.ts';
import type { MadeChange, RefusedChange, WhatIf } from './model/what-if.ts';
import { formats } from './parse/formats.ts';
import { compareReach, sumOfComparisons } from './simulate/reach/compare-reach.ts';
import { type SimulatedState, stateSimulator } from './simulate/simulate-host.ts';
import { type CaptureReplay, replayOf, type WalkedState } from './whatif/capture-replay.ts';
import { byFlow, groupOutcomes, type GroupOutcomes } from './whatif/what-if.ts';

/** Changes that were made, and every packet of the capture walked through what they left. */
export interface Trial extends MadeChanges {
  readonly capture: CaptureReplay;
  readonly outcomes: GroupOutcomes;
}

/** Walks the packets of a capture through changed configurations; or the first change that can't be made. */
export function tryOut(analysis: Analysis, changes: readonly TypedChange[]): Trial | RefusedChange {
  const capture = captureReplay(analysis);
  const made = makeChanges(analysis, capture.stateOf, changes);
  return 'refused' in made ? made : { ...made, capture, outcomes: groupOutcomes(capture, made.states) };
}

/** What the tried changes do to the capture's flows, and to all other packets. */
export function whatTrialShows({ capture, changes, states, outcomes }: Trial): WhatIf {
  const reach = sumOfComparisons(
    Array.from(states, ([host, state]) =>
      compareReach(host, simulated(capture.stateOf(host)), simulated(state)),
    ),
  );
  return { changes, ...byFlow(outcomes), reach };
}

/** Where a packet that nobody has sent would go on a host after changes; or the first one that can't be made. */
export function simulateAfter(
  analysis: Analysis,
  host: string,
  changes: readonly TypedChange[],
  packet: MatchPacket,
): Simulation | RefusedChange {
  const made = makeChanges(analysis, (of) => configurationOf(analysis, of), changes);
  if ('refused' in made) return made;
  return stateSimulator(simulated(made.states.get(host) ?? configurationOf(analysis, host)))(packet);
}

/** What was typed, by the file that what it brings is said to stand in. */
export function typedLines({ changes }: Pick<Trial, 'changes'>): ReadonlyMap<string, readonly string[]> {
  const lines = changes.flatMap(({ id, text, edit }): readonly (readonly [string, readonly string[]])[] =>
    edit.kind === 'file' ? [...edit.records.lines] : [[typedFile(id), [text]]],
  );
  return new Map(lines);
}

function typedFile(id: number): string {
  return `change ${id}`;
}

/** What changes would do to the packets of a capture; or the first one that can't be made. */
export function tryChanges(analysis: Analysis, changes: readonly TypedChange[]): WhatIf | RefusedChange {
  const trial = tryOut(analysis, changes);
  return isRefusedChange(trial) ? trial : whatTrialShows(trial);
}

/** The same as the walker takes it. */
export function simulated({ tables, ...state }: WalkedState): SimulatedState {
  return { ...state, tables: tables.map(({ table }) => table) };
}

const writers: ReadonlySet<string> = new Set(['echo', 'printf']);

/** A whole command line as a change: its first word, after `sudo`, is the tool. Null for what is none of them. */
export function commandOf(line: string, host: string | null): TypedChange | null {
  const [first = '', second = ''] = line.trim().split(/\s+/);
  const program = first === 'sudo' ? second : first;
  const name = program.slice(program.lastIndexOf('/') + 1).replace(/-(?:legacy|nft)$/, '');
  // A setting is often written to its file.
  const tool =
    writers.has(name) && line.includes('/proc/sys/') ? 'sysctl' : editTools.find((each) => each === name);
  return tool === undefined ? null : { kind: 'command', tool, host, text: line.trim() };
}

/** Whether a change can't be made. */
export function isRefusedChange(tried: object): tried is RefusedChange {
  return 'refused' in tried;
}

/** The packets of a capture, ready to be walked through any configuration. */
export function captureReplay(analysis: Analysis): CaptureReplay {
  return replayOf(
    analysis,
    (host) => configurationOf(analysis, host),
    (state) => stateSimulator(simulated(state)),
  );
}

interface MadeChanges {
  readonly changes: readonly MadeChange[];
  /** By host. */
  readonly states: ReadonlyMap<string, Configuration>;
}

/** Makes changes one after another, each in what those before it left. */
export function makeChanges(
  analysis: Pick<Analysis, 'hosts' | 'rulesets' | 'hostRecords'>,
  stateOf: (host: string) => WalkedState,
  changes: readonly TypedChange[],
): MadeChanges | RefusedChange {
  const states = new Map<string, Configuration>();
  const made: MadeChange[] = [];
  for (const [index, change] of changes.entries()) {
    const id = index + 1;
    const text = change.kind === 'file' ? change.path : change.text;
    const host = hostFor(analysis, change.host);
    if (typeof host !== 'string') return { refused: host.wrong, at: null, line: null, id, text };
    const state = states.get(host) ?? stateOf(host);
    const done = makeEdit(state, change, { file: typedFile(id), line: 1 }, readRecords);
    if ('refused' in done) return { ...done, id, text };
    states.set(host, done.state);
    made.push({ id, host, text, command: wholeCommand(change, text), edit: done.edit });
  }
  return { changes: made, states };
}

function wholeCommand(change: TypedChange, text: string): string {
  const lacksTool = change.kind === 'command' && commandOf(text, null) === null;
  return lacksTool ? `${change.tool} ${text}` : text;
}

/** Reads an edited file, which may be called as the bundle's own is; null where it says nothing of a host. */
export async function readEditedFile(sources: readonly ByteSource[]): Promise<EditedFile | null> {
  const renamed = sources.map(({ path, size, chunks }) => ({ path: `edited/${path}`, size, chunks }));
  return editedFile(await analyze(renamed));
}

/** What an edited file says, from the analysis of that file alone. */
function editedFile(analysis: Analysis): EditedFile | null {
  const { rulesets, hosts, artifacts } = analysis;
  const names = [...new Set([...hosts.map(({ name }) => name), ...rulesets.map(({ host }) => host), ''])];
  const records = names.map((name) => recordsOf(analysis, name));
  const network = records.find((each) => each.network !== null)?.network ?? null;
  const listed = <T>(items: readonly T[] | undefined): readonly T[] | null =>
    items === undefined || items.length === 0 ? null : items;
  const said: EditedFile = {
    rulesets: rulesets.map(({ ruleset }) => ruleset),
    routes: listed(network?.routes),
    fibRules: listed(network?.fibRules),
    sysctls: listed(network?.sysctls),
    links: listed(network?.links),
    addresses: listed(network?.addresses),
    ipsets: listed(records.flatMap(({ ipsets }) => ipsets)),
    malformed: malformedLines(analysis),
    lines: analysis.keptLines,
  };
  const isRules = artifacts.some(({ kind }) => kind === 'iptables-save' || kind === 'nft-ruleset');
  const { rulesets: _rules, lines: _lines, malformed: _malformed, ...parts } = said;
  return said.rulesets.length > 0 || isRules || Object.values(parts).some((part) => part !== null)
    ? said
    : null;
}

/** Lines of a log say nothing of a host's configuration. */
function malformedLines({ artifacts }: Analysis): EditedFile['malformed'] {
  return artifacts
    .filter(({ kind }) => configurationKinds.has(kind))
    .flatMap(({ path: file, diagnostics }) =>
      diagnostics.flatMap((each) =>
        each.kind === 'line-malformed' && each.line !== null
          ? [{ at: { file, line: each.line }, why: each.parameters.why }]
          : [],
      ),
    );
}

const configurationKinds: ReadonlySet<string> = new Set([
  'iptables-save',
  'nft-ruleset',
  'ip-route',
  'ip-rule',
  'ip-addr',
  'ip-link',
  'sysctl',
  'ipset',
]);

function configurationOf(analysis: Analysis, host: string): Configuration {
  return {
    ...hostState(analysis, host),
    tables: loadedTables(analysis.rulesets, host),
    conntrack: recordsOf(analysis, host).conntrack,
  };
}

/** The host that a change is about: the one named, or the only one. */
function hostFor(
  analysis: Pick<Analysis, 'hosts' | 'rulesets' | 'hostRecords'>,
  wanted: string | null,
): string | { readonly wrong: EditFault } {
  const described = describedHosts(analysis);
  if (wanted !== null)
    return described.includes(wanted) ? wanted : { wrong: { kind: 'no-host', name: wanted } };
  const [only, ...others] = described;
  if (only === undefined) return { wrong: { kind: 'no-described-host' } };
  return others.length === 0 ? only : { wrong: { kind: 'several-hosts', hosts: described } };
}

const readRecords: ReadRecords = (kind, text, { file }) => {
  const format = formats.find((each) => each.kind === kind);
  return format?.parse(text.split('\n'), file).records ?? { kind: 'none', items: [] };
};
