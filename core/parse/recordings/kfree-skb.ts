import type { DropRecord } from '../../model/drop-record.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { classifyLines } from '../text/classify-lines.ts';
import { familyOf, functionOf, reasonOf, unknownDrop } from './drop-record.ts';

/**
 * The tracepoint skb:kfree_skb, as `perf script`, `trace-cmd report` and tracefs print it (include/trace/events/skb.h),
 * with other events or call chains between:
 *
 *   python3  5694 [000] 26445.136203: skb:kfree_skb: skbaddr=0xffff8881724ee400 rx_sk=(nil) protocol=2048 location=nf_hook_slow+0x7d reason: NETFILTER_DROP
 *   python3-5694  [000] 26445.136203: kfree_skb:            skbaddr=0xffff8881724ee400 rx_sk=0x0 protocol=2048 location=0xffffffff81f2afcd reason: NETFILTER_DROP
 *   ksoftirqd/0-14 [000] ..s1. 26445.136203: kfree_skb: skbaddr=00000000b1 protocol=2048 location=nf_hook_slow+0x7d/0xd0 reason: NETFILTER_DROP
 */
export const kfreeSkb: Format<'kfree-skb'> = {
  kind: 'kfree-skb',
  madeBy: '`perf script`',
  recognises,
  begins: (line) => isRecord(line),
  parse,
};

const clock = /\s(\d{1,9}\.\d{6,9}):\s/;
const field = /\b(protocol|location|reason)(?:=|:\s?)(\S{1,160})/g;

function isRecord(line: string): boolean {
  return line.includes('kfree_skb: ') && line.includes('skbaddr=') && clock.test(line);
}

function recognises({ lines }: Sample): boolean {
  return lines.some(isRecord);
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: DropRecord[] = [];
  const account = classifyLines(lines, file, {
    read(text, at) {
      if (!isRecord(text)) return 'notOurs';
      const values = new Map(Array.from(text.matchAll(field), ([, key = '', value = '']) => [key, value]));
      items.push({
        ...unknownDrop(at, text),
        reason: reasonOf(values.get('reason') ?? ''),
        location: functionOf(values.get('location') ?? ''),
        family: familyOf(values.get('protocol') ?? ''),
        uptimeSeconds: Number(clock.exec(text)?.[1]),
      });
      return 'parsed';
    },
  });
  return { records: { kind: 'drop-records', items }, ...account };
}
