import { deadEndInChain, type Explanation, rulePlace } from '../finding.ts';

/** A rule with `-j REJECT` matched: the packet is dropped and its sender gets an answer (iptables-extensions(8)). */
export const rejectedByRule: Explanation = (ending) => {
  const { rule, verdict } = ending.last;
  if (rule === null || verdict !== 'reject') return null;
  const options = rule.target?.options ?? [];
  const answer = options[options.indexOf('--reject-with') + 1];
  return deadEndInChain(
    ending,
    'reject',
    'observed',
    `Rejected by ${rulePlace(ending)}${answer === undefined ? '' : ` with ${answer}`}: ${rule.text}`,
    'rejected',
  );
};
