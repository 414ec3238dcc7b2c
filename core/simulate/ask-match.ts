import type { Answer } from '../kernel/branches.ts';
import type { Holds } from '../kernel/match/holds.ts';
import type { MatchFacts } from '../kernel/match/match-facts.ts';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { ConditionFinding, RuleMatch } from '../kernel/match/match-rule.ts';
import { matchRule } from '../kernel/match/match-rule.ts';
import { neverKnown } from '../kernel/match/never-known.ts';
import { conditionText } from '../kernel/match/condition-text.ts';
import type { Chain, Condition, Rule, Table } from '../model/ruleset.ts';
import type { Walk } from './walk.ts';

/**
 * Whether these conditions of a rule hold. What can't be known is asked, so that both ways are followed; not so where nothing depends
 * on the answer (`isIdle`): that is answered `unknown`.
 */
export function askWhetherMatches(
  walk: Walk,
  table: Table,
  chain: Chain,
  rule: Rule,
  conditions: readonly Condition[],
  isIdle: boolean,
): Holds {
  const { input, packet } = walk;
  const facts = { network: input.network, inSet: input.inSet, nftSets: table.sets };
  const { verdict, unknown } = matchConditions(rule, conditions, packet, facts);
  if (verdict !== 'unknown' || isIdle) return verdict;
  const place = `rule ${chain.rules.indexOf(rule) + 1} of ${table.name}/${chain.name}`;
  return unknown.every((finding) => holds(walk, finding, rule, place)) ? 'yes' : 'no';
}

/** The conditions of nft know nothing of each other, those of iptables do. */
function matchConditions(
  { actions }: Rule,
  conditions: readonly Condition[],
  packet: MatchPacket,
  facts: MatchFacts,
): Pick<RuleMatch, 'verdict' | 'unknown'> {
  if (actions === undefined) return matchRule({ conditions }, packet, facts);
  const each = conditions.map((condition) => matchRule({ conditions: [condition] }, packet, facts));
  const unknown = each.flatMap((match) => match.unknown);
  const fails = each.some(({ verdict }) => verdict === 'no');
  return { verdict: fails ? 'no' : unknown.length > 0 ? 'unknown' : 'yes', unknown };
}

/** Equal conditions have equal answers for one packet, except where the answer changes from one moment to the next. */
function holds(walk: Walk, { condition }: ConditionFinding, rule: Rule, place: string): boolean {
  const { src, dst, sport, dport, inInterface, outInterface, mark } = walk.packet;
  const isFleeting = condition.module !== null && fleeting.has(condition.module);
  const about = isFleeting ? place : [src, dst, sport, dport, inInterface, outInterface, mark].join(' ');
  const { words, isNegated } = questionOf(condition, rule);
  const answers: readonly Answer<boolean>[] = [
    { value: false, says: `\`${words}\` does not hold for the packet in ${place}` },
    { value: true, says: `\`${words}\` holds for the packet in ${place}` },
  ];
  return walk.inquiry.ask({ what: `${words} for ${about}`, command: '' }, answers) !== isNegated;
}

/**
 * What is asked: the condition without its `!`; or the whole match, where its options say one thing together
 * (`--limit 1/sec --limit-burst 3`).
 */
function questionOf(
  condition: Condition,
  rule: Rule,
): { readonly words: string; readonly isNegated: boolean } {
  const { module } = condition;
  if (module === null || neverKnown(module) === null)
    return { words: conditionText({ ...condition, negated: false }), isNegated: condition.negated };
  const options = rule.conditions.filter((other) => other.module === module);
  return { words: options.map(conditionText).join(' '), isNegated: false };
}

const fleeting: ReadonlySet<string> = new Set([
  'connlimit',
  'hashlimit',
  'limit',
  'nfacct',
  'quota',
  'rateest',
  'recent',
  'statistic',
]);
