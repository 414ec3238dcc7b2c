import { deadEndInChain, ruleTextOf } from '../finding.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/** A rule with `-j DROP` matched; its line is the packet's last. */
export const droppedByRule: CauseRecogniser<{
  /** `unheardTproxy`: the rule is TPROXY and found no socket. */
  readonly rule: { readonly unheardTproxy: boolean };
}> = {
  finds: ['rule'],
  explain(ending) {
    const { at, verdict } = ending.last;
    if (at !== 'rule' || ruleTextOf(ending) === null || verdict !== 'drop') return null;
    return deadEndInChain(ending, { kind: 'rule', parameters: { unheardTproxy: false } }, 'observed');
  },
};
