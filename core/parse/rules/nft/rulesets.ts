import type { LineRef } from '../../../model/evidence.ts';
import type { BaseHook, Chain, NftSet, Rule, Ruleset, Table } from '../../../model/ruleset.ts';
import type { TableFamily } from '../../../model/trace.ts';
import { keyValues, mapValue } from '../../../dialects/nft/set-reference.ts';
import { keyTypes } from './set-types.ts';
import { setElements, type UntypedElement } from './set-elements.ts';
import { insideBraces } from '../../../dialects/nft/words.ts';

interface OpenChain {
  readonly name: string;
  base: BaseHook | null;
  policy: Chain['policy'];
  readonly rules: Rule[];
  readonly cuts: LineRef[];
  readonly at: LineRef;
}

interface OpenSet {
  readonly kind: NftSet['kind'];
  readonly name: string;
  keyTypes: readonly string[];
  valueType: string | null;
  flags: readonly string[];
  readonly elements: UntypedElement[];
  readonly at: LineRef;
}

interface OpenTable {
  readonly family: TableFamily;
  readonly name: string;
  readonly asked: NftCoverage;
  readonly chains: Map<string, OpenChain>;
  readonly sets: OpenSet[];
  readonly at: LineRef;
}

/** What nft was asked to list: everything, whole tables, or one chain, set or map. */
export type NftCoverage = 'ruleset' | 'tables' | 'part';

/** The coverage that a command or the name of a file tells (`nft list chain ip nat POSTROUTING`); null for none. */
export function nftCoverage(commandOrPath: string): NftCoverage | null {
  const [, what = ''] = /\blist[\s_-]+(ruleset|tables?|chains?|sets?|maps?|flowtables?)\b/.exec(commandOrPath.replaceAll('_', ' ')) ?? []; // prettier-ignore
  if (what === '') return null;
  return what === 'ruleset' ? 'ruleset' : what.startsWith('table') ? 'tables' : 'part';
}

/** Collects the rulesets of one nft dump; what is added goes to the table, chain or set that was named last. */
export class NftRulesets {
  readonly #source: Ruleset['source'];
  readonly #file: string;
  #covers: NftCoverage = 'ruleset';
  readonly #rulesets: OpenTable[][] = [];
  #table: OpenTable | null = null;
  #chain: OpenChain | null = null;
  #set: OpenSet | null = null;

  constructor(source: Ruleset['source'], file: string) {
    this.#source = source;
    this.#file = file;
  }

  /** What was asked for, of all that follows. */
  asked(covers: NftCoverage): void {
    this.#covers = covers;
  }

  /** The family of the table that is open. */
  get family(): TableFamily {
    return this.#table?.family ?? 'ip';
  }

  /** The chain that is open; '' for none. */
  get chainName(): string {
    return this.#chain?.name ?? '';
  }

  /** Opens a table; one that is there already begins another ruleset. */
  table(family: TableFamily, name: string, at: LineRef): void {
    const isThere = this.#rulesets.at(-1)?.some((table) => table.family === family && table.name === name);
    if (isThere !== false) this.#rulesets.push([]);
    this.#table = { family, name, asked: this.#covers, chains: new Map(), sets: [], at };
    this.#rulesets.at(-1)?.push(this.#table);
    this.#chain = this.#set = null;
  }

  /** Opens a table of which only the chains were copied. */
  nameless(at: LineRef): void {
    const asked = this.#covers;
    this.#covers = 'part';
    this.table('inet', '', at);
    this.#covers = asked;
  }

  /** Opens a chain; one that is there already goes on. */
  chain(name: string, at: LineRef): void {
    this.#set = null;
    this.#chain = this.#table?.chains.get(name) ?? null;
    if (this.#chain !== null) return;
    this.#chain = { name, base: null, policy: null, rules: [], cuts: [], at };
    this.#table?.chains.set(name, this.#chain);
  }

  hang(base: BaseHook): void {
    if (this.#chain === null) return;
    this.#chain.base = base;
    // Without a policy a base chain accepts.
    this.#chain.policy ??= 'ACCEPT';
  }

  policy(policy: Chain['policy']): void {
    if (this.#chain !== null) this.#chain.policy = policy;
  }

  /** Adds a rule to the chain; its number is its place. */
  rule(rule: Omit<Rule, 'number'>): void {
    const { rules = [], cuts = [] } = this.#chain ?? {};
    const isCounted = cuts.every(({ line }) => line >= rule.at.line);
    rules.push({ number: isCounted ? rules.length + 1 : null, ...rule });
  }

  /** Says that lines of the chain are missing at a line. */
  cut(at: LineRef): void {
    this.#chain?.cuts.push(at);
  }

  set(kind: NftSet['kind'], name: string, at: LineRef): void {
    this.#chain = null;
    this.#set = { kind, name, keyTypes: [], valueType: null, flags: [], elements: [], at };
    this.#table?.sets.push(this.#set);
  }

  /** `type ipv4_addr . inet_service : verdict`, `flags interval,timeout`, `elements = { ... }`. False: not closed. */
  setProperty(text: string, at: LineRef): boolean {
    const set = this.#set;
    const [, word = '', value = ''] = /^([a-z-]+)\s*=?\s*(.*)$/s.exec(text) ?? [];
    if (set === null) return true;
    if (word === 'type' || word === 'typeof') {
      const [key = '', ...rest] = value.split(/\s:\s/).map((part) => part.trim());
      set.keyTypes = keyTypes(key);
      set.valueType =
        rest.length === 0 ? null : word === 'typeof' ? keyTypes(rest[0] ?? '').join(' . ') : (rest[0] ?? '');
    } else if (word === 'flags') set.flags = value.split(',').map((flag) => flag.trim());
    else if (word === 'elements') {
      const listed = insideBraces(value);
      const lead = text.slice(0, text.indexOf('{') + 1).split('\n').length - 1;
      const elements =
        listed === null ? null : setElements(value.slice(1, -1), { file: at.file, line: at.line + lead });
      if (elements === null) return false;
      for (const element of elements) set.elements.push(element);
    }
    return true;
  }

  /** What a dump says of the set in one piece (JSON). */
  describeSet({
    elements,
    ...description
  }: Pick<NftSet, 'keyTypes' | 'valueType' | 'flags'> & {
    readonly elements: readonly UntypedElement[];
  }): void {
    if (this.#set === null) return;
    Object.assign(this.#set, description);
    for (const element of elements) this.#set.elements.push(element);
  }

  finish(): Ruleset[] {
    return this.#rulesets.map((tables) => ({
      family: null,
      backend: 'nft',
      source: this.#source,
      file: this.#file,
      covers: tables.every(({ asked }) => asked === 'ruleset') ? 'every-table' : 'its-tables',
      tables: tables.map(finishedTable),
    }));
  }
}

/** `nft list set` prints its table around the set. */
function finishedTable({ chains, sets, asked, ...table }: OpenTable): Table {
  const isPart = asked === 'part' || (chains.size === 0 && sets.length > 0);
  return {
    ...table,
    covers: isPart ? 'its-chains' : 'every-chain',
    chains: [...chains.values()].map((chain) => ({ ...chain, policyCounter: null })),
    sets: sets.map(typedSet),
  };
}

function typedSet(set: OpenSet): NftSet {
  const valueTypes = set.valueType?.split(' . ') ?? [];
  return {
    ...set,
    elements: set.elements.map((element) => ({
      ...element,
      parts: keyValues(element.key, set.keyTypes),
      leadsTo: element.value === null ? null : mapValue(element.value.split(' '), valueTypes),
    })),
  };
}
