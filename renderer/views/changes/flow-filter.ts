import type { WhatIfDocument } from '../../../core/index.ts';

/** The filter that selects the packets of a flow: `tcp src 10.1.0.2 dst 10.2.0.2 dport 80`. */
export function flowFilter({
  protocol,
  src,
  dst,
  sport,
  dport,
}: WhatIfDocument['flows'][number]['flow']): string {
  return [
    `proto ${protocol}`,
    `src ${src}`,
    `dst ${dst}`,
    ...(sport === null ? [] : [`sport ${sport}`]),
    ...(dport === null ? [] : [`dport ${dport}`]),
  ].join(' ');
}
