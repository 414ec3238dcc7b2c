import { counterLines } from './counter-lines.ts';

/**
 * The kernel's IPv6 counters, by the names that nstat gives them (snmp6_seq_show() in net/ipv6/proc.c):
 *
 *   Ip6InReceives                   	1204
 *   Ip6InNoRoutes                   	3
 */
export const snmp6 = counterLines(
  'snmp6',
  '/proc/net/snmp6',
  /^((?:Ip6|Icmp6|Udp6|UdpLite6)\w{1,60})\s+(\d{1,20})\s*$/,
);
