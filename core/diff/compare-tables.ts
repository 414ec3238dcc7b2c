import { assertNever, type Family } from '../model/family.ts';
import type { Chain, Rule, Table } from '../model/ruleset.ts';
import { type AlignedRule, alignRules } from './align-rules.ts';
import { ruleContent } from './rule-content.ts';
import type { HostState, HostTable } from './host-state.ts';
import type { Entry, FoundChange, Script } from './script.ts';

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
  readonly family: Family;
  readonly name: string;
  readonly before: HostTable | null;
  readonly after: HostTable | null;
  readonly chains: readonly ComparedChain[];
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
  readonly notes: readonly string[];
}

/** Names a rule by place and content, whatever its number. */
export function ruleKey(family: Family, table: string, chain: string, content: string): string {
  return `${family} ${table}/${chain} ${content}`;
}

/** Compares the tables that both bundles show; a table that was not dumped did not change. */
export function compareTables(host: string, before: HostState, after: HostState): TableComparison {
  const tables: ComparedTable[] = [];
  const changes: FoundChange[] = [];
  const needs = new Map<FoundChange, FoundChange[]>();
  const formerly = new Map<string, string>();
  const notes: string[] = [];
  for (const [old, now] of pairTables(before.tables, after.tables)) {
    const shown = (now ?? old) as HostTable;
    const { family } = shown;
    const name = shown.table.name;
    const unseen = unseenSide(old, now, before, after);
    if (unseen !== null) {
      notes.push(`The ${familyWord(family)}table ${name} is only in the capture ${unseen}: not compared`);
      tables.push({ family, name, before: old, after: now, chains: sameChains((now ?? old)?.table) });
      continue;
    }
    if (old !== null && now !== null && old.source !== now.source)
      notes.push(
        `The ${familyWord(family)}table ${name} is a listing in one capture and a dump in the other: what they print differently may look changed`,
      );
    const chains = compareChains(host, family, name, old?.table ?? null, now?.table ?? null, formerly);
    noteNeeds(chains, needs);
    changes.push(...chains.flatMap(changesOfChain));
    tables.push({ family, name, before: old, after: now, chains });
  }
  return { tables, changes, needs, formerly, notes };
}

function pairTables(
  before: readonly HostTable[],
  after: readonly HostTable[],
): readonly (readonly [HostTable | null, HostTable | null])[] {
  const keyOf = ({ family, table }: HostTable): string => `${family} ${table.name}`;
  const later = new Map(after.map((table) => [keyOf(table), table]));
  const earlier = new Set(before.map(keyOf));
  return [
    ...before.map((table) => [table, later.get(keyOf(table)) ?? null] as const),
    ...after.filter((table) => !earlier.has(keyOf(table))).map((table) => [null, table] as const),
  ];
}

/**
 * Which capture alone shows the table, where the other one does not prove that it had none: `iptables-save` prints all
 * tables that are loaded.
 */
function unseenSide(
  old: HostTable | null,
  now: HostTable | null,
  before: HostState,
  after: HostState,
): 'before' | 'after' | null {
  if (old !== null && now !== null) return null;
  const other = (old === null ? before : after).tables;
  const { family } = (old ?? now) as HostTable;
  const dumps = other.some((table) => table.family === family && table.source === 'iptables-save');
  return dumps ? null : old === null ? 'after' : 'before';
}

function sameChains(table: Table | undefined): readonly ComparedChain[] {
  return (table?.chains ?? []).map((chain) => ({
    name: chain.name,
    exists: { before: chain, after: chain, change: null },
    policy: { before: chain, after: chain, change: null },
    rules: chain.rules.map((rule) => ({ before: rule, after: rule, change: null })),
  }));
}

