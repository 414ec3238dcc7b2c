import type { Drift } from '../../model/drift.ts';
import { isBareVerdict } from '../../kernel/bare-verdict.ts';
import { positionOf } from '../../kernel/chains/hooks.ts';
import { noFacts } from '../../kernel/match/match-facts.ts';
import { holdsFor } from '../../kernel/conditions/match-rule.ts';
import { chainLedTo, natOf } from '../../kernel/rule-effect.ts';
import type { ResolvedPlace } from '../../model/journey.ts';
import type { Chain, Rule, Table } from '../../model/ruleset.ts';
import { answersSo } from './answers-at-places.ts';
import { type AlignedPlace, alignChain } from './align-chain.ts';
import type { Behaviour } from './chain-behaviour.ts';
import { chainEnd, resolvedRule, type TextAt, verdictOfRule } from '../rules/resolve-place.ts';

/** Chains and logs beyond this would take too long to align. */
const MOST_PLACES = 200;
const MOST_RULES = 500;

/** A place of a drifted chain with what the log shows of it. */
export interface DriftedPlace {
  readonly index: number;
  readonly resolved: ResolvedPlace;
  readonly behaviour: Behaviour;
}

/**
 * Finds the rules of a chain again that has changed between the log and the dump: by where jumps led, by the rewrite
 * that followed, by what the packets can match, by the verdict that shows, by counters, and by the order of the rules.
 * Returns, by index of place, those for which only one rule (or the chain's end) is left.
 */
export function reAnchor(
  places: readonly DriftedPlace[],
  chain: Chain,
  table: Table,
  textAt: TextAt,
): ReadonlyMap<number, ResolvedPlace> {
  const anchored = new Map<number, ResolvedPlace>();
  if (places.length > MOST_PLACES || chain.rules.length > MOST_RULES || chain.cuts.length > 0)
    return anchored;
  const ordered = [...places].sort((a, b) => numberOf(a) - numberOf(b));
  const fits = ordered.map((place) => [
    ...chain.rules.map((rule) => fitOfRule(place, rule, table)),
    fitOfEnd(place, chain),
  ]);
  // An answer tells a rule whatever its position is: rules that changed places keep no order.
  const told = ordered.map(({ behaviour }, position) =>
    behaviour.answers.size > 0 ? onlyFit(fits[position] ?? []) : null,
  );
  const untold = ordered.map((_, position) => position).filter((position) => told[position] === null);
  const aligned = alignChain(
    untold.map((position): AlignedPlace => ({
      number: numberOf(ordered[position] as DriftedPlace),
      fits: fits[position] ?? [],
    })),
  );
  ordered.forEach((drifted, position) => {
    const rule = told[position] ?? aligned[untold.indexOf(position)];
    if (rule === null || rule === undefined) return;
    const { place } = drifted.resolved;
    const found = chain.rules[rule];
    const resolved =
      found === undefined ? chainEnd(place, chain, textAt) : resolvedRule(place, found, table, textAt);
    anchored.set(drifted.index, {
      ...resolved,
      // Of a chain that was flushed, the policy need not be what it was either.
      verdict: chain.rules.length === 0 && (place.number ?? 0) > 1 ? null : resolved.verdict,
      foundBy:
        found !== undefined && isProven(found, drifted.behaviour, resolved) ? 'evidence' : 'elimination',
      drift: renumbered(numberOf(drifted), rule, chain),
    });
  });
  return anchored;
}

