import type { ChangeDetail } from '../model/change-detail.ts';
import type { ChangeEffect, DiffNote } from '../model/diff.ts';
import { isInWordsOfNft, type LoadedTable, tableKey } from '../kernel/chains/loaded-tables.ts';
import { natOf } from '../kernel/rule-effect.ts';
import { assertNever } from '../model/family.ts';
import type { Chain, NftSet, Rule, Table } from '../model/ruleset.ts';
import type { TableFamily } from '../model/table-family.ts';
import { type AlignedRule, alignRules } from './align-rules.ts';
import { noteNeeds } from './chain-needs.ts';
import { compareBase, printedHook } from './compare-base.ts';
import { compareNftSets } from './compare-nft-sets.ts';
import { ruleContent, ruleWords } from '../dialects/rule-content.ts';
import type { HostState } from '../kernel/host-state.ts';
import type { Entry, FoundChange, Script } from './script.ts';
import { tableWords } from './table-words.ts';

/** A chain of both times laid into one. */
export interface ComparedChain {
  readonly name: string;
  /** The chain itself: there on both sides, or added or removed. */
  readonly exists: Entry<Chain>;
  /** By the policy's own change. */
  readonly policy: Entry<Chain>;
  readonly rules: Script<Rule>;
}

export interface ComparedTable {
  readonly family: TableFamily;
  readonly name: string;
  /** In the words of nft, not of iptables or ebtables. */
  readonly ofNft: 'yes' | 'no';
  readonly before: LoadedTable | null;
  readonly after: LoadedTable | null;
  readonly chains: readonly ComparedChain[];
  readonly sets: Script<NftSet>;
}

/** What of two rulesets differs. */
export interface TableComparison {
  readonly tables: readonly ComparedTable[];
  readonly changes: readonly FoundChange[];
  /** Whether a change can be made only together with others: a jump needs its chain. */
  readonly needs: ReadonlyMap<FoundChange, readonly FoundChange[]>;
  /**
   * The content that a rule of the later ruleset had before it changed, by `ruleKey`: to packets both are one rule.
   */
  readonly formerly: ReadonlyMap<string, string>;
  readonly notes: readonly DiffNote[];
}

/** Names a rule by place and content, whatever its number. */
export function ruleKey(family: TableFamily, table: string, chain: string, content: string): string {
  return `${family} ${table}/${chain} ${content}`;
}

/** Compares the tables that both bundles show; a table that was not dumped did not change. */
export function compareTables(host: string, before: HostState, after: HostState): TableComparison {
  const tables: ComparedTable[] = [];
  const changes: FoundChange[] = [];
  const needs = new Map<FoundChange, FoundChange[]>();
  const formerly = new Map<string, string>();
  const notes: DiffNote[] = [];
  for (const [old, now] of pairTables(before.tables, after.tables)) {
    const shown = (now ?? old) as LoadedTable;
    const { family, name } = shown.table;
    const words = tableWords(shown);
    const compared = {
      family,
      name,
      ofNft: isInWordsOfNft(shown.source) ? 'yes' : 'no',
      before: old,
      after: now,
    } as const;
    const unseen = unseenSide(old, now, before, after);
    if (unseen !== null) {
      notes.push({ kind: 'table-of-one-capture', table: words, side: unseen });
      tables.push({ ...compared, chains: sameChains(shown.table), sets: sameSets(shown.table) });
      continue;
    }
    if (old !== null && now !== null && old.source !== now.source)
      notes.push({ kind: 'listing-and-dump', table: words });
    const [was, is] = [old?.table ?? null, now?.table ?? null];
    const chains = compareChains(host, shown, was, is, formerly);
    const sets = compareNftSets(host, words, setsSeen(was, is), setsSeen(is, was));
    noteNeeds(chains, sets, needs);
    const ofSets = sets.flatMap(({ change }) => (change === null ? [] : [change]));
    changes.push(...chains.flatMap(changesOfChain), ...ofSets);
    tables.push({ ...compared, chains, sets });
  }
  return { tables, changes, needs, formerly, notes };
}

function pairTables(
  before: readonly LoadedTable[],
  after: readonly LoadedTable[],
): readonly (readonly [LoadedTable | null, LoadedTable | null])[] {
  const later = new Map(after.map((table) => [tableKey(table), table]));
  const earlier = new Set(before.map(tableKey));
  return [
    ...before.map((table) => [table, later.get(tableKey(table)) ?? null] as const),
    ...after.filter((table) => !earlier.has(tableKey(table))).map((table) => [null, table] as const),
  ];
}

