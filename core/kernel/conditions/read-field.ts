import type { ConntrackTuple } from '../../model/conntrack.ts';
import { assertNever } from '../../model/family.ts';
import type { Field, Side } from '../../model/rule-field.ts';
import { parseAddress } from '../address.ts';
import { protocolNumber } from '../protocol-number.ts';
import type { CtState, MatchPacket, PacketConnection } from '../match/match-packet.ts';
import { absent, numberReading, type Reading, unknownReading } from './reading.ts';

/** What a packet has in a field of a rule: one reading, or each that is possible. */
export function readField(field: Field, packet: MatchPacket): readonly Reading[] {
  switch (field.kind) {
    case 'family':
      return [symbol(packet.family)];
    case 'ethertype':
      return [numberReading(packet.family === 'ipv4' ? 0x0800 : 0x86dd)];
    case 'protocol':
      return [protocolReading(packet)];
    case 'next-header':
      return nextHeaders(packet);
    case 'address':
      return [addressReading(packet[field.side])];
    case 'interface': {
      const name = field.side === 'in' ? packet.inInterface : packet.outInterface;
      return [name === null ? unknownReading : { kind: 'name', name }];
    }
    case 'port':
      return [ofTransport(packet, numberReading(portOf(packet, field.side)))];
    case 'icmp-type':
      return [ofTransport(packet, numberReading(packet.icmpType))];
    case 'icmp-code':
      return [ofTransport(packet, numberReading(packet.icmpCode))];
    case 'icmp-type-and-code': {
      const { icmpType: type, icmpCode: code } = packet;
      const both = numberReading(type === null ? null : (type << 8) | (code ?? 0), code === null ? 0xff : 0);
      return [ofTransport(packet, both)];
    }
    case 'mark':
      return [numberReading(packet.mark)];
    case 'ttl':
      return [numberReading(packet.ttl)];
    case 'length':
      return [
        numberReading(
          packet.length === null || field.of !== 'ipv6-payload' ? packet.length : packet.length - 40,
        ),
      ];
    case 'dscp':
      return [numberReading(packet.tos === null ? null : packet.tos >> 2)];
    case 'ecn':
      return [numberReading(packet.ecn)];
    case 'tos':
      return [
        numberReading(
          packet.tos === null ? null : packet.tos | (packet.ecn ?? 0),
          packet.ecn === null ? 3 : 0,
        ),
      ];
    case 'fragment-offset':
      return [numberReading(packet.fragmentOffset)];
    case 'tcp-flags':
      return [
        isOtherThanTcp(packet)
          ? absent('other-protocol')
          : ofTransport(packet, numberReading(packet.tcpFlags)),
      ];
    case 'mac':
      return [macReading(packet, field.side)];
    case 'link-type':
      return [symbol(packet.linkType)];
    case 'owner':
      return [
        packet.owner === 'none'
          ? absent('no-local-process')
          : numberReading(packet.owner?.[field.id] ?? null),
      ];
    case 'number-generator':
      return generated(field.modulus, field.offset);
    case 'ct-state':
      return statesOf(packet).map((state) => stateReading(state, packet.connection));
    case 'ct-mark':
      return ofConnection(packet, ({ mark }) => numberReading(mark));
    case 'ct-status':
      return ofConnection(packet, statusReading, { kind: 'symbols', symbols: [], unsure: 'others' });
    case 'ct-direction':
      return ofConnection(packet, ({ direction }) => symbol(direction));
    case 'ct-protocol':
      // An ICMP error that is RELATED belongs to a connection of another protocol.
      return statesOf(packet).map((state) =>
        hasNoConnection(state)
          ? absent('no-connection')
          : state === 'RELATED'
            ? unknownReading
            : protocolReading(packet),
      );
    case 'ct-address':
      return ofConnection(packet, (connection) => addressReading(connection[field.of]?.[field.side] ?? null));
    case 'ct-port':
      return ofConnection(packet, (connection) =>
        numberReading(portOfTuple(connection[field.of], field.side)),
      );
    case 'other':
      return [unknownReading];
    default:
      return assertNever(field);
  }
}

/** The states that the packet may have. */
export function statesOf({ ctstates }: MatchPacket): readonly CtState[] {
  return ctstates ?? allStates;
}

const allStates: readonly CtState[] = ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'];

