import { formatAddress } from '../../kernel/address.ts';
import { protocolNumber } from '../../kernel/protocol-number.ts';
import { serviceNumber } from '../../kernel/service-names.ts';
import type { Value } from '../../model/rule-value.ts';
import { classOfDscp, dscpOfClass } from '../dscp-names.ts';
import { protocolName } from '../protocol-names.ts';
import { networkText, numberValue, readAddresses, readNetwork, readNumber, readRange, symbolValue, wordValue } from '../values.ts'; // prettier-ignore
import { icmpCode, icmpCodeName, icmpType, icmpTypeName } from './icmp-numbers.ts';
import { readFlags, flagWords } from './tcp-flag-words.ts';
import { unquoted } from './words.ts';

/** How nft writes the values of a data type (nft(8), "DATA TYPES"), by nft's own name of it. */
export interface ValueType {
  /** One value, a range or a prefix, as it stands in a rule or a set; `*` is read before. */
  read(word: string): Value;
  print(value: Value): string;
  /** The highest number; 0 for types that are no numbers. */
  readonly highest: number;
}

/** The type of that name; numbers for one that is not known. */
export function valueType(name: string): ValueType {
  return types.get(name) ?? integers;
}

/** A value of a key or of a comparison. */
export function readValue(word: string, type: ValueType): Value {
  return word === '*' ? { kind: 'any' } : type.read(word);
}

export function printValue(value: Value, type: ValueType): string {
  if (value.kind === 'any') return '*';
  return value.kind === 'word' ? value.word : type.print(value);
}

/** RTN_* of linux/rtnetlink.h, as the types of an address. */
export const addressTypes: Readonly<Record<number, string>> = {
  0: 'UNSPEC',
  1: 'UNICAST',
  2: 'LOCAL',
  3: 'BROADCAST',
  4: 'ANYCAST',
  5: 'MULTICAST',
  6: 'BLACKHOLE',
  7: 'UNREACHABLE',
  8: 'PROHIBIT',
};

function numbers(
  highest: number,
  numberOf: (word: string) => number | null,
  print: (number: number) => string = String,
): ValueType {
  return {
    highest,
    read: (word) => {
      const number = numberOf(word);
      return number === null ? readRange(word, '-', [0, highest], numberOf) : numberValue(number);
    },
    print(value) {
      if (value.kind !== 'number') return plain(value);
      const { first, last } = value;
      return first === last ? print(first) : `${print(first)}-${print(last)}`;
    },
  };
}

function named(
  highest: number,
  numberOfName: (name: string) => number | null,
  print?: (number: number) => string,
): ValueType {
  return numbers(highest, (word) => readNumber(word) ?? numberOfName(unquoted(word)), print);
}

function symbols(symbolOf: (word: string) => string | null, print: (symbol: string) => string): ValueType {
  return {
    highest: 0,
    read(word) {
      const symbol = symbolOf(unquoted(word));
      return symbol === null ? wordValue(word) : symbolValue(symbol);
    },
    print: (value) => (value.kind === 'symbol' ? print(value.symbol) : plain(value)),
  };
}

/** Names that nft writes in lower case and with dashes (`seen-reply` is SEEN_REPLY), and with -n as numbers. */
function upper(names: Readonly<Record<number, string>>): ValueType {
  return symbols(
    (word) =>
      /^(?:0x)?[0-9a-f]+$/.test(word) && !Number.isNaN(Number(word))
        ? (names[Number(word)] ?? null)
        : /^[a-z-]+$/.test(word)
          ? word.toUpperCase().replaceAll('-', '_')
          : null,
    (symbol) => symbol.toLowerCase().replaceAll('_', '-'),
  );
}

const addresses: ValueType = {
  highest: 0,
  read: (word) => (word.includes('-') ? readAddresses(word) : readNetwork(word)),
  print: plain,
};

/** `"eth0"`, `"wlan*"`; a number is the index of an interface that is gone. In nft a `+` is part of a name. */
const interfaces: ValueType = {
  highest: 0,
  read(word) {
    const name = unquoted(word);
    if (/^\d+$/.test(name)) return wordValue(name);
    const isPrefix = name.endsWith('*') && !name.endsWith('\\*');
    return { kind: 'name', name: isPrefix ? name.slice(0, -1) : name.replace(/\\\*$/, '*'), isPrefix };
  },
  print: (value) => (value.kind === 'name' ? `"${value.name}${value.isPrefix ? '*' : ''}"` : plain(value)),
};