/** A table that is not loaded lets everything pass: like one whose chains are empty. */
function compareChains(
  host: string,
  family: Family,
  table: string,
  before: Table | null,
  after: Table | null,
  formerly: Map<string, string>,
): readonly ComparedChain[] {
  const later = new Map(after?.chains.map((chain) => [chain.name, chain]));
  const earlier = new Map(before?.chains.map((chain) => [chain.name, chain]));
  const names = new Set([...earlier.keys(), ...later.keys()]);
  return Array.from(names, (name): ComparedChain => {
    const [old, now] = [earlier.get(name) ?? null, later.get(name) ?? null];
    const place = { family, table, chain: name };
    const describe = describer(host, place);
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

type Describe = (
  kind: FoundChange['kind'],
  detail: string,
  before: FoundChange['before'],
  after: FoundChange['after'],
) => FoundChange;

function describer(host: string, chain: NonNullable<FoundChange['chain']>): Describe {
  const place = `${familyWord(chain.family)}${chain.table}/${chain.chain}`;
  return (kind, detail, before, after) => ({
    kind,
    host,
    detail: `${place}${detail}`,
    before,
    after,
    effect: null,
    chain,
  });
}

function familyWord(family: Family): string {
  return family === 'ipv6' ? 'ipv6 ' : '';
}

/** Built-in chains come and go with their table, which no one adds. */
function compareExistence(old: Chain | null, now: Chain | null, describe: Describe): Entry<Chain> {
  const isBuiltIn = (old ?? now)?.policy !== null;
  if (isBuiltIn || (old !== null && now !== null)) return { before: old, after: now, change: null };
  const change =
    old === null
      ? describe('chain-added', '', null, headingOf(now))
      : describe('chain-removed', '', headingOf(old), null);
  return { before: old, after: now, change };
}

function comparePolicy(old: Chain | null, now: Chain | null, describe: Describe): Entry<Chain> {
  const [was, is] = [old?.policy ?? 'ACCEPT', now?.policy ?? 'ACCEPT'];
  const isBuiltIn = (old ?? now)?.policy !== null;
  if (!isBuiltIn || was === is) return { before: old, after: now, change: null };
  const change = describe('policy-changed', `: ${was} -> ${is}`, headingOf(old), headingOf(now));
  return { before: old, after: now, change };
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
        const detail = ` position ${old.number ?? '?'}: ${old.text}`;
        return { before: old, after: null, change: describe('rule-removed', detail, shown(old), null) };
      }
      case 'added': {
        const { after: now } = aligned;
        const detail = ` position ${now.number ?? '?'}: ${now.text}`;
        return { before: null, after: now, change: describe('rule-added', detail, null, shown(now)) };
      }
      case 'changed': {
        const { before: old, after: now } = aligned;
        onChanged(old, now);
        const detail = ` position ${now.number ?? '?'}: ${old.text} -> ${now.text}`;
        return { before: old, after: now, change: describe('rule-changed', detail, shown(old), shown(now)) };
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
  const detail = `: ${before.text} from position ${before.number ?? '?'} to ${after.number ?? '?'}`;
  const change = moves.get(before) ?? describe('rule-moved', detail, shown(before), shown(after));
  moves.set(before, change);
  return kind === 'left' ? { before, after: null, change } : { before: null, after, change };
}

function shown(rule: Rule): FoundChange['before'] {
  return { ...rule.at, text: rule.text };
}

function changesOfChain({ exists, policy, rules }: ComparedChain): readonly FoundChange[] {
  const changes = [exists.change, policy.change, ...rules.map(({ change }) => change)];
  return [...new Set(changes)].filter((change) => change !== null);
}

/** A jump to a new chain and the rules in it need the chain; a chain goes only when nothing leads to it any more. */
function noteNeeds(chains: readonly ComparedChain[], needs: Map<FoundChange, FoundChange[]>): void {
  const note = (change: FoundChange, needed: FoundChange): void => {
    needs.set(change, [...(needs.get(change) ?? []), needed]);
  };
  const added = new Map<string, FoundChange>();
  const removed = new Map<string, FoundChange>();
  for (const { name, exists } of chains) {
    if (exists.change?.kind === 'chain-added') added.set(name, exists.change);
    if (exists.change?.kind === 'chain-removed') removed.set(name, exists.change);
  }
  if (added.size + removed.size === 0) return;
  for (const { name, rules } of chains)
    for (const { before, after, change } of rules) {
      if (change === null) continue;
      for (const chain of [after === null ? undefined : name, after?.target?.name]) {
        const needed = chain === undefined ? undefined : added.get(chain);
        if (needed !== undefined) note(change, needed);
      }
      for (const chain of [before === null ? undefined : name, before?.target?.name]) {
        const gone = chain === undefined ? undefined : removed.get(chain);
        if (gone !== undefined) note(gone, change);
      }
    }
}
