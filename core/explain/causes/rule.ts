import { deadEndInChain, type Explanation, rulePlace } from '../finding.ts';

/** A rule with `-j DROP` matched; its line is the packet's last. */
export const droppedByRule: Explanation = (ending) => {
  const { at, rule, verdict } = ending.last;
  if (at !== 'rule' || rule === null || verdict !== 'drop') return null;
  return deadEndInChain(ending, 'rule', 'observed', `Dropped by ${rulePlace(ending)}: ${rule.text}`);
};
