import { serviceLacking } from '../../dialects/owner-comments.ts';
import { printRejectAnswer } from '../../dialects/print-reject.ts';
import type { Rule } from '../../model/ruleset.ts';
import { deadEndInChain, ruleTextOf } from '../finding.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/** A rule that rejects matched: the packet is dropped and its sender gets an answer (iptables-extensions(8), nft(8)). */
export const rejectedByRule: CauseRecogniser<{
  /**
   * `answer` is iptables' `--reject-with`; null where the rule does not say. `service`: the Service of Kubernetes without
   * endpoints for which the rule was made; null for any other rule.
   */
  readonly reject: { readonly answer: string | null; readonly service: string | null };
}> = {
  finds: ['reject'],
  explain(ending) {
    const { rule, verdict } = ending.last;
    if (verdict !== 'reject') return null;
    // No file shows the rule: the host's answer to packets that met it shows what it does.
    if (ruleTextOf(ending) === null)
      return deadEndInChain(
        ending,
        { kind: 'reject', parameters: { answer: null, service: null } },
        'inferred',
        {
          disposition: 'rejected',
          grounds: [{ kind: 'answered-by-host' }],
        },
      );
    const answer = rule === null ? null : answerOf(rule);
    const service = rule === null ? null : serviceLacking(rule);
    return deadEndInChain(ending, { kind: 'reject', parameters: { answer, service } }, 'observed', {
      disposition: 'rejected',
    });
  },
};

function answerOf({ spec }: Rule): string | null {
  const reject = spec.statements.find((statement) => statement.kind === 'reject');
  return reject === undefined ? null : printRejectAnswer(spec.dialect, reject.answer);
}
