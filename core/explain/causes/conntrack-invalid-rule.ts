import { specOfPrinted } from '../../dialects/printed-rule.ts';
import { asksForInvalid } from '../../kernel/asks-for-invalid.ts';
import { deadEndInChain, type Explanation, rulePlace, ruleTextOf } from '../finding.ts';

/**
 * A rule that drops what conntrack calls INVALID (`--ctstate INVALID`, `ct state invalid`, a map in which only `invalid`
 * drops). It says nothing against addresses or ports: conntrack could not make the packet part of any connection.
 */
export const droppedAsInvalid: Explanation = (ending) => {
  const { at, place, rule, verdict } = ending.last;
  if (at !== 'rule' || (verdict !== 'drop' && verdict !== 'reject')) return null;
  const spec = rule?.spec ?? specOfPrinted(place);
  if (spec === null || !asksForInvalid(spec, verdict)) return null;
  return deadEndInChain(
    ending,
    'conntrack-invalid-rule',
    'observed',
    `Dropped by ${rulePlace(ending)} because conntrack calls the packet INVALID, part of no connection it knows: ${ruleTextOf(ending)}`,
    verdict === 'reject' ? 'rejected' : 'dropped',
  );
};
