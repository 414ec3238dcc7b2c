import type { KernelCounter } from '../../model/network.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { mostLines } from '../text/recognise-lines.ts';

/**
 * What IPsec refused, by reason, as /proc/net/xfrm_stat counts it (Documentation/networking/xfrm_proc.rst):
 *
 *   XfrmInTmplMismatch          4
 *   XfrmOutPolBlock             3
 */
export const xfrmStat: Format<'xfrm-stat'> = {
  kind: 'xfrm-stat',
  madeBy: '/proc/net/xfrm_stat',
  recognises,
  begins: (line) => counter.test(line),
  parse,
};

const counter = /^(Xfrm[A-Za-z]+)\s+(\d+)\s*$/;

function recognises(sample: Sample): boolean {
  return mostLines(sample, (text) => counter.test(text));
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: KernelCounter[] = [];
  const account = classifyLines(lines, file, {
    read(text, at) {
      const [, name, value] = counter.exec(text) ?? [];
      if (name === undefined) return 'notOurs';
      items.push({ name, value: Number(value), since: 'boot', at });
      return 'parsed';
    },
  });
  return { records: { kind: 'kernel-counters', items }, ...account };
}
