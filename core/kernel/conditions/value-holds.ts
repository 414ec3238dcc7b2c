import type { AddressValue } from '../../model/address-value.ts';
import { assertNever } from '../../model/family.ts';
import type { Value } from '../../model/rule-value.ts';
import type { Holds } from '../match/holds.ts';
import type { Reading } from './reading.ts';

/** Whether one of the values is what the packet has in the bits of `mask` (null: all). */
export function anyHolds(reading: Reading, values: readonly Value[], mask: number | null): Holds {
  let answer: Holds = 'no';
  for (const value of values) {
    const holds = valueHolds(reading, value, mask);
    if (holds === 'yes') return 'yes';
    if (holds === 'unknown') answer = 'unknown';
  }
  return answer;
}

/** Whether a packet with that reading has the value; an absent field has none. */
export function valueHolds(reading: Reading, value: Value, mask: number | null): Holds {
  if (reading.kind === 'absent') return 'no';
  switch (value.kind) {
    case 'any':
      return 'yes';
    case 'number':
      return reading.kind === 'number' ? numberHolds(reading, value.first, value.last, mask) : 'unknown';
    case 'network':
      // 0.0.0.0/0 holds every address, also one that is redacted.
      if (value.mask === 0 || value.mask === 0n) return 'yes';
      if (reading.kind !== 'address' || reading.value === null) return 'unknown';
      return sure(
        typeof reading.value === typeof value.base &&
          and(reading.value, value.mask) === and(value.base, value.mask),
      );
    case 'addresses':
      if (reading.kind !== 'address' || reading.value === null) return 'unknown';
      return sure(
        typeof reading.value === typeof value.first &&
          value.first <= reading.value &&
          reading.value <= value.last,
      );
    case 'name':
      if (reading.kind !== 'name') return 'unknown';
      return sure(value.isPrefix ? reading.name.startsWith(value.name) : reading.name === value.name);
    case 'symbol':
      if (reading.kind !== 'symbols') return 'unknown';
      if (reading.symbols.includes(value.symbol)) return 'yes';
      return reading.unsure === 'others' || reading.unsure.includes(value.symbol) ? 'unknown' : 'no';
    case 'word':
      return isSameWord(reading, value.word) ? 'yes' : 'unknown';
    default:
      return assertNever(value);
  }
}

function sure(answer: boolean): Holds {
  return answer ? 'yes' : 'no';
}

/** As the kernel compares: only the packet's side is masked, so a value outside of its mask never matches. */
function numberHolds(
  { number, unknownBits }: Extract<Reading, { kind: 'number' }>,
  first: number,
  last: number,
  mask: number | null,
): Holds {
  const own = mask === null ? number : (number & mask) >>> 0;
  const open = mask === null ? unknownBits : (unknownBits & mask) >>> 0;
  if (open === 0) return sure(first <= own && own <= last);
  if (first === last) return ((own ^ first) & ~open) !== 0 ? 'no' : 'unknown';
  const [low, high] = [(own & ~open) >>> 0, (own | open) >>> 0];
  if (high < first || low > last) return 'no';
  return first <= low && high <= last ? 'yes' : 'unknown';
}

function isSameWord(reading: Reading, word: string): boolean {
  if (reading.kind === 'word') return reading.word === word;
  return reading.kind === 'address' && reading.text === word && !isMasked(word);
}

/** `xxx.xxx.xxx.113`: many addresses have that one mask. */
export function isMasked(address: string): boolean {
  return /^[x*]{1,3}\./i.test(address);
}

function and(one: AddressValue, other: AddressValue): AddressValue {
  return typeof one === 'bigint' || typeof other === 'bigint'
    ? BigInt(one) & BigInt(other)
    : (one & other) >>> 0;
}
