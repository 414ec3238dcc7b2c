import { counterLines } from './counter-lines.ts';

/**
 * What IPsec refused, by reason, as /proc/net/xfrm_stat counts it (Documentation/networking/xfrm_proc.rst):
 *
 *   XfrmInTmplMismatch          4
 *   XfrmOutPolBlock             3
 */
export const xfrmStat = counterLines(
  'xfrm-stat',
  '/proc/net/xfrm_stat',
  /^(Xfrm[A-Za-z]{1,60})\s+(\d{1,20})\s*$/,
);
