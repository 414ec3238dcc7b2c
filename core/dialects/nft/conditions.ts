import type { Comparison, Condition } from '../../model/condition.ts';
import type { Family } from '../../model/family.ts';
import type { TableFamily } from '../../model/table-family.ts';
import type { Value } from '../../model/rule-value.ts';
import { compare } from '../compare.ts';
import { numberValue, readNumber, symbolValue, wordValue } from '../values.ts';
import { parseAddress } from '../../kernel/address.ts';
import type { NftComparison } from './expression.ts';
import { fibCondition } from './fib-condition.ts';
import type { NftField } from './fields.ts';
import { setReference } from './set-reference.ts';
import { readFlags } from './tcp-flag-words.ts';
import { readValue, type ValueType, valueType } from './value-types.ts';
import { insideBraces } from './words.ts';

/**
 * What a comparison asks. What it takes for granted comes first: `tcp dport` needs TCP, and in tables that see both
 * families `ip saddr` needs IPv4.
 */
export function conditionsOf(comparison: NftComparison, family: TableFamily): readonly Condition[] {
  return [
    ...comparison.fields.flatMap((field) => impliedConditions(field, family)),
    ownCondition(comparison),
  ];
}

/** What a field takes for granted of the packet. */
export function impliedConditions({ words }: NftField, family: TableFamily): readonly Comparison[] {
  const [header = '', second = ''] = words.split(' ');
  const seesBoth = family === 'inet' || family === 'bridge' || family === 'netdev';
  const needed = familyOfHeader.get(header);
  const protocol = protocolOfHeader.get(header);
  return [
    ...(seesBoth && needed !== undefined
      ? [compare({ kind: 'family' }, [symbolValue(needed)], { implied: true })]
      : []),
    ...(protocol !== undefined && !(header === 'tcp' && second === 'option')
      ? [compare({ kind: 'protocol', of: 'packet' }, [numberValue(protocol)], { implied: true })]
      : []),
  ];
}

const familyOfHeader: ReadonlyMap<string, Family> = new Map([
  ['ip', 'ipv4'],
  ['icmp', 'ipv4'],
  ['igmp', 'ipv4'],
  ['ip6', 'ipv6'],
  ['icmpv6', 'ipv6'],
]);

const protocolOfHeader: ReadonlyMap<string, number> = new Map([
  ['icmp', 1],
  ['igmp', 2],
  ['tcp', 6],
  ['udp', 17],
  ['dccp', 33],
  ['gre', 47],
  ['esp', 50],
  ['ah', 51],
  ['icmpv6', 58],
  ['sctp', 132],
  ['udplite', 136],
]);

function ownCondition(comparison: NftComparison): Condition {
  const { fields, operator, mask, value } = comparison;
  const [only] = fields;
  const isSet = value.startsWith('@') || insideBraces(value) !== null;
  const isEquation = operator === '' || operator === '==' || operator === '!=';
  const negated = operator === '!=';
  if (only === undefined) return { kind: 'unknown', words: comparisonText(comparison) };
  if (fields.length > 1 || value.startsWith('@')) {
    if (mask !== null || !isEquation) return { kind: 'unknown', words: comparisonText(comparison) };
    // A key that is no set: `ip saddr . tcp dport 10.0.0.1 . 22`.
    const set = isSet ? value : `{ ${value} }`;
    const types = fields.map(({ type }) => type);
    return {
      kind: 'lookup',
      fields: fields.map(({ field }) => field),
      set: setReference(set, types),
      use: 'set',
      negated,
    };
  }
  const fib = fibCondition(only.words, comparison);
  if (fib !== null) return fib;
  const type = valueType(only.type);
  if (isSet) return inListedSet(only, comparison, type);
  return scalar(only, comparison, type) ?? { kind: 'unknown', words: comparisonText(comparison) };
}

function inListedSet(only: NftField, comparison: NftComparison, type: ValueType): Condition {
  const { operator, mask, value } = comparison;
  const bits = mask === null ? null : maskOf(mask, only.type);
  const isEquation = operator === '' || operator === '==' || operator === '!=';
  const set = setReference(value, [only.type]);
  if (!isEquation || (mask !== null && bits === null) || set.kind !== 'listed')
    return { kind: 'unknown', words: comparisonText(comparison) };
  const values = set.elements.flatMap(({ key }) => key);
  return compare(only.field, values.length === 0 && type.highest === 0 ? [wordValue(value)] : values, {
    isSet: true,
    mask: bits,
    negated: operator === '!=',
  });
}