/**
 * Which capture alone shows the table, where the other one does not prove that it had none: `iptables-save` prints all
 * tables of its family that are loaded, `nft list ruleset` all that there are.
 */
function unseenSide(
  old: LoadedTable | null,
  now: LoadedTable | null,
  before: HostState,
  after: HostState,
): 'before' | 'after' | null {
  if (old !== null && now !== null) return null;
  const other = (old === null ? before : after).tables;
  const { source, table: own } = (old ?? now) as LoadedTable;
  const proves = other.some((each) =>
    isInWordsOfNft(source)
      ? isInWordsOfNft(each.source) && each.covers === 'every-table'
      : each.covers === 'every-table' &&
        each.table.family === own.family &&
        (each.source === 'iptables-save' || each.source === 'ebtables-save'),
  );
  return proves ? null : old === null ? 'after' : 'before';
}

function sameChains({ chains }: Table): readonly ComparedChain[] {
  return chains.map(sameChain);
}

function sameChain(chain: Chain): ComparedChain {
  return {
    name: chain.name,
    exists: { before: chain, after: chain, change: null },
    policy: { before: chain, after: chain, change: null },
    rules: chain.rules.map((rule) => ({ before: rule, after: rule, change: null })),
  };
}

/** The sets of a table but for those that the other side's dump of a part may have left out. */
function setsSeen(table: Table | null, other: Table | null): readonly NftSet[] {
  const sets = table?.sets ?? [];
  if (other?.covers !== 'its-chains') return sets;
  return sets.filter(({ name }) => other.sets.some((set) => set.name === name));
}

/** Whether a side shows only a part of the table, or of the chain, so that nothing is known to have gone. */
function isUnseen(chain: Chain | null, table: Table | null): boolean {
  if (table === null) return false;
  return chain === null ? table.covers === 'its-chains' : chain.cuts.length > 0;
}

function sameSets({ sets }: Table): Script<NftSet> {
  return sets.map((set) => ({ before: set, after: set, change: null }));
}

/** A table that is not loaded lets everything pass: like one whose chains are empty. */
function compareChains(
  host: string,
  shown: LoadedTable,
  before: Table | null,
  after: Table | null,
  formerly: Map<string, string>,
): readonly ComparedChain[] {
  const later = new Map(after?.chains.map((chain) => [chain.name, chain]));
  const earlier = new Map(before?.chains.map((chain) => [chain.name, chain]));
  const names = new Set([...earlier.keys(), ...later.keys()]);
  const { family, name: table } = shown.table;
  return Array.from(names, (name): ComparedChain => {
    const [old, now] = [earlier.get(name) ?? null, later.get(name) ?? null];
    const unseen = isUnseen(old, before) ? now : isUnseen(now, after) ? old : null;
    if (unseen !== null) return sameChain(unseen);
    const describe = describer(host, tableWords(shown), { family, table, chain: name });
    return {
      name,
      exists: compareExistence(old, now, describe),
      policy: comparePolicy(old, now, describe),
      rules: compareRules(old?.rules ?? [], now?.rules ?? [], describe, (from, to) =>
        formerly.set(
          ruleKey(family, table, name, ruleContent(to)),
          ruleKey(family, table, name, ruleContent(from)),
        ),
      ),
    };
  });
}

/** Targets and statements that run after the last line that a trace has of a packet. */
const LATER: ChangeEffect = { kind: 'source-rewritten' };

type Describe = (
  kind: FoundChange['kind'],
  detail: (chain: string) => ChangeDetail,
  before: FoundChange['before'],
  after: FoundChange['after'],
  rules?: readonly Rule[],
) => FoundChange;

function rewritesSource({ spec }: Rule): boolean {
  const type = natOf(spec)?.type;
  return type === 'snat' || type === 'masquerade' || type === 'netmap';
}

function describer(host: string, table: string, chain: NonNullable<FoundChange['chain']>): Describe {
  const place = `${table}/${chain.chain}`;
  return (kind, detail, before, after, rules = []) => ({
    kind,
    host,
    detail: detail(place),
    before,
    after,
    effect: rules.some(rewritesSource) ? LATER : null,
    chain,
  });
}

/** iptables' built-in chains come and go with their table, which no one adds. */
function compareExistence(old: Chain | null, now: Chain | null, describe: Describe): Entry<Chain> {
  if (isBuiltIn(old ?? now) || (old !== null && now !== null))
    return { before: old, after: now, change: null };
  const head = detailOfHead((old ?? now) as Chain);
  const change =
    old === null
      ? describe('chain-added', head, null, headingOf(now))
      : describe('chain-removed', head, headingOf(old), null);
  return { before: old, after: now, change };
}

