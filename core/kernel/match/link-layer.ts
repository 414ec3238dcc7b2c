import type { OptionMatches } from './judgement.ts';
import { judgeValue, never, valueOf } from './judgement.ts';

/** mac_mt() (net/netfilter/xt_mac.c): without an Ethernet header it never matches, negated or not. */
export const mac = {
  '--mac-source': (asked) =>
    asked.packet.srcMac === ''
      ? never('the packet has no Ethernet header')
      : judgeValue(
          asked,
          'source MAC address',
          asked.packet.srcMac,
          (address) => address.toLowerCase() === valueOf(asked).toLowerCase(),
        ),
} satisfies OptionMatches;

/** pkttype_mt() (net/netfilter/xt_pkttype.c): `--pkt-type multicast`. */
export const pkttype = {
  '--pkt-type': (asked) =>
    judgeValue(asked, 'link type', asked.packet.linkType, (type) => type === valueOf(asked).toLowerCase()),
} satisfies OptionMatches;
