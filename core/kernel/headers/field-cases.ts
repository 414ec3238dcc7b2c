import type { Field, Side } from '../../model/rule-field.ts';
import { isMulticast } from '../address.ts';
import { readField } from '../conditions/read-field.ts';
import { absent, numberReading, type Reading, unknownReading } from '../conditions/reading.ts';
import type { CtState, MatchPacket } from '../match/match-packet.ts';
import { portProtocols } from '../protocol-number.ts';
import { type Diagram, EVERYTHING, NOTHING } from '../sets/decision-diagrams.ts';
import { type FieldBits, withBits, withNumber } from '../sets/field-bits.ts';
import {
  answersOf,
  type HeaderSpace,
  headerStates,
  ofInterfaces,
  ofProtocols,
  ofState,
} from '../sets/header-space.ts';
import type { Headers } from './headers.ts';

/** Of the headers in `among`, what their packets have in a field: what was read, or the bits of the header itself. */
export type FieldCase =
  | { readonly kind: 'read'; readonly among: Diagram; readonly readings: readonly Reading[] }
  | {
      readonly kind: 'number';
      readonly among: Diagram;
      readonly bits: FieldBits;
      readonly change: MarkOfHeader;
    }
  | { readonly kind: 'address'; readonly among: Diagram; readonly bits: FieldBits };

type MarkOfHeader = { readonly keep: number; readonly flip: number } | null;

/** A field of many packets, in cases that are apart and together are all of them. */
export function fieldCases(field: Field, packet: MatchPacket, headers: Headers): readonly FieldCase[] {
  const { space, asSent } = headers;
  const read = (): readonly FieldCase[] => [everywhere(readField(field, packet))];
  switch (field.kind) {
    case 'address':
      return packet[field.side] === null && asSent[field.side]
        ? [{ kind: 'address', among: EVERYTHING, bits: space.fields[field.side] }]
        : read();
    case 'protocol':
      return packet.protocol === null ? [protocolCase(space, EVERYTHING)] : read();
    case 'next-header':
      return packet.protocol === null ? nextHeaderCases(space) : read();
    case 'port':
      return portOf(packet, field.side) === null
        ? orFragment(portCases(headers, field.side), headers)
        : read();
    case 'icmp-type':
      return orFragment(
        icmpCases(space, (among) => numberCase(among, space.fields.icmpType)),
        headers,
      );
    case 'icmp-code':
    case 'icmp-type-and-code':
      return orFragment(icmpCases(space, null).concat(typeCases(field, packet, headers)), headers);
    case 'mark':
      return packet.mark === null && asSent.mark !== null
        ? [{ kind: 'number', among: EVERYTHING, bits: space.fields.mark, change: asSent.mark }]
        : read();
    case 'interface':
      return interfaceCases(field, packet, headers) ?? read();
    case 'tcp-flags':
      return packet.tcpFlags === null && asSent.tcpFlags ? flagCases(space) : read();
    case 'link-type':
      return packet.linkType === null && asSent.linkType ? linkCases(space) : read();
    case 'ct-address':
    case 'ct-port':
      return tupleCases(field, packet, headers) ?? byState(field, packet, headers);
    case 'ct-state':
    case 'ct-status':
    case 'ct-direction':
    case 'ct-mark':
      return byState(field, packet, headers);
    case 'ct-protocol':
      return packet.protocol === null ? connectionProtocol(packet, headers) : byState(field, packet, headers);
    default:
      return read();
  }
}

/** The ICMP codes of a plain packet: echo has only one; of others nothing is said. */
export function plainIcmpCode(type: number): number | null {
  return [0, 8, 128, 129].includes(type) ? 0 : null;
}

/** The TCP flags of a plain packet in that state: a connection begins with SYN and goes on with ACK. */
export function plainTcpFlags(state: CtState): number | null {
  return state === 'NEW' ? 0x02 : state === 'ESTABLISHED' ? 0x10 : null;
}

function everywhere(readings: readonly Reading[]): FieldCase {
  return { kind: 'read', among: EVERYTHING, readings };
}

function numberCase(among: Diagram, bits: FieldBits): FieldCase {
  return { kind: 'number', among, bits, change: null };
}

function protocolCase({ fields }: HeaderSpace, among: Diagram): FieldCase {
  return numberCase(among, fields.protocol);
}

/** Reports of multicast listeners have a router alert in front. */
function nextHeaderCases(space: HeaderSpace): readonly FieldCase[] {
  const { diagrams, fields } = space;
  const types = diagrams.union(
    [130, 131, 132, 143].map((type) => withNumber(diagrams, fields.icmpType, type)),
  );
  const reports = diagrams.and(ofProtocols(space, [58]), types);
  return [
    { kind: 'read', among: reports, readings: [numberReading(58), numberReading(0)] },
    protocolCase(space, diagrams.not(reports)),
  ];
}

function portCases({ space, asSent }: Headers, side: Side): readonly FieldCase[] {
  const field = side === 'src' ? 'sport' : 'dport';
  if (!asSent[field]) return [everywhere([unknownReading])];
  const ported = ofProtocols(space, portProtocols);
  return [
    numberCase(ported, space.fields[field]),
    { kind: 'read', among: space.diagrams.not(ported), readings: [unknownReading] },
  ];
}

/** Packets that are later fragments, which no header shows. */
export function laterFragments({ space, asSent }: Headers): Diagram {
  return asSent.plain ? NOTHING : (answersOf(space, 'later fragment', 2)[1] ?? NOTHING);
}

/** The transport header's fields, which later fragments lack. */
function orFragment(cases: readonly FieldCase[], headers: Headers): readonly FieldCase[] {
  const { diagrams } = headers.space;
  const fragments = laterFragments(headers);
  if (fragments === NOTHING) return cases;
  return [
    ...cases.map((each) => ({ ...each, among: diagrams.minus(each.among, fragments) })),
    { kind: 'read', among: fragments, readings: [absent('fragment')] },
  ];
}

