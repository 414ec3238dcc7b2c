import { deadEndInChain, type Explanation, rulePlace, ruleTextOf } from '../finding.ts';

/** A rule with `-j DROP` matched; its line is the packet's last. */
export const droppedByRule: Explanation = (ending) => {
  const { at, verdict } = ending.last;
  const text = ruleTextOf(ending);
  if (at !== 'rule' || text === null || verdict !== 'drop') return null;
  return deadEndInChain(ending, 'rule', 'observed', `Dropped by ${rulePlace(ending)}: ${text}`);
};
