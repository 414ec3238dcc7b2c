import { deadEndInChain, type Explanation, rulePlace, ruleTextOf } from '../finding.ts';

/** A rule with `-j REJECT` matched: the packet is dropped and its sender gets an answer (iptables-extensions(8)). */
export const rejectedByRule: Explanation = (ending) => {
  const { rule, verdict } = ending.last;
  const text = ruleTextOf(ending);
  if (text === null || verdict !== 'reject') return null;
  const options = rule?.target?.options ?? [];
  const answer = options[options.indexOf('--reject-with') + 1];
  return deadEndInChain(
    ending,
    'reject',
    'observed',
    `Rejected by ${rulePlace(ending)}${answer === undefined ? '' : ` with ${answer}`}: ${text}`,
    'rejected',
  );
};
