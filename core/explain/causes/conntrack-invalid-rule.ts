import { deadEndInChain, type Explanation, rulePlace } from '../finding.ts';

/**
 * A rule that drops what conntrack calls INVALID (`-m conntrack --ctstate INVALID`, `-m state --state INVALID`). It
 * says nothing against addresses or ports: conntrack could not make the packet part of any connection.
 */
export const droppedAsInvalid: Explanation = (ending) => {
  const { at, rule, verdict } = ending.last;
  if (at !== 'rule' || rule === null || (verdict !== 'drop' && verdict !== 'reject')) return null;
  const wantsInvalid = rule.conditions.some(
    (condition) =>
      !condition.negated &&
      (condition.option === '--ctstate' || condition.option === '--state') &&
      condition.values.length === 1 &&
      condition.values[0] === 'INVALID',
  );
  if (!wantsInvalid) return null;
  return deadEndInChain(
    ending,
    'conntrack-invalid-rule',
    'observed',
    `Dropped by ${rulePlace(ending)} because conntrack calls the packet INVALID, part of no connection it knows: ${rule.text}`,
    verdict === 'reject' ? 'rejected' : 'dropped',
  );
};
