import { inAddressRange } from './address-range.ts';
import type { OptionMatches } from './judgement.ts';
import { judgeValue, valueOf } from './judgement.ts';

/** iprange_mt4(), iprange_mt6() (net/netfilter/xt_iprange.c): `--src-range 10.1.0.5-10.1.0.9`. */
export const iprange = {
  '--src-range': (asked) =>
    judgeValue(asked, 'source address', asked.packet.src, (src) => inAddressRange(valueOf(asked), src)),
  '--dst-range': (asked) =>
    judgeValue(asked, 'destination address', asked.packet.dst, (dst) => inAddressRange(valueOf(asked), dst)),
} satisfies OptionMatches;
