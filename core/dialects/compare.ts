import type { Comparison, Condition } from '../model/condition.ts';
import type { Because, Field } from '../model/rule-field.ts';
import type { Value } from '../model/rule-value.ts';

/** A comparison that compares all bits with values that are no set, fails without the field, and is written in the rule. */
export function compare(
  field: Field,
  values: readonly Value[],
  more: Partial<Pick<Comparison, 'negated' | 'mask' | 'isSet' | 'lacking' | 'implied'>> = {},
): Comparison {
  return {
    kind: 'compare',
    field,
    values,
    negated: false,
    mask: null,
    isSet: false,
    lacking: 'fails',
    implied: false,
    ...more,
  };
}

export function undecidable(name: string, because: Because, words: string): Condition {
  return { kind: 'undecidable', name, because, words };
}