function isBuiltIn(chain: Chain | null): boolean {
  return chain !== null && chain.policy !== null && chain.base === null;
}

function detailOfHead({ base, policy }: Chain): (chain: string) => ChangeDetail {
  const hook = printedHook(base);
  return (chain) => ({ kind: 'chain', chain, hook, policy: hook === null ? null : (policy ?? 'ACCEPT') });
}

function comparePolicy(old: Chain | null, now: Chain | null, describe: Describe): Entry<Chain> {
  const unchanged = { before: old, after: now, change: null };
  if (old?.base || now?.base) {
    // What comes or goes as a whole has its own change.
    const differences = old === null || now === null ? [] : compareBase(old, now);
    if (differences.length === 0) return unchanged;
    const detail = (chain: string): ChangeDetail => ({ kind: 'differences', of: chain, differences });
    const change = describe('policy-changed', detail, headingOf(old), headingOf(now));
    const policies = [old?.policy ?? null, now?.policy ?? null] as const;
    return { before: old, after: now, change: { ...change, policies } };
  }
  const [was, is] = [old?.policy ?? 'ACCEPT', now?.policy ?? 'ACCEPT'];
  if (!isBuiltIn(old ?? now) || was === is) return unchanged;
  const detail = (chain: string): ChangeDetail => ({ kind: 'value', of: chain, before: was, after: is });
  const change = describe('policy-changed', detail, headingOf(old), headingOf(now));
  return { before: old, after: now, change: { ...change, policies: [was, is] } };
}

function headingOf(chain: Chain | null): FoundChange['before'] {
  return chain === null ? null : { ...chain.at, text: `:${chain.name} ${chain.policy ?? '-'}` };
}

function compareRules(
  before: readonly Rule[],
  after: readonly Rule[],
  describe: Describe,
  onChanged: (from: Rule, to: Rule) => void,
): Script<Rule> {
  const moves = new Map<Rule, FoundChange>();
  return alignRules(before, after).map((aligned): Entry<Rule> => {
    switch (aligned.kind) {
      case 'same':
        return { before: aligned.before, after: aligned.after, change: null };
      case 'removed': {
        const { before: old } = aligned;
        const detail = ruleDetail(old);
        return {
          before: old,
          after: null,
          change: describe('rule-removed', detail, shown(old), null, [old]),
        };
      }
      case 'added': {
        const { after: now } = aligned;
        const detail = ruleDetail(now);
        return { before: null, after: now, change: describe('rule-added', detail, null, shown(now), [now]) };
      }
      case 'changed': {
        const { before: old, after: now } = aligned;
        onChanged(old, now);
        const detail = (chain: string): ChangeDetail => ({
          kind: 'rule-changed',
          chain,
          position: now.number,
          before: ruleWords(old),
          after: ruleWords(now),
        });
        return {
          before: old,
          after: now,
          change: describe('rule-changed', detail, shown(old), shown(now), [old, now]),
        };
      }
      case 'left':
      case 'arrived':
        return movedEntry(aligned, moves, describe);
      default:
        return assertNever(aligned);
    }
  });
}

/** Both places of a moved rule are one change. */
function movedEntry(
  { kind, before, after }: Extract<AlignedRule, { kind: 'left' | 'arrived' }>,
  moves: Map<Rule, FoundChange>,
  describe: Describe,
): Entry<Rule> {
  const detail = (chain: string): ChangeDetail => ({
    kind: 'rule-moved',
    chain,
    text: ruleWords(before),
    from: before.number,
    to: after.number,
  });
  const change =
    moves.get(before) ?? describe('rule-moved', detail, shown(before), shown(after), [before, after]);
  moves.set(before, change);
  return kind === 'left' ? { before, after: null, change } : { before: null, after, change };
}

function ruleDetail(rule: Rule): (chain: string) => ChangeDetail {
  return (chain) => ({ kind: 'rule', chain, position: rule.number, text: ruleWords(rule) });
}

function shown(rule: Rule): FoundChange['before'] {
  return { ...rule.at, text: ruleWords(rule) };
}

function changesOfChain({ exists, policy, rules }: ComparedChain): readonly FoundChange[] {
  const changes = [exists.change, policy.change, ...rules.map(({ change }) => change)];
  return [...new Set(changes)].filter((change) => change !== null);
}
