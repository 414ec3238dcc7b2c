import { worded } from './message-format.ts';

/**
 * TCPMSS --clamp-mss-to-pmtu dropped a SYN whose route, or whose route back, has no room for more than the headers: an
 * MTU of 40 bytes or less, 60 with IPv6 (tcpmss_mangle_packet() in net/netfilter/xt_TCPMSS.c, before 2.6.25
 * net/ipv4/netfilter/ipt_TCPMSS.c):
 *
 *   xt_TCPMSS: unknown or invalid path-MTU (0)            ipt_tcpmss_target: unknown or invalid path-MTU (0)
 */
export const pathMtuInvalid = worded(
  'path-mtu-invalid',
  'loss',
  ['invalid path-MTU ('],
  ['{xt_TCPMSS|ipt_tcpmss_target}: unknown or invalid path-MTU (<:number>)'],
  { protocol: 'tcp' },
);
