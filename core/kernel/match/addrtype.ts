import { isMulticast, isUnspecified, parseAddress } from '../address.ts';
import { addressTypes, localEntry } from './address-type.ts';
import type { Asked, Judgement, OptionMatches } from './judgement.ts';
import { always, judge, valueOf } from './judgement.ts';

/** addrtype_mt_v1() (net/netfilter/xt_addrtype.c): `--dst-type LOCAL,BROADCAST --limit-iface-in`. */
export const addrtype = {
  '--src-type': (asked) => judgeType(asked, 'source', asked.packet.src),
  '--dst-type': (asked) => judgeType(asked, 'destination', asked.packet.dst),
  '--limit-iface-in': () => always('it belongs to the address types'),
  '--limit-iface-out': () => always('it belongs to the address types'),
} satisfies OptionMatches;

function judgeType(asked: Asked, side: string, address: string | null): Judgement {
  if (address === null) return judge(asked, null, `the packet's ${side} address is not known`);
  const wanted = valueOf(asked).toUpperCase().split(',');
  if (asked.packet.family === 'ipv6') return judgeIpv6(asked, wanted, address);
  const types = addressTypes(asked.facts.network, address, limitingInterface(asked));
  const [only] = types;
  const fits = types.filter((type) => wanted.includes(type)).length;
  const holds = fits === types.length ? true : fits === 0 ? false : null;
  const known = types.length === 1 && only !== undefined;
  return judge(
    asked,
    holds,
    known ? `${address} is ${only} here` : `what ${address} is for the host is not known`,
  );
}

function limitingInterface({ rule, packet }: Asked): string | { readonly unknown: true } | null {
  const limits = (option: string): boolean =>
    rule.conditions.some((condition) => condition.option === option);
  if (limits('--limit-iface-in')) return packet.inInterface ?? { unknown: true };
  if (limits('--limit-iface-out')) return packet.outInterface ?? { unknown: true };
  return null;
}

/** match_type6(): unlike IPv4, an address must be of each of the types UNICAST, MULTICAST and UNSPEC that are named. */
function judgeIpv6(asked: Asked, wanted: readonly string[], text: string): Judgement {
  const address = parseAddress(text);
  if (typeof address !== 'bigint') return judge(asked, null, `what ${text} is for the host is not known`);
  const isMapped = address >> 32n === 0xffffn;
  const isUnicast = !isMulticast(address) && !isUnspecified(address) && !isMapped;
  const failed =
    (wanted.includes('MULTICAST') && !isMulticast(address)) ||
    (wanted.includes('UNICAST') && !isUnicast) ||
    (wanted.includes('UNSPEC') && !isUnspecified(address));
  const looksUp = wanted.filter((type) => ['LOCAL', 'ANYCAST', 'UNREACHABLE'].includes(type));
  if (failed || looksUp.length === 0) return judge(asked, !failed, `the packet has ${text}`);

  const entry =
    limitingInterface(asked) === null ? localEntry(asked.facts.network, 'ipv6', address) : 'unknown';
  // Whether no route leads there, only a full lookup would tell.
  if (entry === 'unknown' || (entry === null && looksUp.includes('UNREACHABLE')))
    return judge(asked, null, `what ${text} is for the host is not known`);
  const type = entry?.type.toUpperCase() ?? 'UNICAST';
  return judge(asked, looksUp.includes(type), `${text} is ${type} here`);
}
