import type { FibRule, Route } from '../../model/network.ts';
import { formatAddress } from '../address.ts';
import type { Fib, PreparedRule } from './fib.ts';
import { rulesEverChanged } from './fib.ts';
import { everyCase } from '../branches.ts';
import type { FibFlow } from './match-fib-rule.ts';
import { matchFibRule } from './match-fib-rule.ts';
import type { FibAnswer, LookupContext } from './search-tables.ts';
import { searchTables, unknown } from './search-tables.ts';

/**
 * The route that the FIB holds for a flow, for someone who has only rules and routes: `linkdown` next hops count.
 * `unknown` where different answers fit what is known.
 */
export function fibLookup(fib: Fib, flow: FibFlow): FibAnswer {
  // Most lookups ask nothing and need no replay of cases, which costs more than the lookup itself.
  let asked = false;
  const answer = lookUp(fib, flow, {
    branches: {
      assume(_, [first]) {
        if (first === undefined) throw new Error('no answers');
        asked = true;
        return first.value;
      },
      presume() {},
      cite() {},
    },
    ignoresLinkDown: () => false,
  });
  if (!asked) return answer;

  const cases = everyCase((branches) => lookUp(fib, flow, { branches, ignoresLinkDown: () => false }));
  const [first, ...others] = cases ?? [];
  if (first && others.every((other) => sameAnswer(other.result, first.result))) return first.result;
  const question = first?.assumptions[0]?.question;
  return {
    kind: 'unknown',
    question: question ?? { fact: { kind: 'selecting-ip-rule' }, command: 'ip rule' },
  };
}

/** fib_lookup() (net/ipv4/ip_fib.h), fib6_rule_lookup() (net/ipv6/fib6_rules.c), within an branches. */
export function lookUp(fib: Fib, flow: FibFlow, context: LookupContext): FibAnswer {
  if (fib.rulesAssumed) {
    const question = { fact: { kind: 'ip-rules' }, command: showRules(fib) } as const;
    context.branches.presume(question, { kind: 'no-own-ip-rules' });
  }
  if (fib.rulesInPart) {
    const question = { fact: { kind: 'other-ip-rules' }, command: showRules(fib) } as const;
    context.branches.presume(question, { kind: 'no-earlier-ip-rule' });
  }
  const answer = chooseLookup(fib, flow, context);
  if (answer.kind === 'found' || answer.kind === 'refused') {
    citeLine(answer.rule, context);
    if (answer.route) citeLine(answer.route, context);
  }
  return answer;
}

/** The command that prints the rules. */
function showRules({ family }: Fib): string {
  return family === 'ipv6' ? 'ip -6 rule' : 'ip rule';
}

/** What was assumed or guessed stands in no file. */
function citeLine({ at, text }: FibRule | Route, { branches }: LookupContext): void {
  if (at.file !== '') branches.cite({ file: at.file, line: at.line, text });
}

/**
 * IPv4 looks tables local and main up as one trie until the first `ip rule add` or `del`, and by the rules forever
 * after; a listing with only the kernel's own rules does not tell which. The two differ where table main has a route
 * that is more specific than the one of table local.
 */
function chooseLookup(fib: Fib, flow: FibFlow, context: LookupContext): FibAnswer {
  const byRules = followRules(fib, flow, context);
  if (fib.customRules || fib.family === 'ipv6' || byRules.kind === 'unknown') return byRules;
  if (!fib.tables.get('local')?.search(flow.dst)) return byRules;
  const merged = searchMerged(fib, flow, context);
  if (merged.kind === 'unknown' || sameAnswer(byRules, merged)) return byRules;
  return context.branches.assume(rulesEverChanged, [
    { value: merged, premise: { kind: 'ip-rules-changed', ever: false } },
    { value: byRules, premise: { kind: 'ip-rules-changed', ever: true } },
  ]);
}

/** Tables that every host asks and that seldom have a route for a packet: no news that they have none. */
const everyHosts: ReadonlySet<string> = new Set(['local', 'default', '255', '253']);

/** fib_rules_lookup() (net/core/fib_rules.c). Finding nothing rests on the rules whose tables were asked. */
function followRules(fib: Fib, flow: FibFlow, context: LookupContext): FibAnswer {
  const asked: FibRule[] = [];
  let index = 0;
  for (;;) {
    const prepared = fib.rules[index++];
    if (prepared === undefined) {
      if (fib.rulesInPart) return unknown({ kind: 'other-ip-rules' }, showRules(fib));
      for (const rule of asked) citeLine(rule, context);
      return { kind: 'none' };
    }
    const { rule } = prepared;
    if (!applies(prepared, flow, context)) continue;
    switch (rule.action.kind) {
      case 'lookup': {
        const { vrf } = flow;
        if (rule.l3mdev && typeof vrf === 'string')
          return unknown({ kind: 'vrf', dev: flow.iif ?? '' }, 'ip -d link; ip vrf');
        // l3mdev_fib_rule_match() (net/l3mdev/l3mdev.c).
        const table = rule.l3mdev && typeof vrf !== 'string' ? vrf.table : rule.action.table;
        const answer = searchTables(fib, [table], rule, flow, context);
        if (answer.kind !== 'none' && !suppresses(rule, answer)) return answer;
        if (!everyHosts.has(rule.action.table)) asked.push(rule);
        break;
      }
      case 'goto': {
        const { priority } = rule.action;
        const target = fib.rules.findIndex((other) => other.rule.priority === priority);
        // A goto without its target is skipped; the kernel accepts no goto that leads back.
        if (target >= index) index = target;
        break;
      }
      case 'nop':
        break;
      case 'unknown':
        return unknown({ kind: 'ip-rule-action', rule: rule.text }, '');
      default:
        return { kind: 'refused', by: rule.action.kind, rule, route: null };
    }
  }
}

function applies(prepared: PreparedRule, flow: FibFlow, { branches }: LookupContext): boolean {
  const matches = matchFibRule(prepared, flow);
  if (matches !== null) return matches;
  const { text } = prepared.rule;
  const fact = { kind: 'ip-rule-selects', rule: text, dst: formatAddress(flow.dst) } as const;
  return branches.assume({ fact, command: '' }, [
    { value: true, premise: { kind: 'ip-rule-selects', rule: text, selects: true } },
    { value: false, premise: { kind: 'ip-rule-selects', rule: text, selects: false } },
  ]);
}

/** fib4_rule_suppress(): only a route that was found is suppressed, not a blackhole. */
function suppresses(rule: FibRule, answer: FibAnswer): boolean {
  if (rule.suppressPrefixLength === null || answer.kind !== 'found') return false;
  return Number(answer.route.prefix.split('/')[1]) <= rule.suppressPrefixLength;
}

/** fib_lookup() of net/ipv4/ip_fib.h as long as there are no custom rules. */
function searchMerged(fib: Fib, flow: FibFlow, context: LookupContext): FibAnswer {
  const [local, main, last] = fib.rules.map((prepared) => prepared.rule);
  if (!local || !main || !last) return { kind: 'none' };
  const answer = searchTables(fib, ['local', 'main'], main, flow, context);
  if (answer.kind === 'none') return searchTables(fib, ['default'], last, flow, context);
  return answer.kind === 'found' && answer.table === 'local' ? { ...answer, rule: local } : answer;
}

function sameAnswer(some: FibAnswer, other: FibAnswer): boolean {
  if (some.kind === 'found' && other.kind === 'found') {
    return some.route === other.route && some.hops.length === other.hops.length;
  }
  if (some.kind === 'refused' && other.kind === 'refused')
    return some.by === other.by && some.route === other.route;
  return some.kind === other.kind;
}
