import { chainOfTable } from '../model/chain-of-table.ts';
import { callersOf } from '../kernel/chains/callers.ts';
import { logPrefixOf } from '../kernel/log-prefix.ts';
import type { MatchFacts } from '../kernel/match/match-facts.ts';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import { matchRule } from '../kernel/match/match-rule.ts';
import { verdictOfTarget } from '../kernel/targets.ts';
import type { BaseChain, Verdict } from '../model/journey.ts';
import type { Chain, Rule, Table } from '../model/ruleset.ts';

/** A base chain with the table that it belongs to. */
export interface WalkedChain {
  readonly base: BaseChain;
  readonly table: Table;
}

/** A rule, or the policy of a base chain, by which a packet can have died. */
export interface PossibleDeath {
  readonly base: BaseChain;
  readonly chain: Chain;
  /** Null for the chain's policy. */
  readonly rule: Rule | null;
  readonly verdict: Verdict;
  /** The packet meets it and matches, whatever is not known; false where something may have spared it. */
  readonly certain: boolean;
}

/** What can become of a packet on a part of its way, as far as rules tell. */
export interface WayOn {
  readonly deaths: readonly PossibleDeath[];
  /** It can come to the end of that part without a line of the log. */
  readonly passes: boolean;
  /** The first rule that would surely have logged it; null where none would. */
  readonly awaited: { readonly base: BaseChain; readonly rule: Rule } | null;
}

/**
 * Follows a packet through rules that leave no line: which can have ended its way before one would have logged it. A
 * condition that can't be decided leaves both ways open.
 */
export class WalkOn {
  readonly #packet: MatchPacket;
  readonly #facts: MatchFacts;
  readonly #deaths: PossibleDeath[] = [];
  #awaited: WayOn['awaited'] = null;
  /** Everything so far was certain to bring the packet here. */
  #sure = true;

  constructor(packet: MatchPacket, facts: MatchFacts) {
    this.#packet = packet;
    this.#facts = facts;
  }

  /** Walks on behind a rule of a chain, then through the base chains that follow. */
  from(start: WalkedChain, chain: string, behind: number, then: readonly WalkedChain[]): WayOn {
    let passes = this.#passesBase(start, this.#restOf(start, chain, behind, 0));
    for (const next of then) passes &&= this.#passesBase(next, this.#walk(next, next.base.chain, 0, 0));
    return { deaths: this.#deaths, passes, awaited: this.#awaited };
  }

  /** Walks through base chains from their beginning. */
  through(chains: readonly WalkedChain[]): WayOn {
    let passes = true;
    for (const next of chains) passes &&= this.#passesBase(next, this.#walk(next, next.base.chain, 0, 0));
    return { deaths: this.#deaths, passes, awaited: this.#awaited };
  }

  #passesBase({ base, table }: WalkedChain, { accepts, falls }: Exits): boolean {
    if (!falls) return accepts;
    const chain = chainOfTable(table, base.chain);
    if (chain?.policy !== 'DROP') return true;
    this.#deaths.push({ base, chain, rule: null, verdict: 'drop', certain: this.#sure && !accepts });
    return accepts;
  }

  /** The rest of the chain that logged, and of those that may have called it. */
  #restOf(walked: WalkedChain, name: string, behind: number, depth: number): Exits {
    const exits = this.#walk(walked, name, behind, depth);
    if (!exits.falls || name === walked.base.chain || depth > MOST_CALLS) return exits;
    const callers = callersOf(walked.table, name);
    if (callers.length !== 1) this.#sure = false;
    const after = callers.map(({ chain, rule }) =>
      rule.target?.kind === 'goto' ? FALLS : this.#restOf(walked, chain, rule.number ?? 0, depth + 1),
    );
    return {
      accepts: exits.accepts || after.some(({ accepts }) => accepts),
      falls: callers.length === 0 || after.some(({ falls }) => falls),
    };
  }

  #walk(walked: WalkedChain, name: string, behind: number, depth: number): Exits {
    const chain = chainOfTable(walked.table, name);
    if (chain === undefined || depth > MOST_CALLS) return FALLS;
    let accepts = false;
    let falls = false;
    for (const rule of chain.rules.slice(behind)) {
      const { verdict: holds } = matchRule(rule, this.#packet, {
        ...this.#facts,
        nftSets: walked.table.sets,
      });
      if (holds === 'no') continue;
      const matches = holds === 'yes';
      if (matches && logPrefixOf(rule) !== null) {
        this.#awaited ??= { base: walked.base, rule };
        return { accepts, falls };
      }
      const exits = this.#meet(walked, chain, rule, matches, depth);
      accepts ||= exits.accepts;
      falls ||= exits.returns;
      if (matches && !exits.goesOn) return { accepts, falls };
      if (exits.ends || !matches) this.#sure &&= !exits.ends;
    }
    // A user-defined chain of ebtables may have a policy of its own.
    if (name === walked.base.chain || chain.policy === null) return { accepts, falls: true };
    if (chain.policy === 'ACCEPT') return { accepts: true, falls };
    this.#deaths.push({ base: walked.base, chain, rule: null, verdict: 'drop', certain: this.#sure });
    return { accepts, falls };
  }

  /** What a rule can do with the packet, `ends`: it need not come to the next rule. */
  #meet(
    walked: WalkedChain,
    chain: Chain,
    rule: Rule,
    matches: boolean,
    depth: number,
  ): { accepts: boolean; returns: boolean; goesOn: boolean; ends: boolean } {
    const { target } = rule;
    const none = { accepts: false, returns: false, goesOn: false, ends: true };
    if (target !== null && chainOfTable(walked.table, target.name) !== undefined) {
      const sure = this.#sure;
      this.#sure &&= matches;
      const { accepts, falls } = this.#walk(walked, target.name, 0, depth + 1);
      this.#sure = sure && this.#sure === sure && !accepts;
      const isGoto = target.kind === 'goto';
      return {
        accepts,
        returns: isGoto && falls,
        goesOn: !isGoto && falls,
        ends: isGoto || accepts || !falls,
      };
    }
    const verdict = target === null ? 'continue' : verdictOfTarget(target.name);
    switch (verdict) {
      case 'drop':
      case 'reject':
      case 'queue':
      case 'stolen':
        this.#deaths.push({ base: walked.base, chain, rule, verdict, certain: matches && this.#sure });
        return none;
      case 'accept':
        return { ...none, accepts: true };
      case 'return':
        return { ...none, returns: true };
      case 'continue':
        return { ...none, goesOn: true, ends: false };
      default:
        // A target that nobody knows may do anything.
        return { ...none, accepts: true, goesOn: true };
    }
  }
}

/** How a packet can leave a chain: for good, with ACCEPT, or back to the caller. */
interface Exits {
  readonly accepts: boolean;
  readonly falls: boolean;
}

const FALLS: Exits = { accepts: false, falls: true };

/** The kernel's jump stack is no deeper in any ruleset that people write. */
const MOST_CALLS = 32;
