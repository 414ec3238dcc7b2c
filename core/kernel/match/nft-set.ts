import type { NftSet } from '../../model/ruleset.ts';
import { protocolNumber } from '../protocol-number.ts';
import { inAddressRange, inNetwork } from './address-range.ts';
import type { Holds } from './holds.ts';
import { isInterfaceNamed } from './interface-name.ts';
import type { Asked, Judgement, OptionMatches } from './judgement.ts';
import { judge, unknowable } from './judgement.ts';
import type { MatchPacket } from './match-packet.ts';
import { icmpType } from './nft-icmp-numbers.ts';
import { inPortRange } from './port-range.ts';

/**
 * A lookup of nft, nft_lookup_eval() (net/netfilter/nft_lookup.c): the key that the fields of the packet make is in a
 * named set or map of the rule's table, or in the set that stands in the rule itself:
 *
 *   ip daddr . tcp dport @allow_in        tcp dport { 22, 80-90 }        udp dport vmap @svc
 */
export const nftSet = {
  '--lookup': (asked) => {
    const [fields = '', first = '', ...others] = asked.condition.values;
    const names = fields.split(' . ');
    const values = names.map((name) => fieldOf(name, asked.packet));
    const set = first.startsWith('@') ? setNamed(asked, first.slice(1)) : null;
    if (first.startsWith('@') && set === null) return unknowable(`the set ${first} is not in the bundle`);
    const keys = set === null ? others.map((text) => text.split(' . ')) : set.elements.map(({ key }) => key);
    const where = set === null ? `{ ${others.join(', ')} }` : first;
    if (values.includes(null)) {
      const name = names[values.indexOf(null)] as string;
      return judge(asked, null, `what the packet has as ${name} is not known`);
    }
    return judgeKey(asked, names, values as readonly string[], keys, set, where);
  },
} satisfies OptionMatches;

function judgeKey(
  asked: Asked,
  names: readonly string[],
  values: readonly string[],
  keys: readonly (readonly string[])[],
  set: NftSet | null,
  where: string,
): Judgement {
  const answers = keys.map((key): Holds => {
    return key.length === 1 && key[0] === '*' ? 'yes' : elementHolds(names, values, key);
  });
  const key = values.join(' . ');
  if (answers.includes('yes')) return judge(asked, true, `${key} is in ${where}`);
  if (answers.includes('unknown')) return judge(asked, null, `whether ${key} is in ${where} is not known`);
  // What packets add to a set, or what leaves it with time, may have been otherwise then.
  const changes = set?.flags.some((flag) => flag === 'dynamic' || flag === 'timeout') === true;
  if (changes) return judge(asked, null, `${key} is not in ${where} now, but its elements come and go`);
  return judge(asked, false, `${key} is not in ${where}`);
}

/** Whether the packet's fields are within the parts of one element. */
export function elementHolds(
  names: readonly string[],
  values: readonly string[],
  key: readonly string[],
): Holds {
  const parts = values.map((value, i) => partHolds(names[i] as string, value, key[i] ?? ''));
  if (parts.includes('no')) return 'no';
  return parts.includes('unknown') ? 'unknown' : 'yes';
}

function setNamed({ facts }: Asked, name: string): NftSet | null {
  return facts.nftSets?.find((set) => set.name === name) ?? null;
}

/** What the packet has in a field, as nft names fields; null where it is not known. */
export function fieldOf(name: string, packet: MatchPacket): string | null {
  const port = (value: number | null): string | null => (value === null ? null : String(value));
  switch (name) {
    case 'ip saddr':
    case 'ip6 saddr':
      return packet.src;
    case 'ip daddr':
    case 'ip6 daddr':
      return packet.dst;
    case 'iif':
    case 'iifname':
      return packet.inInterface;
    case 'oif':
    case 'oifname':
      return packet.outInterface;
    case 'meta l4proto':
    case 'ip protocol':
    case 'ip6 nexthdr':
      return packet.protocol;
    case 'meta mark':
      return packet.mark === null ? null : String(packet.mark);
    case 'meta nfproto':
      return packet.family;
    case 'ct state':
      return packet.ctstates?.length === 1 ? (packet.ctstates[0]?.toLowerCase() ?? null) : null;
    case 'icmp type':
    case 'icmpv6 type':
      return port(packet.icmpType);
    case 'ether saddr':
      return packet.srcMac === '' ? null : packet.srcMac;
    default:
      if (/^(?:tcp|udp|udplite|sctp|dccp|th) sport$/.test(name)) return port(packet.sport);
      return /^(?:tcp|udp|udplite|sctp|dccp|th) dport$/.test(name) ? port(packet.dport) : null;
  }
}

/** Whether one part of a key is within one part of an element: a value, `a-b`, a prefix, `wlan*`. */
export function partHolds(name: string, value: string, element: string): Holds {
  if (element === value) return 'yes';
  const known = (answer: boolean | null): Holds => (answer === null ? 'unknown' : answer ? 'yes' : 'no');
  if (name.endsWith('addr') && !name.startsWith('ether'))
    return known(element.includes('-') ? inAddressRange(element, value) : inNetwork(element, value));
  if (name.endsWith('port')) return known(inPortRange(element.replace('-', ':'), Number(value)));
  if (name === 'icmp type' || name === 'icmpv6 type') {
    const type = icmpType(element, name.split(' ')[0] as string);
    if (type !== null) return known(type === Number(value));
  }
  // Single states; several in one element are not told apart.
  if (name === 'ct state') return known(/^[a-z]+$/.test(element) ? false : null);
  if (name.startsWith('iif') || name.startsWith('oif'))
    return known(isInterfaceNamed(element.replace(/\*$/, '+'), value));
  if (name === 'meta l4proto' || name === 'ip protocol' || name === 'ip6 nexthdr') {
    const [one, other] = [protocolNumber(element), protocolNumber(value)];
    return one === null || other === null ? 'unknown' : known(one === other);
  }
  const [low = NaN, high = low] = element.split('-').map(Number);
  const own = Number(value);
  return Number.isNaN(own) || Number.isNaN(low) || Number.isNaN(high)
    ? 'unknown'
    : known(low <= own && own <= high);
}
