import { assertNever } from '../model/family.ts';
import type { Because, Field } from '../model/rule-field.ts';
import type { ConditionFinding } from '../kernel/conditions/match-rule.ts';
import type { Why } from '../kernel/conditions/judgement.ts';
import type { Lack, Reading } from '../kernel/conditions/reading.ts';
import { tcpFlagWords } from './iptables/tcp-flag-values.ts';
import { printCondition } from './print-condition.ts';
import { protocolName } from './protocol-names.ts';
import { hex } from './values.ts';

/** A condition that did not hold or can't be decided, in English: "needs --dport 443; the packet has 8443". */
export function findingText({ dialect, stated, why }: ConditionFinding): string {
  const negated = 'negated' in stated && stated.negated;
  return `needs ${printCondition(dialect, stated)}; ${whyText(why, negated)}`;
}

function whyText(why: Why, negated: boolean): string {
  switch (why.kind) {
    case 'field':
      return fieldText(why, negated);
    case 'set':
      return setText(why);
    case 'key-unknown':
      return `${fieldNames(why.field)} is not known`;
    case 'ports':
      if (why.isFragment) return lackTexts.fragment;
      return why.ports.length === 0
        ? "the packet's ports are not known"
        : `the packet has ${why.ports.join(' and ')}`;
    case 'ipset':
      if (why.answer === 'unknown') return `whether the packet is in set ${why.set} is not known`;
      return `the packet's ${sidesText(why)} is ${why.answer === 'yes' ? '' : 'not '}in set ${why.set}`;
    case 'address-type':
      if (why.address === null) return `the packet's ${sideName(why.side)} address is not known`;
      return why.type === null
        ? `what ${why.address} is for the host is not known`
        : `${why.address} is ${why.type} here`;
    case 'address-itself':
      return `the packet has ${why.address}`;
    case 'reverse-path':
      if (why.suits === 'unknown') return `the way back to ${why.src ?? 'the source'} is not known`;
      return `the way back to ${why.src} ${why.suits === 'yes' ? 'suits' : 'does not suit'} ${why.inInterface}`;
    case 'bridge-port': {
      const name = `physical ${why.ask === 'in' || why.ask === 'is-in' ? 'input' : 'output'} interface`;
      return why.port === null
        ? `the packet's ${name} is not known`
        : `the packet has ${why.port || `no ${name}`}`;
    }
    case 'tcp-options':
      if (why.isFragment) return lackTexts.fragment;
      return why.options === null
        ? "the packet's TCP options are not known"
        : `the packet has TCP options ${why.options.join(', ') || 'none'}`;
    case 'socket':
      if (why.exists === 'unknown') return 'whether the packet has a local socket is not known';
      return `the packet has ${why.exists === 'yes' ? 'a' : 'no'} local socket`;
    case 'every-packet':
      return 'it holds for every packet';
    case 'undecidable':
      return reasons[why.because];
    case 'hidden-interfaces':
      return 'the listing does not show the interfaces that the rule names';
    case 'unknown-words':
      return 'this option is not known to Netopsy';
    default:
      return assertNever(why);
  }
}

function fieldText(
  { field, readings, understood }: Extract<Why, { kind: 'field' }>,
  negated: boolean,
): string {
  const absent = readings.find((reading) => reading.kind === 'absent');
  if (absent !== undefined && readings.length === 1) return lackTexts[absent.why];
  if (absent?.why === 'no-connection' && field.kind !== 'ct-state')
    return 'whether the packet has a connection is not known';
  if (field.kind === 'ct-state') return statesText(readings, negated);
  const known = readings.filter((reading) => reading.kind !== 'unknown' && reading.kind !== 'absent');
  if (known.length === 0) return `${fieldNames(field)} is not known`;
  const owner = field.kind === 'ct-address' || field.kind === 'ct-port' ? 'the connection' : 'the packet';
  const said = `${owner} has ${known.map((reading) => readingText(field, reading)).join(' or ')}`;
  if (understood) return said;
  const isRedacted = field.kind === 'address' || field.kind === 'ct-address';
  return isRedacted
    ? `${said}, one of the two is redacted`
    : `${said}, and the rule's value is not understood`;
}

/** Of several states that the packet may have had, it had none that would have matched. */
function statesText(readings: readonly Reading[], negated: boolean): string {
  const states = readings.flatMap((reading) =>
    reading.kind === 'symbols' ? reading.symbols.slice(0, 1) : [],
  );
  if (states.length >= 5) return 'its ct state is unknown';
  if (states.length === 1) return `the packet is ${states[0]}`;
  return negated ? 'the packet was in that state' : 'the packet was in another state';
}

function setText({ set, key, answer }: Extract<Why, { kind: 'set' }>): string {
  if (answer === 'not-in-bundle') return `the set @${set} is not in the bundle`;
  const words = key.map((reading) => readingText(null, reading)).join(' . ');
  const where = set === null ? 'the set' : `@${set}`;
  switch (answer) {
    case 'in':
      return `${words} is in ${where}`;
    case 'not-in':
      return `${words} is not in ${where}`;
    case 'not-known':
      return `whether ${words} is in ${where} is not known`;
    default:
      return `${words} is not in ${where} now, but its elements come and go`;
  }
}

/** What the packet has on the sides that the rule names: `dst (10.2.0.2, udp port 54)`. */
function sidesText({ packet, sides }: Extract<Why, { kind: 'ipset' }>): string {
  return [...new Set(sides)]
    .map((side) => {
      const port = side === 'src' ? packet.sport : packet.dport;
      const known = [
        side === 'src' ? packet.src : packet.dst,
        port === null ? null : `${packet.protocol ?? ''} port ${port}`.trim(),
      ].filter((value) => value !== null);
      return known.length === 0 ? side : `${side} (${known.join(', ')})`;
    })
    .join(' and ');
}

