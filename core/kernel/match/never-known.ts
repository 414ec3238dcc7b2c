import type { OptionMatch } from './judgement.ts';
import { unknowable } from './judgement.ts';

/** A match whose answer no bundle tells, with the reason; null for a match that is not known at all. */
export function neverKnown(match: string): OptionMatch | null {
  const reason = reasons.get(match);
  return reason === undefined ? null : () => unknowable(reason);
}

const rate = 'it depends on how many packets came before';
const payload = 'it looks into the packet, of which only the header is known';
const extension = 'it asks for a part of the header that is not known';

const reasons: ReadonlyMap<string, string> = new Map([
  ['ah', extension],
  ['bpf', payload],
  ['cgroup', 'it depends on the process that sent the packet'],
  ['cluster', 'it depends on a hash of the connection'],
  ['connbytes', 'it depends on what the connection has transferred'],
  ['connlabel', 'it depends on the labels of the connection'],
  ['connlimit', 'it depends on how many connections there are'],
  ['cpu', 'it depends on the CPU that handles the packet'],
  ['dccp', extension],
  ['devgroup', 'it depends on the group of the interface, which no file of the bundle shows'],
  ['dst', extension],
  ['esp', extension],
  ['eui64', extension],
  ['frag', extension],
  ['hashlimit', rate],
  ['hbh', extension],
  ['helper', 'it depends on the conntrack helper of the connection'],
  ['ipv6header', extension],
  ['ipvs', 'it depends on the connections of IPVS'],
  ['limit', rate],
  ['mh', extension],
  ['nfacct', rate],
  ['osf', payload],
  ['policy', 'it depends on the IPsec policy of the packet'],
  ['quota', rate],
  ['rateest', rate],
  ['realm', 'it depends on the realm of the route, which is not looked up'],
  ['recent', rate],
  ['rt', extension],
  ['sctp', extension],
  ['socket', 'it depends on the sockets of the host'],
  ['statistic', 'it depends on chance or on how many packets came before'],
  ['string', payload],
  ['tcpmss', extension],
  ['time', 'it depends on the time of day'],
  ['u32', payload],
]);
