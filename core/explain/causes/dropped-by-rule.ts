import { serviceLacking } from '../../dialects/owner-comments.ts';
import { deadEndInChain, ruleTextOf } from '../finding.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/** A rule with `-j DROP` matched; its line is the packet's last. */
export const droppedByRule: CauseRecogniser<{
  /** `unheardTproxy`: the rule is TPROXY and found no socket. `service`: as for a rule that rejects. */
  readonly rule: { readonly unheardTproxy: boolean; readonly service: string | null };
}> = {
  finds: ['rule'],
  explain(ending) {
    const { at, rule, verdict } = ending.last;
    if (at !== 'rule' || ruleTextOf(ending) === null || verdict !== 'drop') return null;
    const service = rule === null ? null : serviceLacking(rule);
    return deadEndInChain(
      ending,
      { kind: 'rule', parameters: { unheardTproxy: false, service } },
      'observed',
    );
  },
};
