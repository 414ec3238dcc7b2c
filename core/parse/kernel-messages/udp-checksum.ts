import { numberOf, present, worded } from './message-format.ts';

/**
 * UDP threw a datagram away for its checksum (__udp4_lib_rcv() in net/ipv4/udp.c, udp6_csum_zero_error() in
 * net/ipv6/udp.c, with debugging messages on):
 *
 *   UDP: bad checksum. From 172.16.9.99:27503 to 172.16.80.252:8472 ulen 75           (also UDPLite:)
 *   IPv6: udp checksum is 0 for [2001:db8::2]:40000->[2001:db8::1]:53
 */
export const udpChecksum = worded(
  'udp-checksum',
  'loss',
  ['bad checksum. From ', 'udp checksum is 0 for '],
  /^(?:UDP: |IPv6: )?(?:UDP(?:-?Lite)?(?:v6)?: bad checksum\. From \[?(?<src>[\da-f.:]{2,45}?)\]?:(?<sport>\d{1,5}) to \[?(?<dst>[\da-f.:]{2,45}?)\]?:(?<dport>\d{1,5}) ulen \d+|udp checksum is 0 for \[(?<src6>[\da-f.:]{2,45})\]:(?<sport6>\d{1,5})->\[(?<dst6>[\da-f.:]{2,45})\]:(?<dport6>\d{1,5}))$/,
  (found) =>
    present({
      protocol: 'udp',
      src: found['src'] ?? found['src6'],
      sport: numberOf(found['sport'] ?? found['sport6']),
      dst: found['dst'] ?? found['dst6'],
      dport: numberOf(found['dport'] ?? found['dport6']),
    }),
);