export function hasNoConnection(state: CtState): boolean {
  return state === 'INVALID' || state === 'UNTRACKED';
}

function ofConnection(
  packet: MatchPacket,
  read: (connection: PacketConnection) => Reading,
  withoutFacts: Reading = unknownReading,
): readonly Reading[] {
  const states = statesOf(packet);
  const readings: Reading[] = [];
  if (states.some(hasNoConnection)) readings.push(absent('no-connection'));
  if (!states.every(hasNoConnection))
    readings.push(packet.connection === null ? withoutFacts : read(packet.connection));
  return readings;
}

/** SNAT and DNAT are no states of their own: iptables' `--ctstate` calls a translated connection so besides its state. */
function stateReading(state: CtState, connection: PacketConnection | null): Reading {
  if (hasNoConnection(state)) return { kind: 'symbols', symbols: [state], unsure: [] };
  const { symbols, unsure } = translations(connection);
  return { kind: 'symbols', symbols: [state, ...symbols], unsure };
}

function statusReading(connection: PacketConnection): Reading {
  const { symbols, unsure } = translations(connection);
  const known = [...symbols, ...unsure];
  const surelyNot = ['SNAT', 'DNAT'].filter((each) => !known.includes(each));
  const others = ['EXPECTED', 'SEEN_REPLY', 'ASSURED', 'CONFIRMED', 'DYING', 'NONE'];
  return { kind: 'symbols', symbols, unsure: surelyNot.length === 0 ? 'others' : [...unsure, ...others] };
}

function translations(connection: PacketConnection | null): {
  symbols: readonly string[];
  unsure: readonly string[];
} {
  const both = [
    ['SNAT', connection?.snat ?? null],
    ['DNAT', connection?.dnat ?? null],
  ] as const;
  return {
    symbols: both.filter(([, is]) => is === true).map(([name]) => name),
    unsure: both.filter(([, is]) => is === null).map(([name]) => name),
  };
}

function symbol(name: string | null): Reading {
  return name === null ? unknownReading : { kind: 'symbols', symbols: [name], unsure: [] };
}

function protocolReading({ protocol }: MatchPacket): Reading {
  if (protocol === null) return unknownReading;
  const number = protocolNumber(protocol);
  return number === null ? { kind: 'word', word: protocol.toLowerCase() } : numberReading(number);
}

function addressReading(text: string | null): Reading {
  return text === null ? unknownReading : { kind: 'address', text, value: parseAddress(text) };
}

/** Fragments after the first have no transport header. */
function ofTransport({ fragmentOffset }: MatchPacket, reading: Reading): Reading {
  return fragmentOffset !== null && fragmentOffset > 0 ? absent('fragment') : reading;
}

function isOtherThanTcp({ protocol }: MatchPacket): boolean {
  return protocol !== null && protocolNumber(protocol) !== 6;
}

function portOf(packet: MatchPacket, side: Side): number | null {
  return side === 'src' ? packet.sport : packet.dport;
}

function portOfTuple(tuple: ConntrackTuple | null, side: Side): number | null {
  if (tuple === null) return null;
  return side === 'src' ? tuple.sport : tuple.dport;
}

/** Its destination address is not in the log. */
function macReading({ srcMac }: MatchPacket, side: Side): Reading {
  if (srcMac === '') return absent('no-ethernet-header');
  return symbol(side === 'dst' || srcMac === null ? null : srcMac.toLowerCase());
}

/**
 * The next header of the fixed IPv6 header is the transport protocol unless there are extension headers: fragments have
 * one, and multicast listener reports have a router alert in front (RFC 2710, RFC 3810).
 */
function nextHeaders(packet: MatchPacket): readonly Reading[] {
  const own = protocolReading(packet);
  if (packet.fragmentOffset !== null && packet.fragmentOffset > 0)
    return [numberReading(44), numberReading(0)];
  const isReport = packet.icmpType !== null && listenerTypes.has(packet.icmpType);
  return isReport ? [own, numberReading(0)] : [own];
}

const listenerTypes: ReadonlySet<number> = new Set([130, 131, 132, 143]);

/** Each number that may come out, where there are few. */
function generated(modulus: number, offset: number): readonly Reading[] {
  if (modulus < 1 || modulus > mostAlternatives) return [unknownReading];
  return Array.from({ length: modulus }, (_, number) => numberReading(number + offset));
}

const mostAlternatives = 1024;
