import { parseAddress, formatAddress } from '../../kernel/address.ts';
import { hasPorts, protocolNumber } from '../../kernel/protocol-number.ts';
import type { HeaderBox } from '../../model/reach.ts';
import type { PacketWords } from '../packet-query.ts';

/**
 * One packet of a box, in the words of `netopsy simulate`: of each field a value that people know, where the box has it.
 * `interfaces`: those of the host, for a box of all of them.
 */
export function packetOfBox(box: HeaderBox, interfaces: readonly string[]): PacketWords {
  const { family, local, src, dst, sport, dport, icmpType, state, mark } = box;
  const isIpv6 = family === 'ipv6';
  const proto = protocolOf(box);
  const number = protocolNumber(proto);
  const isIcmp = number === 1 || number === 58;
  const echo = number === 58 ? 128 : 8;
  const [firstMark] = mark?.[0]?.split('/') ?? [];
  return {
    ...(local ? { local } : { in: box.in?.[0] ?? interfaces[0] ?? '?' }),
    src: addressIn(src, isIpv6 ? sourcesOfIpv6 : sources),
    dst: addressIn(dst, isIpv6 ? targetsOfIpv6 : targets),
    proto,
    ...(number !== null && hasPorts(number)
      ? { sport: numberIn(sport, [40000, 1024]), dport: numberIn(dport, [443, 80, 22, 53]) }
      : {}),
    ...(isIcmp ? { 'icmp-type': numberIn(icmpType, [echo]) } : {}),
    state: state === null || state.includes('NEW') ? 'NEW' : (state[0] ?? 'NEW'),
    ...(firstMark === undefined || firstMark === '0x0' ? {} : { mark: firstMark }),
  };
}

/** Of networks for examples (RFC 5737, RFC 3849), then others, in case a box leaves those out. */
const sources = ['198.51.100.7', '192.0.2.7', '203.0.113.7', '8.8.8.8'];
const targets = ['203.0.113.9', '192.0.2.9', '198.51.100.9', '9.9.9.9'];
const sourcesOfIpv6 = ['2001:db8::7', '2600::7'];
const targetsOfIpv6 = ['2001:db8::9', '2600::9'];

/** A number that no protocol with a name has (RFC 3692: for experiments). */
const otherProtocol = '253';

function protocolOf({ protocol, sport, dport, icmpType, family }: HeaderBox): string {
  const icmp = family === 'ipv6' ? 'icmpv6' : 'icmp';
  if (protocol === null) return icmpType !== null && sport === null && dport === null ? icmp : 'tcp';
  const known = ['tcp', 'udp', icmp].find((name) => protocol.includes(name)) ?? protocol[0] ?? 'tcp';
  return known === 'other' ? otherProtocol : known;
}

function addressIn(ranges: readonly string[] | null, known: readonly string[]): string {
  const [first = ''] = known;
  if (ranges === null) return first;
  const bounds = ranges.map((range) => range.split('-').map(parseAddress));
  const found = known.find((address) => {
    const value = parseAddress(address);
    return bounds.some(([from, to]) => isBetween(from, value, to));
  });
  if (found !== undefined) return found;
  // The first address of a network is no host's, if there is another one.
  const [from = null, to = null] = bounds.find(([low, high]) => low !== high) ?? bounds[0] ?? [];
  if (from === null || to === null) return first;
  if (typeof from === 'bigint') return formatAddress(from === to ? from : from + 1n);
  return formatAddress(from === to ? from : from + 1);
}

type Value = ReturnType<typeof parseAddress> | undefined;

function isBetween(from: Value, value: Value, to: Value): boolean {
  if (from === undefined || to === undefined || value === undefined) return false;
  return from !== null && to !== null && value !== null && from <= value && value <= to;
}

function numberIn(ranges: readonly string[] | null, known: readonly number[]): string {
  const bounds = ranges?.map((range) => range.split('-').map(Number)) ?? [[0, 65535]];
  const found = known.find((each) => bounds.some(([from = 0, to = from]) => from <= each && each <= to));
  return String(found ?? bounds[0]?.[0] ?? 0);
}
