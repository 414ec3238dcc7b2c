import type { SetLookup } from '../model/condition.ts';
import type { RuleSpec } from '../model/ruleset.ts';
import type { Value } from '../model/rule-value.ts';

/** Whether a packet that the rule did this to must be one that conntrack calls INVALID. */
export function asksForInvalid({ conditions, statements }: RuleSpec, verdict: 'drop' | 'reject'): boolean {
  const mapped = statements.some(({ kind }) => kind === 'verdict-map');
  return conditions.some((condition) => {
    if (condition.kind === 'compare') {
      const { field, values, negated } = condition;
      return field.kind === 'ct-state' && !negated && values.length > 0 && values.every(isInvalid);
    }
    return (
      condition.kind === 'lookup' &&
      condition.use === 'vmap' &&
      mapped &&
      leadsOnlyInvalidTo(condition, verdict)
    );
  });
}

/** `ct state vmap { established : accept, invalid : drop }`: the verdict proves the state. */
function leadsOnlyInvalidTo({ fields, set }: SetLookup, verdict: string): boolean {
  const part = fields.findIndex(({ kind }) => kind === 'ct-state');
  if (part < 0 || set.kind !== 'listed') return false;
  const leading = set.elements.filter(
    ({ value }) => value?.kind === 'verdict' && value.verdict.kind === verdict,
  );
  return leading.length > 0 && leading.every(({ key }) => isInvalid(key[part]));
}

function isInvalid(value: Value | undefined): boolean {
  return value?.kind === 'symbol' && value.symbol === 'INVALID';
}