/** The index of the only rule that can be it; null where there are several, or none. */
function onlyFit(fits: readonly number[]): number | null {
  const fitting = fits.flatMap((fit, rule) => (fit > 0 ? [rule] : []));
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** Only places of tracers that print positions are looked for by position. */
function numberOf({ resolved }: DriftedPlace): number {
  return resolved.place.number ?? 0;
}

/** How well a rule of the file explains what packets did at a place: 0 where it can't be. */
function fitOfRule(drifted: DriftedPlace, rule: Rule, table: Table): number {
  const { resolved, behaviour } = drifted;
  if ((resolved.place.kind === 'rule') === isBareVerdict(rule)) return 0;
  const verdict = verdictOfRule(rule, table);
  const target = chainLedTo(rule.spec) ?? '';
  const jumps = verdict === 'jump' || verdict === 'goto';
  if (behaviour.called.size > 0 || jumps) {
    if (!jumps || behaviour.called.size > 1 || (behaviour.called.size === 1 && !behaviour.called.has(target)))
      return 0;
  }
  if (!jumps && !verdictFits(verdict, behaviour)) return 0;
  if (behaviour.answers.size > 0 && answersSo(rule, behaviour.answers) !== true) return 0;
  if (!rewriteFits(rule, behaviour)) return 0;
  const match = couldMatch(rule, behaviour);
  if (match === 'no') return 0;
  const counted =
    rule.counter !== null && rule.counter.packets > 0 && rule.counter.packets === behaviour.packets;
  return 1 + (match === 'yes' ? 0.2 : 0) + (counted ? 0.5 : 0) + (jumps ? 0.5 : 0);
}

/**
 * What matching says of a rule and all packets that met a place: `no` if one of them can't match, `yes` if all do. Sets,
 * addresses of the host and the like are left open here: they may have changed as the ruleset has.
 */
export function couldMatch(rule: Rule, { examples }: Pick<Behaviour, 'examples'>): 'yes' | 'no' | 'unknown' {
  let all: 'yes' | 'unknown' = examples.length === 0 ? 'unknown' : 'yes';
  for (const packet of examples) {
    const holds = holdsFor(rule.spec, packet, noFacts);
    if (holds === 'no') return 'no';
    if (holds === 'unknown') all = 'unknown';
  }
  return all;
}

/** A rule passed over that would have caught the packet makes the chain's end impossible, but the order sees to that. */
function fitOfEnd({ resolved, behaviour }: DriftedPlace, chain: Chain): number {
  if (resolved.place.kind === 'rule' || behaviour.called.size > 0 || behaviour.continued > 0) return 0;
  const last = chain.rules.at(-1);
  if (last !== undefined && isBareVerdict(last)) return 0;
  const builtIn = positionOf(resolved.place.table, resolved.place.chain) !== null;
  if (builtIn ? behaviour.returned > 0 : behaviour.left > 0) return 0;
  if (builtIn && chain.policy === 'DROP' && behaviour.left > 0) return 0;
  return 1;
}

/** Whether packets that met the rule went on as its verdict says; lines may be missing after some of them. */
function verdictFits(
  verdict: ResolvedPlace['verdict'],
  { continued, returned, left, packets }: Behaviour,
): boolean {
  const most = (count: number): boolean => count * 2 > packets;
  switch (verdict) {
    case 'drop':
    case 'reject':
    case 'stolen':
      return !most(continued + returned + left);
    case 'accept':
    case 'queue':
      return !most(continued + returned);
    case 'continue':
      return !most(returned + left);
    case 'return':
      return !most(continued);
    default:
      return true;
  }
}

/** DNAT rewrites the destination before the next line; other rules don't. */
function rewriteFits({ spec }: Rule, { rewrittenTo }: Behaviour): boolean {
  const nat = natOf(spec);
  if (rewrittenTo.size === 0 || nat === null) return true;
  const { type, to, map } = nat;
  if (type !== 'dnat') return type !== 'snat' && type !== 'masquerade';
  // A range, or a map, leads to several destinations.
  if (map !== null || to.address === null || to.address.first !== to.address.last || to.ports === 'shifted')
    return true;
  const { first } = to.address;
  const [low, high] = to.ports ?? [0, 65535];
  return [...rewrittenTo].some((seen) => {
    const [address = '', port = ''] = seen.split(' ');
    return address === first && (to.ports === null || (low <= Number(port) && Number(port) <= high));
  });
}

/** Something speaks for just this rule: its counter, where it led, its rewrite, or that its conditions all hold. */
function isProven(rule: Rule, behaviour: Behaviour, { verdict }: ResolvedPlace): boolean {
  if (rule.counter !== null && rule.counter.packets > 0 && rule.counter.packets === behaviour.packets)
    return true;
  if (verdict === 'jump' || verdict === 'goto') return behaviour.called.size > 0;
  if (behaviour.answers.size > 0) return true;
  if (natOf(rule.spec) !== null) return behaviour.rewrittenTo.size > 0;
  return rule.spec.conditions.length > 0 && couldMatch(rule, behaviour) === 'yes';
}

function renumbered(number: number, rule: number, chain: Chain): Drift {
  const inFile = rule === chain.rules.length ? null : rule + 1;
  return { kind: 'renumbered', number, inFile, shift: number - (rule + 1) };
}
