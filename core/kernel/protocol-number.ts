/**
 * The number of an IP protocol from the name that ip, iptables or the kernel log uses (IANA "protocol-numbers",
 * /etc/protocols), or from its number in text; null for a name that is not known.
 */
export function protocolNumber(name: string): number | null {
  if (/^\d{1,3}$/.test(name)) return Number(name);
  return numbers.get(name.toLowerCase()) ?? null;
}

/** Whether the protocol's header begins with two ports, which routing rules may select by. */
export function hasPorts(protocol: number): boolean {
  return portProtocols.includes(protocol);
}

const numbers = new Map([
  ['icmp', 1],
  ['igmp', 2],
  ['ipencap', 4],
  ['ipip', 4],
  ['tcp', 6],
  ['egp', 8],
  ['udp', 17],
  ['dccp', 33],
  ['ipv6', 41],
  ['rsvp', 46],
  ['gre', 47],
  ['esp', 50],
  ['ah', 51],
  ['icmpv6', 58],
  ['ipv6-icmp', 58],
  ['eigrp', 88],
  ['ospf', 89],
  ['pim', 103],
  ['ipcomp', 108],
  ['comp', 108],
  ['vrrp', 112],
  ['l2tp', 115],
  ['sctp', 132],
  ['udplite', 136],
]);

/** tcp, udp, dccp, sctp, udplite: their headers begin with two ports. */
export const portProtocols = [6, 17, 33, 132, 136];