function readingText(field: Field | null, reading: Reading): string {
  switch (reading.kind) {
    case 'number':
      return numberText(field, reading.number, reading.unknownBits);
    case 'address':
      return reading.text;
    case 'name':
      if (reading.name !== '' || field?.kind !== 'interface') return reading.name;
      return `no ${field.side === 'in' ? 'input' : 'output'} interface`;
    case 'symbols':
      return reading.symbols[0] ?? 'something else';
    case 'word':
      return reading.word;
    case 'absent':
      return 'nothing';
    case 'unknown':
      return 'something that is not known';
    default:
      return assertNever(reading);
  }
}

function numberText(field: Field | null, number: number, unknownBits: number): string {
  switch (field?.kind) {
    case 'protocol':
    case 'next-header':
    case 'ct-protocol':
      return protocolName(number) ?? String(number);
    case 'ethertype':
      return number === 0x86dd ? 'IPv6' : 'IPv4';
    case 'mark':
      return `mark ${hex(number)}`;
    case 'ct-mark':
      return `connection mark ${hex(number)}`;
    case 'ttl':
      return `${field.family === 'ipv6' ? 'hop limit' : 'TTL'} ${number}`;
    case 'dscp':
      return `DSCP ${hex(number)}`;
    case 'tos':
      return hex(number);
    case 'fragment-offset':
      return `fragment offset ${number}`;
    case 'tcp-flags':
      return number === 0 ? 'no TCP flags' : tcpFlagWords(number);
    case 'icmp-type':
      return `type ${number}`;
    case 'icmp-code':
      return `code ${number}`;
    case 'icmp-type-and-code':
      return `type ${number >> 8}${unknownBits === 0 ? ` code ${number & 0xff}` : ''}`;
    default:
      return String(number);
  }
}

/** `the packet's source address` */
function fieldNames(field: Field): string {
  switch (field.kind) {
    case 'address':
      return `the packet's ${sideName(field.side)} address`;
    case 'port':
      return `the packet's ${sideName(field.side)} port`;
    case 'interface':
      return `the packet's ${field.side === 'in' ? 'input' : 'output'} interface`;
    case 'mac':
      return `the packet's ${sideName(field.side)} MAC address`;
    case 'owner':
      return `the packet's ${field.id === 'uid' ? 'user' : 'group'}`;
    case 'ttl':
      return `the packet's ${field.family === 'ipv6' ? 'hop limit' : 'TTL'}`;
    case 'ct-address':
    case 'ct-port':
      return `which ${field.of} addresses and ports the connection has`;
    case 'other':
      return `its ${field.words}`;
    default:
      return namesOfFields[field.kind];
  }
}

const namesOfFields = {
  family: "the packet's family",
  ethertype: "the packet's EtherType",
  protocol: "the packet's protocol",
  'next-header': "the packet's next header",
  'icmp-type': "the packet's ICMP type",
  'icmp-code': "the packet's ICMP code",
  'icmp-type-and-code': "the packet's ICMP type",
  mark: "the packet's mark",
  'ct-mark': "the packet's connection mark",
  'ct-state': "the packet's ctstate",
  'ct-status': "the connection's status",
  'ct-direction': "the packet's direction",
  'ct-protocol': "the connection's protocol",
  length: "the packet's length",
  dscp: "the packet's DSCP",
  tos: "the packet's TOS",
  ecn: "the packet's ECN field",
  'fragment-offset': "the packet's fragment offset",
  'tcp-flags': "the packet's TCP flags",
  'link-type': "the packet's link type",
  'number-generator': 'the number that comes out',
} as const;

function sideName(side: 'src' | 'dst'): string {
  return side === 'src' ? 'source' : 'destination';
}

const lackTexts: Readonly<Record<Lack, string>> = {
  fragment: 'the packet is a fragment without a transport header',
  'no-connection': 'the packet has no connection',
  'no-ethernet-header': 'the packet has no Ethernet header',
  'no-local-process': 'the packet was sent by no local process',
  'other-protocol': 'the packet has another protocol',
};

/** Each completes "it is not decided because ...". */
const reasons: Readonly<Record<Because, string>> = {
  rate: 'it depends on how many packets came before',
  payload: 'it looks into the packet, of which only the header is known',
  'header-part': 'it asks for an unknown part of the header',
  process: 'it depends on the process that sent the packet',
  'connection-hash': 'it depends on a hash of the connection',
  transferred: 'it depends on what the connection has transferred',
  labels: 'it depends on the labels of the connection',
  'connection-count': 'it depends on how many connections there are',
  cpu: 'it depends on the CPU that handles the packet',
  'interface-group': 'it depends on the group of the interface, which no file of the bundle shows',
  helper: 'it depends on the conntrack helper of the connection',
  ipvs: 'it depends on the connections of IPVS',
  ipsec: 'it depends on the IPsec policy of the packet',
  realm: 'it depends on the realm of the route, which is not looked up',
  sockets: 'it depends on the sockets of the host',
  chance: 'it depends on chance or on how many packets came before',
  time: 'it depends on the time of day',
  'connection-age': "the connection's age is not known",
  'entry-counters': 'it depends on the counters of the entry',
  'changing-set': 'it depends on what the set held at that moment',
  'flow-table': 'it depends on what the flow table held at that moment',
  connection: 'it asks for what conntrack holds of the connection',
  cleaned: 'the bundle was cleaned, and addresses in it are not what they were',
  'not-modelled': 'Netopsy does not follow what it asks',
};