const integers = numbers(0xffffffff, readNumber);
const marks = numbers(0xffffffff, readNumber, (number) => `0x${number.toString(16).padStart(8, '0')}`);
const users = named(0xffffffff, (name) => (name === 'root' ? 0 : null));
const ecnNames = ['not-ect', 'ect1', 'ect0', 'ce'];
const etherTypes: ReadonlyMap<string, number> = new Map([
  ['ip', 0x0800],
  ['ip4', 0x0800],
  ['arp', 0x0806],
  ['ip6', 0x86dd],
]);

const types: ReadonlyMap<string, ValueType> = new Map([
  ['ipv4_addr', addresses],
  ['ipv6_addr', addresses],
  ['ifname', interfaces],
  ['iface_index', interfaces],
  ['inet_proto', named(255, protocolNumber, (number) => protocolName(number) ?? String(number))],
  ['inet_service', named(65535, serviceNumber)],
  ['mark', marks],
  ['integer', integers],
  ['length', numbers(65535, readNumber)],
  ['hops', numbers(255, readNumber)],
  [
    'dscp',
    named(63, dscpOfClass, (number) => classOfDscp(number) ?? `0x${number.toString(16).padStart(2, '0')}`),
  ],
  ['ecn', named(3, indexIn(ecnNames), (number) => ecnNames[number] ?? String(number))],
  ['icmp_type', icmpTypes('icmp')],
  ['icmpv6_type', icmpTypes('icmpv6')],
  ['icmp_code', icmpCodes('icmp')],
  ['icmpv6_code', icmpCodes('icmpv6')],
  ['tcp_flag', named(255, readFlags, flagWords)],
  // NF_CT_STATE_BIT(), enum ip_conntrack_status, enum ip_conntrack_dir (linux/netfilter/nf_conntrack_common.h).
  ['ct_state', upper({ 0x1: 'INVALID', 0x2: 'ESTABLISHED', 0x4: 'RELATED', 0x8: 'NEW', 0x40: 'UNTRACKED' })],
  ['ct_status', upper({ 0x1: 'EXPECTED', 0x2: 'SEEN_REPLY', 0x4: 'ASSURED', 0x8: 'CONFIRMED', 0x10: 'SNAT', 0x20: 'DNAT', 0x200: 'DYING' })], // prettier-ignore
  ['ct_dir', upper({ 0: 'ORIGINAL', 1: 'REPLY' })],
  ['fib_addrtype', upper(addressTypes)],
  [
    'ether_addr',
    symbols((word) => (/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i.test(word) ? word.toLowerCase() : null), String),
  ],
  ['pkt_type', symbols(linkType, (symbol) => (symbol === 'unicast' ? 'host' : symbol))],
  ['nf_proto', symbols(familyName, String)],
  ['ether_type', named(65535, (name) => etherTypes.get(name) ?? null, etherTypeName)],
  ['uid', users],
  ['gid', users],
]);

function icmpTypes(header: string): ValueType {
  return numbers(
    255,
    (word) => icmpType(word, header),
    (number) => icmpTypeName(number, header),
  );
}

function icmpCodes(header: string): ValueType {
  return numbers(
    255,
    (word) => icmpCode(word, header),
    (number) => icmpCodeName(number, header),
  );
}

function indexIn(names: readonly string[]): (name: string) => number | null {
  return (name) => {
    const index = names.indexOf(name);
    return index < 0 ? null : index;
  };
}

function linkType(word: string): string | null {
  if (word === 'host' || word === 'unicast' || word === '0') return 'unicast';
  if (word === '1') return 'broadcast';
  if (word === '2') return 'multicast';
  if (word === '3') return 'other';
  return word === 'broadcast' || word === 'multicast' || word === 'other' ? word : null;
}

function familyName(word: string): string | null {
  if (word === 'ipv4' || word === 'ip' || word === '2') return 'ipv4';
  return word === 'ipv6' || word === 'ip6' || word === '10' ? 'ipv6' : null;
}

function etherTypeName(number: number): string {
  for (const [name, value] of etherTypes) if (value === number && name !== 'ip4') return name;
  return `0x${number.toString(16)}`;
}

function plain(value: Value): string {
  switch (value.kind) {
    case 'network':
      return networkText(value.base, value.mask, false);
    case 'addresses':
      return `${formatAddress(value.first)}-${formatAddress(value.last)}`;
    case 'number':
      return value.first === value.last ? String(value.first) : `${value.first}-${value.last}`;
    case 'name':
      return value.name;
    case 'symbol':
      return value.symbol;
    case 'word':
      return value.word;
    default:
      return '*';
  }
}
