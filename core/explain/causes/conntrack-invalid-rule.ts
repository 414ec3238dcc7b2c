import { specOfPrinted } from '../../dialects/printed-rule.ts';
import { asksForInvalid } from '../../kernel/asks-for-invalid.ts';
import { deadEndInChain } from '../finding.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * A rule that drops what conntrack calls INVALID (`--ctstate INVALID`, `ct state invalid`, a map in which only `invalid`
 * drops). It says nothing against addresses or ports: conntrack could not make the packet part of any connection.
 */
export const conntrackInvalidRule: CauseRecogniser<{ readonly 'conntrack-invalid-rule': object }> = {
  finds: ['conntrack-invalid-rule'],
  explain(ending) {
    const { at, place, rule, verdict } = ending.last;
    if (at !== 'rule' || (verdict !== 'drop' && verdict !== 'reject')) return null;
    const spec = rule?.spec ?? specOfPrinted(place);
    if (spec === null || !asksForInvalid(spec, verdict)) return null;
    return deadEndInChain(ending, { kind: 'conntrack-invalid-rule', parameters: {} }, 'observed', {
      disposition: verdict === 'reject' ? 'rejected' : 'dropped',
    });
  },
};