/** A comparison with one value, range or prefix; null where it is not understood. */
function scalar(only: NftField, comparison: NftComparison, type: ValueType): Condition | null {
  const { operator, mask, value } = comparison;
  const { field } = only;
  if (only.type === 'tcp_flag') return flags(only, comparison);
  if (only.words === 'ip frag-off') return fragment(comparison);
  if (mask !== null && (field.kind === 'address' || field.kind === 'ct-address'))
    return addressBits(only, comparison, mask);
  const bits = mask === null ? null : maskOf(mask, only.type);
  if (mask !== null && bits === null) return null;
  switch (operator) {
    case '':
    case '==':
      return compare(field, valuesOf(value, type), { mask: bits });
    case '!=': {
      const values = valuesOf(value, type);
      return values.length > 1 ? null : compare(field, values, { mask: bits, negated: true });
    }
    case '!': {
      // None of the bits: states and statuses are bits.
      const isBits = only.type === 'ct_state' || only.type === 'ct_status';
      return isBits && bits === null ? compare(field, valuesOf(value, type), { negated: true }) : null;
    }
    default: {
      const number = type.read(value);
      if (number.kind !== 'number' || number.first !== number.last || type.highest === 0) return null;
      return compare(field, [rangeFrom(operator, number.first, type.highest)], { mask: bits });
    }
  }
}

/** `new`, `established,related`, `new | untracked`: names, any one of which will do; other words are one value. */
function valuesOf(value: string, type: ValueType): readonly Value[] {
  const parts = value.split(/[,|]/);
  return parts.map((part) => readValue(part, type));
}

function rangeFrom(operator: '<' | '>' | '<=' | '>=', number: number, highest: number): Value {
  switch (operator) {
    case '<':
      return numberValue(0, number - 1);
    case '<=':
      return numberValue(0, number);
    case '>':
      return numberValue(number + 1, highest);
    default:
      return numberValue(number, highest);
  }
}

function maskOf(words: string, type: string): number | null {
  return type === 'tcp_flag' ? readFlags(words) : readNumber(words);
}

/**
 * The spellings of `tcp flags`:
 *
 *   tcp flags syn / fin,syn,rst,ack      the flags of the mask are these and no others
 *   tcp flags & (fin|syn) == fin|syn     the same, as older versions print it
 *   tcp flags == syn                     of all eight flags only this one
 *   tcp flags syn,ack                    one of them is set
 *   tcp flags ! fin,rst                  none of them is set
 */
function flags({ field }: NftField, { operator, mask, value }: NftComparison): Condition | null {
  const [named, examined] = [readFlags(value), mask === null ? null : readFlags(mask)];
  if (named === null || (mask !== null && examined === null)) return null;
  switch (operator) {
    case '==':
    case '!=':
      return compare(field, [numberValue(named)], { mask: examined, negated: operator === '!=' });
    case '':
      return examined === null
        ? compare(field, [numberValue(0)], { mask: named, negated: true })
        : compare(field, [numberValue(named)], { mask: examined });
    case '!':
      return examined === null ? compare(field, [numberValue(0)], { mask: named }) : null;
    default:
      return null;
  }
}

/** `ip frag-off & 0x1fff != 0`: later fragments. The upper three bits are flags that a bundle does not tell. */
function fragment({ operator, mask, value }: NftComparison): Condition | null {
  if (mask === null || readNumber(mask) !== 0x1fff || readNumber(value) !== 0) return null;
  if (operator !== '!=' && operator !== '==') return null;
  return compare({ kind: 'fragment-offset' }, [numberValue(1, 0x1fff)], { negated: operator === '==' });
}

/** `ip saddr & 0.0.0.255 == 0.0.0.5` */
function addressBits(
  { field }: NftField,
  { operator, value }: NftComparison,
  words: string,
): Condition | null {
  const [base, mask] = [parseAddress(value), parseAddress(words)];
  if (base === null || mask === null || typeof base !== typeof mask) return null;
  if (operator !== '==' && operator !== '!=') return null;
  return compare(field, [{ kind: 'network', base, mask }], { negated: operator === '!=' });
}

/** A comparison in nft's words. */
export function comparisonText({ fields, operator, mask, value }: NftComparison): string {
  const bits = mask === null ? '' : ` & ${mask}`;
  const names = fields.map(({ words }) => words).join(' . ');
  return `${names}${bits}${operator === '' ? '' : ` ${operator}`} ${value}`;
}
