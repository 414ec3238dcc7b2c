import type { PolicyCount, RuleCount } from '../../model/analysis.ts';
import type { Journeys, ResolvedPlace } from '../../model/journey.ts';
import type { Rule, Ruleset, Table } from '../../model/ruleset.ts';
import type { TraceEvents, TracePlace } from '../../model/trace.ts';
import type { CounterDeltas } from './counter-deltas.ts';
import { type HostRuleset, isOfNft } from '../hosts/choose-tables.ts';
import { countMatches } from './count-matches.ts';

/**
 * How often each rule and policy matched, by the log, as the kernel counts: every match, and bytes by IP length. Rules
 * of the rulesets come in their order, with zero where no packet met them; after them the rules that only the log
 * names. A table of iptables-nft that the bundle has in the words of nft as well is counted once, in those of iptables.
 */
export function countRules(
  events: TraceEvents,
  journeys: Journeys,
  rulesets: readonly HostRuleset[],
  deltas: CounterDeltas,
): { rules: readonly RuleCount[]; policies: readonly PolicyCount[] } {
  const rows: Rows = {
    rules: [],
    policies: new Map(),
    chains: new Map(),
    met: new Map(journeys.places.flatMap(({ rule }) => (rule === null ? [] : [[rule, null]]))),
    unlisted: new Map(),
  };
  const saved = new Set(
    rulesets.flatMap(({ host, ruleset }) =>
      isOfNft(ruleset) || ruleset.backend === 'legacy'
        ? []
        : ruleset.tables.map((table) => tableKey(host, table)),
    ),
  );
  for (const { host, ruleset } of rulesets) {
    for (const table of ruleset.tables) {
      if (isOfNft(ruleset) && saved.has(tableKey(host, table))) continue;
      listTable(rows, host, familyOf(ruleset, table), table, deltas);
    }
  }
  const { packets, bytes } = countMatches(events, journeys);
  journeys.places.forEach((resolved, index) => {
    if (resolved.at === 'return' || resolved.at === 'unknown') return;
    const count = resolved.at === 'policy' ? policyCount(rows, resolved.place) : ruleCount(rows, resolved);
    count.packets += packets[index] as number;
    count.bytes += bytes[index] as number;
  });
  return { rules: [...rows.rules, ...rows.unlisted.values()], policies: [...rows.policies.values()] };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type ChainPlace = Pick<RuleCount, 'host' | 'family' | 'table' | 'chain'>;

/** A ruleset may have 100,000 rules, and packets met a few of them: each has a row, and no more than that. */
interface Rows {
  /** Those of the rulesets. */
  readonly rules: Mutable<RuleCount>[];
  readonly policies: Map<string, Mutable<PolicyCount>>;
  readonly chains: Map<string, ChainRows>;
  /** The rows of the rules that packets met; null for a rule that has none. */
  readonly met: Map<Rule, Mutable<RuleCount> | null>;
  /** Those of rules that only the log names. */
  readonly unlisted: Map<string, Mutable<RuleCount>>;
}

/** The rows of one chain, by number, and by line where numbers are not known. Another dump of it has the same. */
interface ChainRows {
  readonly byNumber: Mutable<RuleCount>[];
  readonly byLine: Map<number, Mutable<RuleCount>>;
}

function listTable(
  rows: Rows,
  host: string,
  family: RuleCount['family'],
  table: Table,
  deltas: CounterDeltas,
): void {
  const deltaOf = deltas.of(host, family, table.name);
  for (const chain of table.chains) {
    const place = { host, family, table: table.name, chain: chain.name };
    const key = chainKey(place);
    if (chain.policy !== null) {
      rows.policies.set(key, {
        ...place,
        policy: chain.policy,
        packets: 0,
        bytes: 0,
        counter: chain.policyCounter,
        delta: deltaOf(chain.name, null),
        at: chain.at,
      });
    }
    const own = rows.chains.get(key) ?? { byNumber: [], byLine: new Map() };
    rows.chains.set(key, own);
    for (const rule of chain.rules) {
      const delta = deltaOf(chain.name, rule);
      const row = listRule(rows, own, place, rule, delta);
      if (rows.met.has(rule)) rows.met.set(rule, row);
    }
  }
}

function listRule(
  { rules }: Rows,
  { byNumber, byLine }: ChainRows,
  { host, family, table, chain }: ChainPlace,
  { number, text, counter, at }: Rule,
  delta: RuleCount['delta'],
): Mutable<RuleCount> {
  const known = number === null ? byLine.get(at.line) : byNumber[number];
  if (known !== undefined) return Object.assign(known, { text, counter, delta, at });
  const row = { host, family, table, chain, number, text, packets: 0, bytes: 0, counter, delta, at };
  rules.push(row);
  if (number === null) byLine.set(at.line, row);
  else byNumber[number] = row;
  return row;
}

/** iptables' own word for its tables, nft's for those of nft and ebtables. */
function familyOf(ruleset: Ruleset, { family }: Table): RuleCount['family'] {
  return isOfNft(ruleset) ? family : wordOfIptables(family);
}

function wordOfIptables(family: Table['family']): RuleCount['family'] {
  if (family === 'ip') return 'ipv4';
  return family === 'ip6' ? 'ipv6' : family;
}

/** The place's chain as the rows have it: in the words of iptables where some dump has it so, else as the tracer says. */
function chainPlace(known: ReadonlyMap<string, unknown>, place: TracePlace): ChainPlace {
  const { host, table, chain, tracer, tableFamily } = place;
  const ofIptables = { host, family: wordOfIptables(tableFamily), table, chain };
  const ofNft = { host, family: tableFamily, table, chain };
  const byTracer = tracer === 'nft' ? ofNft : ofIptables;
  if (known.has(chainKey(byTracer))) return byTracer;
  return [ofIptables, ofNft].find((each) => known.has(chainKey(each))) ?? byTracer;
}

function policyCount({ policies }: Rows, place: TracePlace): Mutable<PolicyCount> {
  const own = chainPlace(policies, place);
  const known = policies.get(chainKey(own));
  if (known !== undefined) return known;
  const count = { ...own, policy: null, packets: 0, bytes: 0, counter: null, delta: null, at: null };
  policies.set(chainKey(own), count);
  return count;
}

function ruleCount({ met, unlisted }: Rows, { place, rule }: ResolvedPlace): Mutable<RuleCount> {
  const listed = rule === null ? null : met.get(rule);
  if (listed !== null && listed !== undefined) return listed;
  const own = chainPlace(new Map(), place);
  const { number } = place;
  const text = place.printed?.text ?? null;
  const key = `${chainKey(own)}\0${number ?? text}`;
  const known = unlisted.get(key);
  if (known !== undefined) return known;
  const count = { ...own, number, text, packets: 0, bytes: 0, counter: null, delta: null, at: null };
  unlisted.set(key, count);
  return count;
}

function tableKey(host: string, { family, name }: Table): string {
  return [host, family, name].join('\0');
}

function chainKey({ host, family, table, chain }: ChainPlace): string {
  return [host, family, table, chain].join('\0');
}
