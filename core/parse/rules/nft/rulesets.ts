import type { LineRef } from '../../../model/evidence.ts';
import type { BaseHook, Chain, NftSet, Rule, Ruleset } from '../../../model/ruleset.ts';
import type { TableFamily } from '../../../model/trace.ts';
import {
  addRule,
  finishedRuleset,
  flush,
  type NftCoverage,
  type OpenChain,
  type OpenRuleset,
  type OpenTable,
  uncount,
} from './open-tables.ts';
import { dropElements, type OpenSet, readProperty } from './open-set.ts';
import type { UntypedElement } from './set-elements.ts';
import { unquoted } from '../../../dialects/nft/words.ts';

/** What a command makes, with its description in braces after it. */
export interface BlockHeader {
  readonly kind: 'chain' | 'set' | 'map';
  readonly names: { readonly family: TableFamily; readonly words: readonly string[] };
}

/** How a ruleset is told: as nft lists it, as a file for `nft -f`, or by commands that somebody typed. */
export type Telling = 'listing' | 'file' | 'typed';

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
  readonly #rulesets: OpenRuleset[] = [];
  #telling: Telling = 'listing';
  #table: OpenTable | null = null;
  #anonymous = 0;
  #chain: OpenChain | null = null;
  #set: OpenSet | null = null;

  constructor(source: Ruleset['source'], file: string) {
    this.#source = source;
    this.#file = file;
  }

  /** What was asked for, of all that follows. */
  asked(covers: NftCoverage): void {
    this.#covers = covers;
    this.#telling = 'listing';
  }

  /** How what follows is told. Typed commands change what the dump before them shows: they are a ruleset of their own. */
  toldBy(telling: Telling): void {
    const ruleset = this.#rulesets.at(-1);
    // Whether it is a file that a person wrote or a listing, of which somebody says what he typed, nothing tells.
    if (
      telling === 'file' &&
      this.#telling === 'listing' &&
      ruleset !== undefined &&
      ruleset.tables.length > 0
    )
      ruleset.isDoubtful = true;
    this.#telling = telling;
    if (telling === 'typed' && ruleset?.isTyped !== true) this.#begin();
  }

  /** The family of the table that is open. */
  get family(): TableFamily {
    return this.#table?.family ?? 'ip';
  }

  /** The chain that is open; '' for none. */
  get chainName(): string {
    return this.#chain?.name ?? '';
  }

  /** Opens a table; one that is there already begins another ruleset, but in a file for `nft -f`. */
  table(family: TableFamily, name: string, at: LineRef): void {
    const known = this.#known(family, name);
    const goesOn = this.#telling === 'file' && known !== null;
    const { isTyped = true } = this.#rulesets.at(-1) ?? {};
    if (!goesOn && (known !== null || (isTyped && this.#telling !== 'file'))) this.#begin();
    this.#table = goesOn ? known : this.#newTable(family, name, false, at);
    this.#chain = this.#set = null;
  }

  /** Turns to a table that a command names. What stood in it before is known only where a script made it anew. */
  namedTable(family: TableFamily, name: string, at: LineRef): void {
    const { isEmptied, emptied } = this.#current;
    const isPart = !isEmptied && !emptied.has(`${family} ${name}`);
    this.#table = this.#known(family, name) ?? this.#newTable(family, name, isPart, at);
    this.#chain = this.#set = null;
  }

  /** Turns to a chain that a command names. */
  namedChain(family: TableFamily, table: string, name: string, at: LineRef): void {
    this.namedTable(family, table, at);
    const isNew = this.#table?.chains.has(name) === false;
    this.chain(name, at);
    if (isNew && this.#table?.isPart === true && !this.#table.isFlushed) this.uncount();
    if (this.#current.isDoubtful) this.cut(at);
  }

  /** Opens what a command makes whose description follows: `add chain inet fw input { type ... }`. */
  openNamed(
    {
      kind,
      names: {
        family,
        words: [table = '', name = ''],
      },
    }: BlockHeader,
    at: LineRef,
  ): void {
    if (kind === 'chain') return this.namedChain(family, unquoted(table), unquoted(name), at);
    if (!this.namedSet(family, unquoted(table), unquoted(name), at)) this.set(kind, unquoted(name), at);
  }

  /** Turns to a set that a command names; false where the file does not make it. */
  namedSet(family: TableFamily, table: string, name: string, at: LineRef): boolean {
    this.namedTable(family, table, at);
    this.#set = this.#table?.sets.find((set) => set.name === name) ?? null;
    return this.#set !== null;
  }

  /** `flush ruleset` */
  empty(): void {
    this.#current.tables = [];
    this.#current.isEmptied = true;
    this.#table = this.#chain = this.#set = null;
  }

  /** `delete table`: whatever it held is gone. */
  drop(family: TableFamily, name: string): void {
    const ruleset = this.#current;
    const known = this.#known(family, name);
    ruleset.tables = ruleset.tables.filter((table) => table !== known);
    ruleset.emptied.add(`${family} ${name}`);
    this.#table = this.#chain = this.#set = null;
  }

  /** `flush table`: its chains stay, without rules. */
  flushTable(): void {
    if (this.#table === null) return;
    this.#table.isFlushed = true;
    for (const chain of this.#table.chains.values()) flush(chain);
  }

  flushChain(): void {
    if (this.#chain !== null) flush(this.#chain);
  }

  dropChain(): void {
    if (this.#chain !== null) this.#table?.chains.delete(this.#chain.name);
    this.#chain = null;
  }

  renameChain(to: string): void {
    const chain = this.#chain;
    if (chain === null) return;
    this.#table?.chains.delete(chain.name);
    chain.name = to;
    this.#table?.chains.set(to, chain);
  }

  dropSet(): void {
    const { sets = [] } = this.#table ?? {};
    if (this.#set !== null) sets.splice(sets.indexOf(this.#set), 1);
    this.#set = null;
  }

  /** Says that the script goes on in a file that is not here: more may follow in each of its chains. */
  goesOnElsewhere(at: LineRef): void {
    this.#current.isPart = true;
    this.#current.elsewhere.push(at);
  }

  /** Says that the script goes more than one way: no rule's place is known. */
  isBranched(): void {
    for (const ruleset of this.#rulesets.filter(({ isTyped }) => isTyped)) {
      ruleset.isPart = true;
      for (const { chains } of ruleset.tables) for (const chain of chains.values()) uncount(chain);
    }
  }

  /** Says that the place of the chain's rules is not known. */
  uncount(): void {
    if (this.#chain !== null) uncount(this.#chain);
  }

  get #current(): OpenRuleset {
    return this.#rulesets.at(-1) ?? this.#begin();
  }

  #begin(): OpenRuleset {
    const isTyped = this.#telling === 'typed';
    const ruleset: OpenRuleset = { tables: [], isTyped, isEmptied: false, emptied: new Set<string>(), isPart: false, isDoubtful: false, elsewhere: [] }; // prettier-ignore
    this.#rulesets.push(ruleset);
    return ruleset;
  }

  #known(family: TableFamily, name: string): OpenTable | null {
    const { tables = [] } = this.#rulesets.at(-1) ?? {};
    return tables.find((table) => table.family === family && table.name === name) ?? null;
  }

  #newTable(family: TableFamily, name: string, isPart: boolean, at: LineRef): OpenTable {
    const table = { family, name, asked: this.#covers, chains: new Map(), sets: [], isPart, isFlushed: false, at }; // prettier-ignore
    this.#current.tables.push(table);
    return table;
  }

  /** Opens a table when only its chains were copied. */
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
    this.#chain = { name, base: null, policy: null, rules: [], cuts: [], isUncounted: false, at };
    this.#table?.chains.set(name, this.#chain);
  }

  /** How many chains without a name there are, in all tables. */
  get anonymousChains(): number {
    return this.#anonymous;
  }

  /** Opens the next chain without a name, and gives it the kernel's kind of name: __chain%llu (nf_tables_addchain(), net/netfilter/nf_tables_api.c). */
  anonymousChain(at: LineRef): string {
    const name = `__chain${++this.#anonymous}`;
    this.chain(name, at);
    return name;
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

  /** Adds a rule to the chain, at its end or before the rule of that index. */
  rule(rule: Omit<Rule, 'number'>, index: number | null = null): void {
    if (this.#chain !== null) addRule(this.#chain, rule, index);
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

  /** What is said of the set: its type, flags, elements. False: not closed. */
  setProperty(text: string, at: LineRef): boolean {
    return this.#set === null || readProperty(this.#set, text, at);
  }

  /** Takes elements out of the set, in braces; null for all. False: not closed. */
  dropElements(text: string | null, at: LineRef): boolean {
    if (this.#set === null) return true;
    if (text !== null) return dropElements(this.#set, text, at);
    this.#set.elements.length = 0;
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
    const dump = { family: null, backend: 'nft', source: this.#source, file: this.#file, printedAt: null } as const; // prettier-ignore
    return this.#rulesets
      .filter(({ tables }) => tables.length > 0)
      .map((ruleset) => ({ ...dump, ...finishedRuleset(ruleset) }));
  }
}
