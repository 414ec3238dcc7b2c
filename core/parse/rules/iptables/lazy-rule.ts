import type { LineRef } from '../../../model/evidence.ts';
import type { Condition, Counter, Rule, Target } from '../../../model/ruleset.ts';
import { ruleSpec } from './iptables-rule.ts';
import { iptablesTokens } from './iptables-tokens.ts';

/**
 * A rule of `iptables-save` whose words are all known, kept as its text: its conditions and its target are taken out of
 * it only when somebody looks. They are no properties of the object itself, so whoever copies it names the fields.
 */
export class LazyRule implements Rule {
  readonly number: number | null;
  /** `-A FORWARD -i eth0 -j ACCEPT` */
  readonly text: string;
  readonly counter: Counter | null;
  readonly at: LineRef;
  readonly #targetAt: number;
  #target: Target | null | undefined;
  #conditions: readonly Condition[] | undefined;

  /** `targetAt` is where in the text the target's words begin; the text's length where there is none. */
  constructor(number: number | null, text: string, counter: Counter | null, at: LineRef, targetAt: number) {
    this.number = number;
    this.text = text;
    this.counter = counter;
    this.at = at;
    this.#targetAt = targetAt;
    this.#target = undefined;
    this.#conditions = undefined;
  }

  /** iptables-save prints no handles. */
  get handle(): null {
    return null;
  }

  get target(): Target | null {
    if (this.#target === undefined) this.#target = targetOf(this.text.slice(this.#targetAt));
    return this.#target;
  }

  get conditions(): readonly Condition[] {
    const behindChain = this.text.indexOf(' ', '-A '.length) + 1;
    this.#conditions ??= specOf(this.text.slice(behindChain, this.#targetAt))?.conditions ?? [];
    return this.#conditions;
  }

  /** The same rule at another place of its chain, or read from another line. */
  moved({ number = this.number, at = this.at }: { number?: number | null; at?: LineRef }): LazyRule {
    return new LazyRule(number, this.text, this.counter, at, this.#targetAt);
  }
}

/** `-j DNAT --to-destination 10.0.0.1:80`; most are a jump to a chain and nothing else. */
function targetOf(words: string): Target | null {
  const [option = '', name = '', ...options] = words.includes('"')
    ? (iptablesTokens(words) ?? [])
    : words.split(/ +/);
  if (option === '') return null;
  return { kind: option === '-g' ? 'goto' : 'jump', name, options: options.length === 0 ? none : options };
}

const none: readonly string[] = [];

function specOf(words: string): ReturnType<typeof ruleSpec> {
  return ruleSpec(iptablesTokens(words) ?? []);
}