/** Other protocols have no type; `ofIcmp` null leaves those that have one out. */
function icmpCases(space: HeaderSpace, ofIcmp: ((among: Diagram) => FieldCase) | null): FieldCase[] {
  const icmp = ofProtocols(space, [1, 58]);
  const others: FieldCase = { kind: 'read', among: space.diagrams.not(icmp), readings: [unknownReading] };
  return ofIcmp === null ? [others] : [ofIcmp(icmp), others];
}

function typeCases(field: Field, packet: MatchPacket, { space, asSent }: Headers): readonly FieldCase[] {
  const { diagrams, fields } = space;
  const icmp = ofProtocols(space, [1, 58]);
  return Array.from({ length: 256 }, (_, icmpType) => ({
    kind: 'read',
    among: diagrams.and(icmp, withNumber(diagrams, fields.icmpType, icmpType)),
    readings: readField(field, {
      ...packet,
      icmpType,
      icmpCode: asSent.plain ? plainIcmpCode(icmpType) : null,
    }),
  }));
}

function interfaceCases(
  field: Extract<Field, { kind: 'interface' }>,
  packet: MatchPacket,
  { space, asSent }: Headers,
): readonly FieldCase[] | null {
  const known = field.side === 'in' ? packet.inInterface : packet.outInterface;
  if (known !== null || !asSent[field.side]) return null;
  return space.interfaces.map((name) => ({
    kind: 'read',
    among: ofInterfaces(space, field.side, [name]),
    readings: [{ kind: 'name', name }],
  }));
}

function flagCases(space: HeaderSpace): readonly FieldCase[] {
  const { diagrams } = space;
  const tcp = ofProtocols(space, [6]);
  return [
    { kind: 'read', among: diagrams.not(tcp), readings: [absent('other-protocol')] },
    ...headerStates.map((state): FieldCase => ({
      kind: 'read',
      among: diagrams.and(tcp, ofState(space, [state])),
      readings: [numberReading(plainTcpFlags(state))],
    })),
  ];
}

/** The frame of a plain packet is addressed as its destination says. */
function linkCases(space: HeaderSpace): readonly FieldCase[] {
  const { diagrams, fields, family } = space;
  const multicast =
    family === 'ipv4'
      ? withNumber(diagrams, fields.dst, 0xe0000000, 0xf0000000)
      : withBits(diagrams, fields.dst, 0xffn << 120n, 0xffn << 120n);
  const broadcast = family === 'ipv4' ? [withNumber(diagrams, fields.dst, 0xffffffff)] : [];
  const named = (symbol: string, among: Diagram): FieldCase => ({
    kind: 'read',
    among,
    readings: [{ kind: 'symbols', symbols: [symbol], unsure: [] }],
  });
  return [
    named('multicast', multicast),
    ...broadcast.map((among) => named('broadcast', among)),
    named('unicast', diagrams.not(diagrams.union([multicast, ...broadcast]))),
  ];
}

/** What plain packets to an address are on the wire. */
export function plainLinkType(dst: number | bigint): 'unicast' | 'broadcast' | 'multicast' {
  return isMulticast(dst) ? 'multicast' : dst === 0xffffffff ? 'broadcast' : 'unicast';
}

/** The tuples of a new connection: its first direction is the header, the other one answers the packet as it is now. */
function tupleCases(
  field: Extract<Field, { kind: 'ct-address' | 'ct-port' }>,
  packet: MatchPacket,
  headers: Headers,
): readonly FieldCase[] | null {
  const { connection } = packet;
  const { asSent, space } = headers;
  if (connection === null || !asSent.connection || connection[field.of] !== null) return null;
  const opposite = field.side === 'src' ? 'dst' : 'src';
  if (field.kind === 'ct-port') {
    if (field.of === 'reply')
      return fieldCases({ kind: 'port', side: opposite, header: 'th' }, packet, headers);
    const sent = { ...headers, asSent: { ...asSent, sport: true, dport: true } };
    return portCases(sent, field.side);
  }
  if (field.of === 'reply')
    return fieldCases({ kind: 'address', side: opposite, family: field.family }, packet, headers);
  return [{ kind: 'address', among: EVERYTHING, bits: space.fields[field.side] }];
}

/** That of the header, but for packets without a connection and those that belong to one of another protocol. */
function connectionProtocol(packet: MatchPacket, headers: Headers): readonly FieldCase[] {
  const { space, asSent } = headers;
  const [only, ...others] = packet.ctstates ?? [];
  const of = (state: CtState, among: Diagram): FieldCase => {
    const [reading = unknownReading] = readField({ kind: 'ct-protocol' }, { ...packet, ctstates: [state] });
    const isOfHeader = reading.kind === 'unknown' && state !== 'RELATED';
    return isOfHeader ? protocolCase(space, among) : { kind: 'read', among, readings: [reading] };
  };
  if (only !== undefined && others.length === 0) return [of(only, EVERYTHING)];
  if (packet.ctstates !== null || !asSent.state) return [everywhere([unknownReading])];
  return headerStates.map((state) => of(state, ofState(space, [state])));
}

function byState(field: Field, packet: MatchPacket, { space, asSent }: Headers): readonly FieldCase[] {
  if (packet.ctstates !== null || !asSent.state) return [everywhere(readField(field, packet))];
  return headerStates.map((state) => ({
    kind: 'read',
    among: ofState(space, [state]),
    readings: readField(field, { ...packet, ctstates: [state] }),
  }));
}

function portOf(packet: MatchPacket, side: Side): number | null {
  return side === 'src' ? packet.sport : packet.dport;
}
