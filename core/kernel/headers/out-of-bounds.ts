import type { Condition } from '../../model/condition.ts';
import type { Field } from '../../model/rule-field.ts';
import type { Value } from '../../model/rule-value.ts';
import { type AddressValue, parseAddress } from '../address.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { portProtocols, protocolNumber } from '../protocol-number.ts';
import type { FieldBounds } from '../sets/field-bounds.ts';
import type { ValueRange } from '../sets/field-bits.ts';
import type { Headers } from './headers.ts';

/**
 * Whether a condition asks for values that none of the headers has, which is quickly seen of most rules where a question
 * is about one address and port. False says nothing.
 */
export function isOutOfBounds(
  condition: Condition,
  packet: MatchPacket,
  headers: Headers,
  bounds: FieldBounds,
): boolean {
  if (condition.kind !== 'compare' || condition.negated || condition.mask !== null) return false;
  const range = fieldRange(condition.field, packet, headers, bounds);
  return (
    range !== null && condition.values.every((value) => isOutside(condition.field, value, range, headers))
  );
}

/** The values that packets of the headers can have in a field; null where that is not known so easily. */
export function fieldRange(
  field: Field,
  packet: MatchPacket,
  { asSent, space }: Headers,
  bounds: FieldBounds,
): ValueRange | null {
  switch (field.kind) {
    case 'address': {
      const own = packet[field.side];
      if (own === null) return asSent[field.side] ? bounds.of(field.side) : null;
      const value = parseAddress(own);
      return value === null ? null : { first: value, last: value };
    }
    case 'protocol': {
      if (packet.protocol === null) return bounds.of('protocol');
      const number = protocolNumber(packet.protocol);
      return number === null ? null : { first: number, last: number };
    }
    case 'port': {
      const own = field.side === 'src' ? packet.sport : packet.dport;
      const name = field.side === 'src' ? 'sport' : 'dport';
      if (!asSent.plain || !havePorts(packet, bounds)) return null;
      if (own !== null) return { first: own, last: own };
      return asSent[name] ? bounds.of(name) : null;
    }
    case 'interface': {
      if (field.by !== 'name') return null;
      const own = field.side === 'in' ? packet.inInterface : packet.outInterface;
      if (own === null) return asSent[field.side] ? bounds.of(field.side) : null;
      const index = space.interfaces.indexOf(own);
      return index < 0 ? null : { first: index, last: index };
    }
    default:
      return null;
  }
}

/** Of other protocols it is not known whether they have a port that the rule reads. */
function havePorts(packet: MatchPacket, bounds: FieldBounds): boolean {
  const { first, last } =
    packet.protocol === null
      ? bounds.of('protocol')
      : { first: protocolNumber(packet.protocol) ?? 0, last: protocolNumber(packet.protocol) ?? 1 };
  return first === last && portProtocols.includes(Number(first));
}

/** Whether no value of the range is the one that is asked for. */
export function isOutside(
  field: Field,
  value: Value,
  { first, last }: ValueRange,
  { space }: Headers,
): boolean {
  switch (value.kind) {
    case 'number':
      return field.kind !== 'address' && (value.last < first || value.first > last);
    case 'addresses':
      return typeof value.first !== typeof first || value.last < first || value.first > last;
    case 'network': {
      if (typeof value.base !== typeof first) return false;
      const [low, high] = endsOf(value.base, value.mask);
      return high < first || low > last;
    }
    case 'name': {
      if (value.isPrefix || field.kind !== 'interface') return false;
      const index = space.interfaces.indexOf(value.name);
      return index < 0 || index < first || index > last;
    }
    default:
      return false;
  }
}

/** The least and the greatest address with the base's bits where the mask has ones. */
function endsOf(base: AddressValue, mask: AddressValue): readonly [AddressValue, AddressValue] {
  if (typeof base === 'bigint' || typeof mask === 'bigint') {
    const low = BigInt(base) & BigInt(mask);
    return [low, low | (((1n << 128n) - 1n) ^ BigInt(mask))];
  }
  const low = (base & mask) >>> 0;
  return [low, (low | ~mask) >>> 0];
}
