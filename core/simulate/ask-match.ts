import type { Answer } from '../kernel/inquiry.ts';
import type { Holds } from '../kernel/match/judgement.ts';
import type { ConditionFinding } from '../kernel/match/match-rule.ts';
import { matchRule } from '../kernel/match/match-rule.ts';
import type { Chain, Rule, Table } from '../model/ruleset.ts';
import type { Walk } from './walk.ts';

/**
 * Whether a rule matches. What can't be known is asked, so that both ways are followed; not so where nothing depends
 * on the answer (`isIdle`): that is answered `unknown`.
 */
export function askWhetherMatches(
  walk: Walk,
  table: Table,
  chain: Chain,
  rule: Rule,
  isIdle: boolean,
): Holds {
  const { input, packet } = walk;
  const { verdict, unknown } = matchRule(rule, packet, { network: input.network, inSet: input.inSet });
  if (verdict !== 'unknown' || isIdle) return verdict;
  const place = `rule ${chain.rules.indexOf(rule) + 1} of ${table.name}/${chain.name}`;
  return unknown.every((finding) => holds(walk, finding, place)) ? 'yes' : 'no';
}

/** Equal conditions have equal answers for one packet, except where the answer changes from one moment to the next. */
function holds(walk: Walk, { condition, said }: ConditionFinding, place: string): boolean {
  const { src, dst, sport, dport, inInterface, outInterface, mark } = walk.packet;
  const isFleeting = condition.module !== null && fleeting.has(condition.module);
  const about = isFleeting ? place : [src, dst, sport, dport, inInterface, outInterface, mark].join(' ');
  const options = [condition.module, condition.option, ...condition.values].join(' ');
  const words = said.slice(0, said.indexOf('`', 1) + 1).replace('`! ', '`');
  const answers: readonly Answer<boolean>[] = [
    { value: false, says: `${words} does not hold for the packet in ${place}` },
    { value: true, says: `${words} holds for the packet in ${place}` },
  ];
  const answer = walk.inquiry.ask({ what: `${options} for ${about}`, command: '' }, answers);
  return answer !== condition.negated;
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
