import { assertNever } from '../model/family.ts';
import type { Held, HeldSide, Mismatch, MismatchReason } from '../model/mismatch.ts';
import type { Field } from '../model/rule-field.ts';
import type { ConditionFinding } from '../kernel/conditions/match-rule.ts';
import type { Why } from '../kernel/conditions/judgement.ts';
import type { Reading } from '../kernel/conditions/reading.ts';
import { tcpFlagWords } from './iptables/tcp-flag-values.ts';
import { printCondition } from './print-condition.ts';
import { protocolName } from './protocol-names.ts';
import { hex } from './values.ts';

/** A condition that did not hold or can't be decided, with its values as the rule's dialect prints them. */
export function mismatchOf({ dialect, stated, why }: ConditionFinding): Mismatch {
  const negated = 'negated' in stated && stated.negated;
  return { needs: printCondition(dialect, stated), why: reasonOf(why, negated) };
}

function reasonOf(why: Why, negated: boolean): MismatchReason {
  switch (why.kind) {
    case 'field':
      return fieldReason(why, negated);
    case 'set':
      return { ...why, key: why.key.map((reading) => held(null, reading)) };
    case 'key-unknown':
      return { kind: 'field-unknown', field: why.field };
    case 'ports':
      if (why.isFragment) return { kind: 'lacks', lack: 'fragment' };
      return { kind: 'ports', ports: why.ports.length === 0 ? null : why.ports };
    case 'ipset':
      return { kind: 'ipset', set: why.set, sides: heldSides(why), answer: why.answer };
    case 'address-itself':
      return { kind: 'has', owner: 'packet', values: [plain(why.address)], doubt: null };
    case 'tcp-options':
      if (why.isFragment) return { kind: 'lacks', lack: 'fragment' };
      return { kind: 'tcp-options', options: why.options };
    case 'address-type':
    case 'reverse-path':
    case 'bridge-port':
    case 'socket':
    case 'undecidable':
    case 'every-packet':
    case 'hidden-interfaces':
    case 'unknown-words':
      return why;
    default:
      return assertNever(why);
  }
}

function fieldReason(
  { field, readings, understood }: Extract<Why, { kind: 'field' }>,
  negated: boolean,
): MismatchReason {
  const absent = readings.find((reading) => reading.kind === 'absent');
  if (absent !== undefined && readings.length === 1) return { kind: 'lacks', lack: absent.why };
  if (absent?.why === 'no-connection' && field.kind !== 'ct-state') return { kind: 'connection-unknown' };
  if (field.kind === 'ct-state') return { kind: 'states', states: statesIn(readings), negated };
  const known = readings.filter((reading) => reading.kind !== 'unknown' && reading.kind !== 'absent');
  if (known.length === 0) return { kind: 'field-unknown', field };
  const isRedacted = field.kind === 'address' || field.kind === 'ct-address';
  return {
    kind: 'has',
    owner: field.kind === 'ct-address' || field.kind === 'ct-port' ? 'connection' : 'packet',
    values: known.map((reading) => held(field, reading)),
    doubt: understood ? null : isRedacted ? 'redacted' : 'not-understood',
  };
}

function statesIn(readings: readonly Reading[]): readonly string[] {
  return readings.flatMap((reading) => (reading.kind === 'symbols' ? reading.symbols.slice(0, 1) : []));
}

function heldSides({ packet, sides }: Extract<Why, { kind: 'ipset' }>): readonly HeldSide[] {
  return [...new Set(sides)].map((side) => ({
    side,
    address: side === 'src' ? packet.src : packet.dst,
    port: side === 'src' ? packet.sport : packet.dport,
    protocol: packet.protocol,
  }));
}

function held(field: Field | null, reading: Reading): Held {
  switch (reading.kind) {
    case 'number':
      return heldNumber(field, reading.number, reading.unknownBits);
    case 'address':
      return plain(reading.text);
    case 'name':
      if (reading.name !== '' || field?.kind !== 'interface') return plain(reading.name);
      return { kind: 'no-interface', side: field.side };
    case 'symbols':
      return reading.symbols[0] === undefined ? { kind: 'other' } : plain(reading.symbols[0]);
    case 'word':
      return plain(reading.word);
    case 'absent':
      return { kind: 'nothing' };
    case 'unknown':
      return { kind: 'unknown' };
    default:
      return assertNever(reading);
  }
}

function heldNumber(field: Field | null, number: number, unknownBits: number): Held {
  switch (field?.kind) {
    case 'protocol':
    case 'next-header':
    case 'ct-protocol':
      return plain(protocolName(number) ?? String(number));
    case 'ethertype':
      return plain(number === 0x86dd ? 'IPv6' : 'IPv4');
    case 'mark':
    case 'ct-mark':
    case 'dscp':
      return { kind: 'value', text: hex(number), of: field.kind };
    case 'ttl':
      return { kind: 'value', text: String(number), of: field.family === 'ipv6' ? 'hop-limit' : 'ttl' };
    case 'tos':
      return plain(hex(number));
    case 'fragment-offset':
      return { kind: 'value', text: String(number), of: field.kind };
    case 'tcp-flags':
      return number === 0 ? { kind: 'no-flags' } : plain(tcpFlagWords(number));
    case 'icmp-type':
      return { kind: 'icmp', type: number, code: null };
    case 'icmp-code':
      return { kind: 'icmp', type: null, code: number };
    case 'icmp-type-and-code':
      return { kind: 'icmp', type: number >> 8, code: unknownBits === 0 ? number & 0xff : null };
    default:
      return plain(String(number));
  }
}

function plain(text: string): Held {
  return { kind: 'value', text, of: null };
}
