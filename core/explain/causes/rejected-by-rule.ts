import { printRejectAnswer } from '../../dialects/print-reject.ts';
import type { Rule } from '../../model/ruleset.ts';
import { deadEndInChain, type Explanation, rulePlace, ruleTextOf } from '../finding.ts';

/** A rule that rejects matched: the packet is dropped and its sender gets an answer (iptables-extensions(8), nft(8)). */
export const rejectedByRule: Explanation = (ending) => {
  const { rule, verdict } = ending.last;
  const text = ruleTextOf(ending);
  if (text === null || verdict !== 'reject') return null;
  const answer = rule === null ? null : answerOf(rule);
  return deadEndInChain(
    ending,
    'reject',
    'observed',
    `Rejected by ${rulePlace(ending)}${answer === null ? '' : ` with ${answer}`}: ${text}`,
    'rejected',
  );
};

function answerOf({ spec }: Rule): string | null {
  const reject = spec.statements.find((statement) => statement.kind === 'reject');
  return reject === undefined ? null : printRejectAnswer(spec.dialect, reject.answer);
}
