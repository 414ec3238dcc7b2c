import { assertNever } from '../../model/family.ts';
import type { Held, HeldSide, Lack, Mismatch, MismatchReason } from '../../model/mismatch.ts';
import type { Because, Field } from '../../model/rule-field.ts';
import { listed } from './lists.ts';

/** Why a rule did not match: `needs --dport 443; the packet has 8443`. */
export function mismatch({ needs, why }: Mismatch): string {
  return `needs ${needs}; ${reason(why)}`;
}

function reason(why: MismatchReason): string {
  switch (why.kind) {
    case 'has': {
      const said = `the ${why.owner} has ${listed(why.values.map(held), 'or')}`;
      if (why.doubt === null) return said;
      return why.doubt === 'redacted'
        ? `${said}, but one of the two is redacted`
        : `${said}, but the rule's value is not understood`;
    }
    case 'lacks':
      return lacks[why.lack];
    case 'field-unknown':
      return `${fieldName(why.field)} is not known`;
    case 'connection-unknown':
      return 'whether the packet has a connection is not known';
    case 'states':
      return states(why);
    case 'set':
      return nftSet(why);
    case 'ports':
      return why.ports === null
        ? "the packet's ports are not known"
        : `the packet has ${why.ports.join(' and ')}`;
    case 'ipset':
      if (why.answer === 'unknown') return `whether the packet is in set ${why.set} is not known`;
      return `the packet's ${why.sides.map(heldSide).join(' and ')} is ${why.answer === 'yes' ? '' : 'not '}in set ${why.set}`;
    case 'address-type':
      if (why.address === null) return `the packet's ${sideName(why.side)} address is not known`;
      return why.type === null
        ? `what ${why.address} is for the host is not known`
        : `${why.address} is ${why.type} here`;
    case 'reverse-path':
      if (why.suits === 'unknown') return `the route back to ${why.src ?? 'the source'} is not known`;
      return `the route back to ${why.src} ${why.suits === 'yes' ? 'suits' : 'does not suit'} ${why.inInterface}`;
    case 'bridge-port': {
      const name = `physical ${why.ask === 'in' || why.ask === 'is-in' ? 'input' : 'output'} interface`;
      return why.port === null
        ? `the packet's ${name} is not known`
        : `the packet has ${why.port || `no ${name}`}`;
    }
    case 'tcp-options':
      return why.options === null
        ? "the packet's TCP options are not known"
        : `the packet has ${why.options.length === 0 ? 'no TCP options' : `TCP options ${why.options.join(', ')}`}`;
    case 'socket':
      if (why.exists === 'unknown') return 'whether the packet has a local socket is not known';
      return `the packet has ${why.exists === 'yes' ? 'a' : 'no'} local socket`;
    case 'every-packet':
      return 'it holds for every packet';
    case 'undecidable':
      return undecidable[why.because];
    case 'hidden-interfaces':
      return 'the listing does not show which interfaces the rule names';
    case 'unknown-words':
      return 'Netopsy does not know this option';
    default:
      return assertNever(why);
  }
}

/** Of several states that the packet may have had, it had none that would have matched. */
function states({ states: had, negated }: Extract<MismatchReason, { kind: 'states' }>): string {
  if (had.length >= 5) return 'its ct state is unknown';
  if (had.length === 1) return `the packet is ${had[0]}`;
  return negated ? 'the packet was in that state' : 'the packet was in another state';
}

function nftSet({ set, key, answer }: Extract<MismatchReason, { kind: 'set' }>): string {
  if (answer === 'not-in-bundle') return `the set @${set} is not in the bundle`;
  const value = key.map(held).join(' . ');
  const where = set === null ? 'the set' : `@${set}`;
  switch (answer) {
    case 'in':
      return `${value} is in ${where}`;
    case 'not-in':
      return `${value} is not in ${where}`;
    case 'not-known':
      return `whether ${value} is in ${where} is not known`;
    default:
      return `${value} is not in ${where} now, but its elements come and go`;
  }
}

/** `dst (10.2.0.2, udp port 54)` */
function heldSide({ side, address, port, protocol }: HeldSide): string {
  const known = [address, port === null ? null : `${protocol ?? ''} port ${port}`.trim()].filter(
    (value) => value !== null,
  );
  return known.length === 0 ? side : `${side} (${known.join(', ')})`;
}

function held(value: Held): string {
  switch (value.kind) {
    case 'value':
      return value.of === null ? value.text : `${numberNames[value.of]} ${value.text}`;
    case 'icmp':
      return [
        ...(value.type === null ? [] : [`type ${value.type}`]),
        ...(value.code === null ? [] : [`code ${value.code}`]),
      ].join(' ');
    case 'no-interface':
      return `no ${value.side === 'in' ? 'input' : 'output'} interface`;
    case 'no-flags':
      return 'no TCP flags';
    case 'other':
      return 'something else';
    case 'nothing':
      return 'nothing';
    case 'unknown':
      return 'something unknown';
  }
}

const numberNames = {
  mark: 'mark',
  'ct-mark': 'connection mark',
  ttl: 'TTL',
  'hop-limit': 'hop limit',
  dscp: 'DSCP',
  'fragment-offset': 'fragment offset',
} as const;

/** `the packet's source address` */
function fieldName(field: Field): string {
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
      return `the connection's ${field.of} ${sideName(field.side)} ${field.kind === 'ct-port' ? 'port' : 'address'}`;
    case 'other':
      return `its ${field.words}`;
    default:
      return fieldNames[field.kind];
  }
}

const fieldNames = {
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
  'number-generator': 'the generated number',
} as const;

function sideName(side: 'src' | 'dst'): string {
  return side === 'src' ? 'source' : 'destination';
}

const lacks: Readonly<Record<Lack, string>> = {
  fragment: 'the packet is a fragment without a transport header',
  'no-connection': 'the packet has no connection',
  'no-ethernet-header': 'the packet has no Ethernet header',
  'no-local-process': 'the packet was not sent by a local process',
  'other-protocol': 'the packet has another protocol',
};

/** Why no bundle can tell. */
const undecidable: Readonly<Record<Because, string>> = {
  rate: 'it depends on how many packets came before',
  payload: 'it looks at the payload, and only the headers are known',
  'header-part': 'it looks at a part of the header that is not known',
  process: 'it depends on the process that sent the packet',
  'connection-hash': 'it depends on a hash of the connection',
  transferred: 'it depends on how much the connection has transferred',
  labels: 'it depends on the labels of the connection',
  'connection-count': 'it depends on how many connections there are',
  cpu: 'it depends on the CPU that handles the packet',
  'interface-group': 'it depends on the group of the interface, which no file in the bundle shows',
  helper: 'it depends on the conntrack helper of the connection',
  ipvs: 'it depends on the connections of IPVS',
  ipsec: 'it depends on the IPsec policy of the packet',
  realm: 'it depends on the realm of the route, which is not looked up',
  sockets: 'it depends on the sockets of the host',
  chance: 'it depends on chance or on how many packets came before',
  time: 'it depends on the time of day',
  'connection-age': 'the age of the connection is not known',
  'entry-counters': 'it depends on the counters of the entry',
  'changing-set': 'it depends on what the set held at that moment',
  'flow-table': 'it depends on what the flow table held at that moment',
  connection: 'it depends on what conntrack knows of the connection',
  cleaned: 'the bundle was cleaned, so its addresses are not the real ones',
  'not-modelled': 'Netopsy does not evaluate it',
};
