import { chainOfTable } from '../../model/chain-of-table.ts';
import type { Condition } from '../../model/condition.ts';
import type { Family } from '../../model/family.ts';
import type { Chain, Rule, Table } from '../../model/ruleset.ts';
import { baseChainOf } from '../chains/base-chains.ts';
import { chainsCalled } from '../chains/chains-called.ts';
import type { MatchFacts } from '../match/match-facts.ts';
import { unknownPacket } from '../match/match-packet.ts';
import { verdictOf } from '../rule-effect.ts';
import { type Diagram, EVERYTHING, NOTHING, TooManyNodes } from '../sets/decision-diagrams.ts';
import { headerStates, newHeaderSpace, ofInterfaces, ofState } from '../sets/header-space.ts';
import { allAsSent, type Headers, newRecord } from './headers.ts';
import { whereHolds } from './where-holds.ts';

/** Why no packet can match a rule. */
export interface NeverMatching {
  readonly chain: Chain;
  /** From 1. */
  readonly number: number;
  readonly rule: Rule;
  /** `shadowed`: rules above it in its chain take all packets that it asks for. */
  readonly why: 'shadowed' | 'contradictory' | 'not reached';
  /** The numbers of the rules that take them. */
  readonly by: readonly number[];
}

/**
 * The rules of a table that no packet of a family can match, whatever it is and wherever it comes from: by conditions
 * alone, without routing and other tables. What can't be decided may hold here and may fail there, so it never makes a
 * rule shadow another. Null where that is too much to find out, or where rules rewrite what others ask for.
 */
export function neverMatching(
  table: Table,
  family: Family,
  facts: MatchFacts,
  interfaces: readonly string[],
): readonly NeverMatching[] | null {
  if (rewritesFields(table)) return null;
  const space = newHeaderSpace(family, interfaces);
  const asSent = { ...allAsSent, out: true, state: true, tcpFlags: false, linkType: false, plain: false };
  const mark = setsMarks(table) ? null : asSent.mark;
  const { diagrams } = space;
  const set = diagrams.and(
    ofState(space, headerStates),
    diagrams.and(ofInterfaces(space, 'in', interfaces), ofInterfaces(space, 'out', interfaces)),
  );
  const headers = { space, set, asSent: { ...asSent, mark }, record: newRecord() };
  try {
    return new TableSearch(table, headers, { ...facts, nftSets: table.sets }).found();
  } catch (error) {
    if (error instanceof TooManyNodes) return null;
    throw error;
  }
}

/** What packets of one family a rule can match, and which it surely takes out of its chain. */
interface RuleSets {
  readonly may: Diagram;
  readonly takes: Diagram;
  /** May send the packet back to the caller. */
  readonly returns: Diagram;
}

class TableSearch {
  readonly #table: Table;
  readonly #headers: Headers;
  readonly #facts: MatchFacts;
  readonly #rules = new Map<Rule, RuleSets>();
  /** What a chain surely keeps from coming back, by its name; a chain that is being looked at keeps nothing. */
  readonly #keeps = new Map<string, Diagram>();

  constructor(table: Table, headers: Headers, facts: MatchFacts) {
    this.#table = table;
    this.#headers = headers;
    this.#facts = facts;
  }

