import { formatAddress } from '../../kernel/address.ts';
import type { Comparison, Condition, MapValue, SetLookup, SetReference } from '../../model/condition.ts';
import type { Field } from '../../model/rule-field.ts';
import type { Value } from '../../model/rule-value.ts';
import { lengthOfMask } from '../values.ts';
import { printField } from './fields.ts';
import { flagWords } from './tcp-flag-words.ts';
import { printValue, type ValueType, valueType } from './value-types.ts';

/** A condition as nft lists it: `udp dport { 53, 5060 }`, `ip daddr . tcp dport != @allow_in`. */
export function printNftCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'compare':
      return comparisonWords(condition);
    case 'lookup':
      return lookupWords(condition);
    case 'address-type': {
      const key = `${condition.side === 'src' ? 'saddr' : 'daddr'}${condition.limitedTo === null ? '' : ` . ${condition.limitedTo === 'in' ? 'iif' : 'oif'}`}`; // prettier-ignore
      const types = condition.types.map((type) => type.toLowerCase());
      return `fib ${key} type${condition.negated ? ' !=' : ''} ${types.length === 1 ? types[0] : `{ ${types.join(', ')} }`}`; // prettier-ignore
    }
    case 'reverse-path': {
      const keys = ['saddr', ...(condition.byMark ? ['mark'] : []), ...(condition.loose ? [] : ['iif'])];
      return `fib ${keys.join(' . ')} oif ${condition.negated ? 'missing' : 'exists'}`;
    }
    case 'comment':
      return `comment "${condition.text}"`;
    case 'undecidable':
    case 'unknown':
      return condition.words;
    default:
      // No rule of nft asks these.
      return condition.kind;
  }
}

function comparisonWords({ field, values, mask, negated, isSet }: Comparison): string {
  const { words, type: typeName } = printField(field);
  const type = valueType(typeName);
  if (field.kind === 'tcp-flags' && mask !== null && !isSet) return flagsWords(words, mask, values, negated);
  if (field.kind === 'tcp-flags' && !isSet)
    return `${words} ${negated ? '!=' : '=='} ${values.map((value) => printValue(value, type)).join(',')}`;
  if (field.kind === 'fragment-offset') return `ip frag-off & 0x1fff ${negated ? '==' : '!='} 0x0`;
  const [only] = values;
  if (only?.kind === 'network' && lengthOfMask(only.mask) === null)
    return `${words} & ${formatAddress(only.mask)} ${negated ? '!=' : '=='} ${formatAddress(only.base)}`;
  const listed = isSet
    ? `{ ${values.map((value) => printValue(value, type)).join(', ')} }`
    : values.map((value) => printValue(value, type)).join(',');
  if (mask !== null) return `${words} & ${type.print({ kind: 'number', first: mask, last: mask })} ${negated ? '!=' : '=='} ${listed}`; // prettier-ignore
  if (!isSet && values.length === 1) return `${words} ${scalarWords(only as Value, type, negated)}`;
  return `${words} ${negated ? '!= ' : ''}${listed}`;
}

/** `>= 1024` for a range that is open at its end. */
function scalarWords(value: Value, type: ValueType, negated: boolean): string {
  const isRange = value.kind === 'number' && value.first !== value.last;
  if (isRange && !negated && value.last === type.highest && value.first > 0) return `>= ${value.first}`;
  if (isRange && !negated && value.first === 0 && value.last < type.highest) return `<= ${value.last}`;
  return `${negated ? '!= ' : ''}${printValue(value, type)}`;
}

function flagsWords(words: string, mask: number, values: readonly Value[], negated: boolean): string {
  const [value] = values;
  const expected = value?.kind === 'number' ? value.first : 0;
  if (expected === 0) return `${words} ${negated ? '' : '! '}${flagWords(mask, ',')}`;
  const shown = flagWords(mask);
  return `${words} & ${shown.includes('|') ? `(${shown})` : shown} ${negated ? '!=' : '=='} ${flagWords(expected)}`;
}

function lookupWords({ fields, set, use, negated }: SetLookup): string {
  const printed = fields.map(printField);
  const key = printed.map(({ words }) => words).join(' . ');
  const types = printed.map(({ type }) => valueType(type));
  const isSingleKey = fields.length > 1 && set.kind === 'listed' && set.elements.length === 1;
  const listed = setWords(set, types);
  if (use === 'vmap') return `${key} vmap ${listed}`;
  return `${key} ${negated ? '!= ' : ''}${isSingleKey ? listed.slice(2, -2) : listed}`;
}

/** `udp dport vmap @svc`; of a map that stands in the rule, that much and its brace. */
export function printMapLookup(fields: readonly Field[], map: SetReference): string {
  const key = fields.map((field) => printField(field).words).join(' . ');
  return `${key} vmap ${map.kind === 'named' ? `@${map.name}` : '{'}`;
}

/** `jump dns`, `10.0.0.1 . 80`: what a map has for a key. */
export function printMapValue(value: MapValue): string {
  if (value.kind === 'values')
    return value.values.map((each) => printValue(each, valueType('ipv4_addr'))).join(' . ');
  const { verdict } = value;
  return 'chain' in verdict ? `${verdict.kind} ${verdict.chain}` : verdict.kind;
}

function setWords(set: SetReference, types: readonly ValueType[]): string {
  if (set.kind === 'named') return `@${set.name}`;
  const elements = set.elements.map(({ key, value }) => {
    const words = key
      .map((part, index) => printValue(part, types[index] ?? valueType('integer')))
      .join(' . ');
    return value === null ? words : `${words} : ${printMapValue(value)}`;
  });
  return `{ ${elements.join(', ')} }`;
}
