import { chainOfTable } from '../../model/chain-of-table.ts';
import { catchesEveryPacket, isBareVerdict } from '../../kernel/bare-verdict.ts';
import { positionOf } from '../../kernel/chains/hooks.ts';
import { chainLedTo, decidingStatement, verdictOfSpec } from '../../kernel/rule-effect.ts';
import type { Drift, LoggedPlace } from '../../model/drift.ts';
import { evidenceAt, type LineRef } from '../../model/evidence.ts';
import type { ResolvedPlace, Verdict } from '../../model/journey.ts';
import type { Chain, Rule, Table } from '../../model/ruleset.ts';
import type { TracePlace } from '../../model/trace.ts';

/** Finds the text of a line of a small file, as the customer's file has it. */
export type TextAt = (at: LineRef) => string;

/**
 * Ties the place of a trace line to the rule that the packet met there.
 *
 * The kernel (trace_packet() and get_chainname_rulenum() in net/ipv4/netfilter/ip_tables.c) prints `rule:N` for rule N,
 * but `policy:N` (built-in chain) or `return:N` (user-defined chain) for any rule without a match whose target is
 * ACCEPT, DROP, RETURN or QUEUE, not only for the chain's end. So `-A ALLOWED -j DROP` as rule 2 is logged as
 * `ALLOWED:return:2`, and drops. The number decides: up to the number of rules it is that rule, one more is the
 * chain's end. Whatever else the file says instead proves that the ruleset is not the one of the capture.
 */
export function resolvePlace(place: TracePlace, table: Table | null, textAt: TextAt): ResolvedPlace {
  const { number } = place;
  if (table === null || number === null) return unresolved(place, null);
  const chain = chainOfTable(table, place.chain);
  if (chain === undefined)
    return unresolved(
      place,
      table.covers === 'its-chains' ? null : { kind: 'no-chain', table: place.table, chain: place.chain },
    );

  const logged = loggedPlace(place);
  const catcher = catchesAllBefore(chain, number);
  if (catcher !== null) {
    return unresolved(place, { kind: 'unreachable', logged, number: catcher.number, text: catcher.text });
  }
  const rule = ruleNumbered(chain, number);
  if (place.kind === 'rule') {
    if (rule === null)
      return chain.cuts.length > 0 ? unresolved(place, null) : unresolved(place, beyond(place, chain));
    if (isBareVerdict(rule)) {
      return unresolved(place, { kind: 'bare-verdict', logged, text: rule.text, word: endWord(place) });
    }
    return resolvedRule(place, rule, table, textAt);
  }
  if (rule !== null) {
    if (isBareVerdict(rule)) return resolvedRule(place, rule, table, textAt);
    return unresolved(place, { kind: 'no-bare-verdict', logged, text: rule.text });
  }
  if (chain.cuts.length === 0 && place.number !== chain.rules.length + 1)
    return unresolved(place, beyond(place, chain));
  if (chain.cuts.length > 0 && place.number !== endAfterCuts(chain)) return unresolved(place, null);
  return chainEnd(place, chain, textAt);
}

/**
 * A rule above `number` that every packet meets and that lets none go on. The policy of a built-in chain is met after
 * it all the same by a packet that a RETURN sends there, or the end of a chain that a goto led to.
 */
function catchesAllBefore(chain: Chain, number: number): Rule | null {
  if (chain.cuts.length > 0) return null;
  const rule = firstCatcher(chain);
  if (rule < 0 || rule + 1 >= number) return null;
  const sendsToPolicy = ({ spec }: Rule): boolean => {
    const kind = decidingStatement(spec)?.kind;
    return kind === 'goto' || kind === 'return';
  };
  if (chain.policy !== null && number > chain.rules.length && chain.rules.some(sendsToPolicy)) return null;
  return chain.rules[rule] ?? null;
}

/** The index of the first rule of the chain that catches all packets; -1 for none. */
function firstCatcher(chain: Chain): number {
  let first = knownCatchers.get(chain);
  if (first === undefined) {
    first = chain.rules.findIndex(catchesEveryPacket);
    knownCatchers.set(chain, first);
  }
  return first;
}

/** KUBE-SERVICES has a rule for each service, and is asked for the place of each. */
const knownCatchers = new WeakMap<Chain, number>();

/** The number of the end of a chain with cuts: known where its last rule has a number and nothing is cut after it. */
function endAfterCuts({ rules, cuts }: Chain): number | null {
  const last = rules.at(-1);
  if (last === undefined || last.number === null || cuts.some(({ line }) => line > last.at.line)) return null;
  return last.number + 1;
}

function ruleNumbered(chain: Chain, number: number): Rule | null {
  if (chain.cuts.length === 0) return chain.rules[number - 1] ?? null;
  return chain.rules.find((rule) => rule.number === number) ?? null;
}

/** The place as that rule. */
export function resolvedRule(place: TracePlace, rule: Rule, table: Table, textAt: TextAt): ResolvedPlace {
  return {
    place,
    at: 'rule',
    rule,
    verdict: verdictOfRule(rule, table),
    foundBy: 'number',
    drift: null,
    shownAt: evidenceAt(rule.at, textAt(rule.at)),
  };
}

/** What the rule does with a packet that matches; null where more decides than the rule. */
export function verdictOfRule({ spec }: Rule, table: Table): Verdict | null {
  const called = chainLedTo(spec);
  if (called !== null && chainOfTable(table, called) === undefined) return null;
  return verdictOfSpec(spec);
}

/** The place as the end of that chain. */
export function chainEnd(place: TracePlace, chain: Chain, textAt: TextAt): ResolvedPlace {
  const builtIn = positionOf(place.table, place.chain) !== null;
  return {
    place,
    at: builtIn ? 'policy' : 'return',
    rule: null,
    verdict: !builtIn ? 'return' : chain.policy === null ? null : chain.policy === 'DROP' ? 'drop' : 'accept',
    foundBy: 'number',
    drift: null,
    shownAt: builtIn ? evidenceAt(chain.at, textAt(chain.at)) : null,
  };
}

function unresolved(place: TracePlace, drift: Drift | null): ResolvedPlace {
  return {
    place,
    at: place.kind === 'rule' ? 'rule' : 'unknown',
    rule: null,
    verdict: null,
    foundBy: null,
    drift,
    shownAt: null,
  };
}

function beyond(place: TracePlace, chain: Chain): Drift {
  return { kind: 'fewer-rules', logged: loggedPlace(place), rules: chain.rules.length };
}

/** The place in the words of the log. */
export function loggedPlace({ table, chain, kind, number }: TracePlace): LoggedPlace {
  return { table, chain, kind, number };
}

function endWord(place: TracePlace): 'policy' | 'return' {
  return positionOf(place.table, place.chain) === null ? 'return' : 'policy';
}