  found(): readonly NeverMatching[] {
    const { diagrams } = this.#headers.space;
    const entries = new Map<string, Diagram[]>();
    const found: NeverMatching[] = [];
    // Who calls a chain is not known where not all chains are shown.
    const isPart =
      this.#table.covers !== 'every-chain' || this.#table.chains.some(({ cuts }) => cuts.length > 0);
    for (const chain of this.#inOrder()) {
      const isOpen = isPart || baseChainOf(this.#table, chain, 'nft') !== null;
      const entering = isOpen ? this.#headers.set : diagrams.union(entries.get(chain.name) ?? []);
      this.#search(chain, entering, (rule, met, number) => {
        for (const name of chainsCalled(rule, this.#table.sets)) {
          const known = entries.get(name);
          if (known === undefined) entries.set(name, [met]);
          else known.push(met);
        }
        if (met === NOTHING) found.push(this.#reason(chain, number, rule, entering));
      });
    }
    return found;
  }

  /** Chains before those that they lead to; a circle, which the kernel refuses, is cut somewhere. */
  #inOrder(): readonly Chain[] {
    const order: Chain[] = [];
    const seen = new Set<Chain>();
    const visit = (chain: Chain): void => {
      if (seen.has(chain)) return;
      seen.add(chain);
      for (const rule of chain.rules)
        for (const name of chainsCalled(rule, this.#table.sets)) {
          const called = chainOfTable(this.#table, name);
          if (called !== undefined) visit(called);
        }
      order.push(chain);
    };
    for (const chain of this.#table.chains) visit(chain);
    return order.reverse();
  }

  /**
   * Each rule with what can come to it and match: what it can match, less what the rules above it take. The chain is
   * halved again and again, so that what is taken is put together in pairs and taken off small sets only.
   */
  #search(chain: Chain, entering: Diagram, visit: (rule: Rule, met: Diagram, number: number) => void): void {
    const { diagrams } = this.#headers.space;
    const search = (from: number, count: number, above: readonly Diagram[]): Diagram => {
      if (count === 0) return NOTHING;
      if (count === 1) {
        const rule = chain.rules[from];
        if (rule === undefined) return NOTHING;
        const { may, takes } = this.#setsOf(rule);
        let met = diagrams.and(entering, may);
        for (const taken of above) met = diagrams.minus(met, taken);
        visit(rule, met, from + 1);
        return takes;
      }
      const half = count >>> 1;
      const upper = search(from, half, above);
      const lower = search(from + half, count - half, [upper, ...above]);
      return diagrams.or(upper, lower);
    };
    search(0, chain.rules.length, []);
  }

  #reason(chain: Chain, number: number, rule: Rule, entering: Diagram): NeverMatching {
    const { diagrams } = this.#headers.space;
    const may = diagrams.and(this.#headers.set, this.#setsOf(rule).may);
    const found = (why: NeverMatching['why'], by: readonly number[] = []): NeverMatching => ({ chain, number, rule, why, by }); // prettier-ignore
    if (may === NOTHING) return found('contradictory');
    let rest = diagrams.and(entering, may);
    if (rest === NOTHING) return found('not reached');
    const by: number[] = [];
    for (const [index, above] of chain.rules.slice(0, number - 1).entries()) {
      const { takes } = this.#setsOf(above);
      const left = diagrams.minus(rest, takes);
      if (left !== rest) by.push(index + 1);
      rest = left;
      if (rest === NOTHING) break;
    }
    return found('shadowed', by);
  }

  #setsOf(rule: Rule): RuleSets {
    let sets = this.#rules.get(rule);
    if (sets === undefined) {
      sets = this.#readRule(rule);
      this.#rules.set(rule, sets);
    }
    return sets;
  }

  #readRule({ spec }: Rule): RuleSets {
    const { diagrams } = this.#headers.space;
    const conditions = spec.conditions.filter((each) => !(each.kind === 'lookup' && each.use === 'vmap'));
    let [yes, may]: [Diagram, Diagram] = [EVERYTHING, EVERYTHING];
    for (const condition of conditions) {
      const where = this.#where(condition);
      yes = diagrams.and(yes, where.yes);
      may = diagrams.and(may, diagrams.or(where.yes, where.open));
      if (may === NOTHING) return { may, takes: NOTHING, returns: NOTHING };
    }
    const decides = spec.statements.find((each) => verdictOf(each) !== 'continue');
    if (decides === undefined) return { may, takes: NOTHING, returns: NOTHING };
    switch (decides.kind) {
      case 'accept':
      case 'drop':
      case 'reject':
        return { may, takes: yes, returns: NOTHING };
      case 'return':
        return { may, takes: yes, returns: may };
      case 'jump':
      case 'goto': {
        const kept = this.#keptBy(decides.chain);
        return decides.kind === 'jump'
          ? { may, takes: diagrams.and(yes, kept), returns: NOTHING }
          : { may, takes: yes, returns: diagrams.minus(may, kept) };
      }
      case 'nat':
        return { may, takes: decides.map === null ? yes : NOTHING, returns: NOTHING };
      default:
        return { may, takes: NOTHING, returns: may };
    }
  }

  #where(condition: Condition): { readonly yes: Diagram; readonly open: Diagram } {
    const { space } = this.#headers;
    const packet = { ...unknownPacket(space.family), physOut: null };
    return whereHolds(condition, packet, this.#headers, this.#facts);
  }

  /** What surely does not come back from a chain. */
  #keptBy(name: string): Diagram {
    const known = this.#keeps.get(name);
    if (known !== undefined) return known;
    this.#keeps.set(name, NOTHING);
    const chain = chainOfTable(this.#table, name);
    if (chain === undefined || chain.cuts.length > 0) return NOTHING;
    const { diagrams } = this.#headers.space;
    const keeps = (from: number, count: number): { readonly kept: Diagram; readonly returned: Diagram } => {
      const rule = chain.rules[from];
      if (count === 0 || rule === undefined) return { kept: NOTHING, returned: NOTHING };
      if (count === 1) {
        const { takes, returns } = this.#setsOf(rule);
        return { kept: diagrams.minus(takes, returns), returned: returns };
      }
      const half = count >>> 1;
      const [upper, lower] = [keeps(from, half), keeps(from + half, count - half)];
      return {
        kept: diagrams.or(upper.kept, diagrams.minus(lower.kept, upper.returned)),
        returned: diagrams.or(upper.returned, lower.returned),
      };
    };
    const { kept } = keeps(0, chain.rules.length);
    this.#keeps.set(name, kept);
    return kept;
  }
}

function setsMarks({ chains }: Table): boolean {
  return chains.some(({ rules }) =>
    rules.some(({ spec }) =>
      spec.statements.some(({ kind }) => kind === 'set-mark' || kind === 'tproxy' || kind === 'unknown'),
    ),
  );
}

function rewritesFields({ chains }: Table): boolean {
  return chains.some(({ rules }) =>
    rules.some(({ spec }) =>
      spec.statements.some(
        (statement) =>
          statement.kind === 'write' &&
          (statement.field.kind === 'address' || statement.field.kind === 'port'),
      ),
    ),
  );
}
