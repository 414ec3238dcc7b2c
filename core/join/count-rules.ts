import type { PolicyCount, RuleCount } from '../model/analysis.ts';
import type { Journeys } from '../model/journey.ts';
import type { TraceEvents } from '../model/trace.ts';
import type { CounterDeltas } from './counter-deltas.ts';
import type { HostRuleset } from './choose-tables.ts';

/**
 * How often each rule and policy matched, by the log, as the kernel counts: every match, and bytes by IP length. Rules
 * of the rulesets come in their order, with zero where no packet met them; behind them the rules that only the log
 * names.
 */
export function countRules(
  events: TraceEvents,
  journeys: Journeys,
  rulesets: readonly HostRuleset[],
  deltas: CounterDeltas,
): { rules: readonly RuleCount[]; policies: readonly PolicyCount[] } {
  const rules = new Map<string, Mutable<RuleCount>>();
  const policies = new Map<string, Mutable<PolicyCount>>();
  for (const { host, ruleset } of rulesets) {
    for (const table of ruleset.tables) {
      for (const chain of table.chains) {
        const place = { host, family: ruleset.family, table: table.name, chain: chain.name };
        if (chain.policy !== null) {
          policies.set(chainKey(place), {
            ...place,
            policy: chain.policy,
            packets: 0,
            bytes: 0,
            counter: chain.policyCounter,
            delta: deltas.of(host, ruleset.family, table.name, chain.name, null),
            at: chain.at,
          });
        }
        for (const rule of chain.rules) {
          const { number, text, counter, at } = rule;
          rules.set(ruleKey(place, number ?? `line ${at.line}`), {
            ...place,
            number,
            text,
            packets: 0,
            bytes: 0,
            counter,
            delta: deltas.of(host, ruleset.family, table.name, chain.name, rule),
            at,
          });
        }
      }
    }
  }

  const { packets, bytes } = countPlaces(events);
  journeys.places.forEach((resolved, index) => {
    const { place, at, rule } = resolved;
    if (at === 'return' || at === 'unknown') return;
    const count = at === 'policy' ? policyCount(policies, place) : ruleCount(rules, place, rule);
    count.packets += packets[index] as number;
    count.bytes += bytes[index] as number;
  });
  return { rules: [...rules.values()], policies: [...policies.values()] };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type ChainPlace = Pick<RuleCount, 'host' | 'family' | 'table' | 'chain'>;

function countPlaces(events: TraceEvents): { packets: Float64Array; bytes: Float64Array } {
  const packets = new Float64Array(events.places.length);
  const bytes = new Float64Array(events.places.length);
  for (let event = 0; event < events.count; event++) {
    const place = events.place[event] as number;
    packets[place] = (packets[place] as number) + 1;
    const length = events.identities.length[events.identity[event] as number] as number;
    bytes[place] = (bytes[place] as number) + length;
  }
  return { packets, bytes };
}

function policyCount(policies: Map<string, Mutable<PolicyCount>>, place: ChainPlace): Mutable<PolicyCount> {
  const known = policies.get(chainKey(place));
  if (known !== undefined) return known;
  const { host, family, table, chain } = place;
  const count = {
    host,
    family,
    table,
    chain,
    policy: null,
    packets: 0,
    bytes: 0,
    counter: null,
    delta: null,
    at: null,
  };
  policies.set(chainKey(place), count);
  return count;
}

function ruleCount(
  rules: Map<string, Mutable<RuleCount>>,
  place: ChainPlace & { number: number },
  rule: { readonly number: number | null; readonly at: { readonly line: number } } | null,
): Mutable<RuleCount> {
  const key =
    rule === null
      ? ruleKey(place, `log ${place.number}`)
      : ruleKey(place, rule.number ?? `line ${rule.at.line}`);
  const known = rules.get(key);
  if (known !== undefined) return known;
  const { host, family, table, chain, number } = place;
  const count = {
    host,
    family,
    table,
    chain,
    number,
    text: null,
    packets: 0,
    bytes: 0,
    counter: null,
    delta: null,
    at: null,
  };
  rules.set(key, count);
  return count;
}

function chainKey({ host, family, table, chain }: ChainPlace): string {
  return [host, family, table, chain].join('\0');
}

function ruleKey(place: ChainPlace, number: number | string): string {
  return `${chainKey(place)}\0${number}`;
}
