import { printCondition } from '../../dialects/print-condition.ts';
import { parseAddress } from '../../kernel/address.ts';
import { holdsFor } from '../../kernel/conditions/match-rule.ts';
import type { MatchFacts } from '../../kernel/match/match-facts.ts';
import type { MatchPacket } from '../../kernel/match/match-packet.ts';
import type { Comparison } from '../../model/condition.ts';
import type { Rule, RuleSpec } from '../../model/ruleset.ts';

/** For each rule, in order, how many of its conditions surely fail for a packet: never more than `matchRule` counts. */
export type FirstImpossibleConditions = (packet: MatchPacket, facts: MatchFacts) => Uint8Array;

/**
 * Looks at each different condition of many rules once, and at IPv4 addresses in columns of numbers: of 100,000 rules,
 * those that come near to a packet are found without matching them all.
 */
export function firstImpossibleConditions(rules: readonly Rule[]): FirstImpossibleConditions {
  const src = new NetworkColumn(rules.length);
  const dst = new NetworkColumn(rules.length);
  const different: Pick<RuleSpec, 'dialect' | 'conditions'>[] = [];
  const ids = new Map<string, number>();
  /** The conditions of rule i: those from `ends[i - 1]` to `ends[i]`. */
  const conditions: number[] = [];
  const ends = new Uint32Array(rules.length);
  rules.forEach((rule, index) => {
    const { dialect } = rule.spec;
    for (const condition of rule.spec.conditions) {
      if (condition.kind === 'compare' && condition.field.kind === 'address') {
        const column = condition.field.side === 'src' ? src : dst;
        if (column.take(index, condition)) continue;
      }
      const key = `${dialect} ${condition.kind === 'compare' ? condition.lacking : ''} ${printCondition(dialect, condition)}`;
      let id = ids.get(key);
      if (id === undefined) {
        id = different.push({ dialect, conditions: [condition] }) - 1;
        ids.set(key, id);
      }
      conditions.push(id);
    }
    ends[index] = conditions.length;
  });
  return (packet, facts) => {
    const fails = different.map((one) => holdsFor(one, packet, facts) === 'no');
    const counts = new Uint8Array(rules.length);
    src.countFailing(packet.src, counts);
    dst.countFailing(packet.dst, counts);
    let at = 0;
    ends.forEach((end, index) => {
      for (; at < end; at++)
        if (fails[conditions[at] as number] === true) counts[index] = (counts[index] as number) + 1;
    });
    return counts;
  };
}

/** What the rules want of one address: `-s 10.1.0.0/16`, `! -d 10.2.0.2/32`. */
class NetworkColumn {
  readonly #networks: Uint32Array;
  readonly #masks: Uint32Array;
  /** 0 where a rule wants nothing, 1 where the address must be in the network, 2 where it must not. */
  readonly #wants: Uint8Array;

  constructor(rules: number) {
    this.#networks = new Uint32Array(rules);
    this.#masks = new Uint32Array(rules);
    this.#wants = new Uint8Array(rules);
  }

  /** False for what does not fit into the column. */
  take(rule: number, { negated, values }: Comparison): boolean {
    const [value, ...others] = values;
    if (value?.kind !== 'network' || others.length > 0 || this.#wants[rule] !== 0) return false;
    const { base, mask } = value;
    if (typeof base !== 'number' || typeof mask !== 'number') return false;
    this.#networks[rule] = base & mask;
    this.#masks[rule] = mask;
    this.#wants[rule] = negated ? 2 : 1;
    return true;
  }

  countFailing(text: string | null, counts: Uint8Array): void {
    const address = text === null ? null : parseAddress(text);
    if (typeof address !== 'number') return;
    for (let rule = 0; rule < counts.length; rule++) {
      const isIn = (address & (this.#masks[rule] as number)) >>> 0 === this.#networks[rule];
      if (this.#wants[rule] === (isIn ? 2 : 1)) counts[rule] = (counts[rule] as number) + 1;
    }
  }
}
