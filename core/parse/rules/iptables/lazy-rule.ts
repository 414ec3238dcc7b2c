import { readRuleWords } from '../../../dialects/iptables/rule-words.ts';
import { placedTarget, rareTargets } from '../../../dialects/iptables/targets.ts';
import { iptablesTokens } from '../../../dialects/iptables/tokens.ts';
import type { Condition } from '../../../model/condition.ts';
import type { LineRef } from '../../../model/evidence.ts';
import type { Counter, PlacedStatement, RareStatement, Rule, RuleSpec } from '../../../model/ruleset.ts';

/** The chains of a rule's table, by name. */
export type ChainNames = Pick<ReadonlyMap<string, unknown>, 'has'>;

/**
 * A rule of `iptables-save` whose words are all known, kept as its text: its conditions and its statement are taken out
 * of it only when somebody looks. They are no properties of the object itself, so whoever copies it names the fields.
 */
export class LazyRule implements Rule {
  readonly number: number | null;
  /** `-A FORWARD -i eth0 -j ACCEPT` */
  readonly text: string;
  readonly counter: Counter | null;
  readonly at: LineRef;
  readonly #targetAt: number;
  readonly #chains: ChainNames;
  #spec: LazySpec | undefined;

  /** `targetAt` is where in the text the target's words begin; the text's length where there is none. */
  constructor(
    number: number | null,
    text: string,
    counter: Counter | null,
    at: LineRef,
    targetAt: number,
    chains: ChainNames,
  ) {
    this.number = number;
    this.text = text;
    this.counter = counter;
    this.at = at;
    this.#targetAt = targetAt;
    this.#chains = chains;
    this.#spec = undefined;
  }

  /** iptables-save prints no handles. */
  get handle(): null {
    return null;
  }

  get spec(): RuleSpec {
    return (this.#spec ??= new LazySpec(this.text, this.#targetAt, this.#chains));
  }

  /** The same rule at another place of its chain, or read from another line. */
  moved({ number = this.number, at = this.at }: { number?: number | null; at?: LineRef }): LazyRule {
    return new LazyRule(number, this.text, this.counter, at, this.#targetAt, this.#chains);
  }
}

/** What a rule says, each half of it read when somebody looks. */
class LazySpec implements RuleSpec {
  readonly #text: string;
  readonly #targetAt: number;
  readonly #chains: ChainNames;
  #conditions: readonly Condition[] | undefined;
  #statements: readonly PlacedStatement[] | undefined;

  constructor(text: string, targetAt: number, chains: ChainNames) {
    this.#text = text;
    this.#targetAt = targetAt;
    this.#chains = chains;
    this.#conditions = undefined;
    this.#statements = undefined;
  }

  get dialect(): 'iptables' {
    return 'iptables';
  }

  get conditions(): readonly Condition[] {
    if (this.#conditions === undefined) {
      const afterChain = this.#text.indexOf(' ', '-A '.length) + 1;
      const tokens = iptablesTokens(this.#text.slice(afterChain, this.#targetAt));
      const read = tokens === null || afterChain === 0 ? null : readRuleWords(tokens);
      this.#conditions = read?.conditions ?? [];
    }
    return this.#conditions;
  }

  get statements(): readonly PlacedStatement[] {
    return (this.#statements ??= statementsOf(this.#text.slice(this.#targetAt), this.#chains));
  }

  lacks(kind: RareStatement): boolean {
    const nameAt = this.#targetAt + '-j '.length;
    const first = this.#text[nameAt];
    // Quoted, or after more than one blank, it is read as words are.
    if (first === '"' || first === ' ') return false;
    const blank = this.#text.indexOf(' ', nameAt);
    return !rareTargets[kind].has(this.#text.slice(nameAt, blank < 0 ? this.#text.length : blank));
  }
}

/** `-j DNAT --to-destination 10.0.0.1:80`; most are a jump to a chain and nothing else. */
function statementsOf(words: string, chains: ChainNames): readonly PlacedStatement[] {
  const [option = '', name = '', ...options] = words.includes('"')
    ? (iptablesTokens(words)?.words ?? [])
    : words.split(/ +/);
  if (option === '') return none;
  const kind = option === '-g' ? 'goto' : 'jump';
  return [placedTarget({ kind, name, options }, (chain) => chains.has(chain))];
}

const none: readonly PlacedStatement[] = [];
