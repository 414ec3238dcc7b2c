import type { DropRecord } from '../../model/drop-record.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { classifyLines } from '../text/classify-lines.ts';
import { endpoint, reasonOf, unknownDrop } from './drop-record.ts';

/**
 * pwru's way of a packet through the kernel's functions; only the last line of one that was dropped is read:
 *
 *   SKB                CPU PROCESS          NETNS      MARK/x     IFACE  PROTO  MTU   LEN   TUPLE FUNC
 *   0xffff9a0fc1ad8ee8 2   curl:8464        4026531840 0          eth0:2 0x0800 1500  60    10.1.0.2:46116->10.2.0.2:80(tcp) kfree_skb_reason(SKB_DROP_REASON_NETFILTER_DROP)
 *   0xffff9a0fc1ad8ee8      0        [curl(8464)] kfree_skb_reason(SKB_DROP_REASON_NETFILTER_DROP) 10.1.0.2:46116->10.2.0.2:80(tcp)
 */
export const pwru: Format<'pwru'> = {
  kind: 'pwru',
  madeBy: '`pwru`',
  recognises,
  begins: (line) => isOurs(line),
  parse,
};

const freed =
  /\b(?:sk_skb_reason_drop|kfree_skb_reason|kfree_skb_list_reason)\((?:SKB_DROP_REASON_)?([A-Z\d_]{2,60})\)/;
const tuple = /(?:^|\s)([\d[][\d\]a-f.:[]{2,60})->([\d[][\d\]a-f.:[]{2,60})\((\w{1,16})\)/i;

function isOurs(line: string): boolean {
  return line.startsWith('0x') && tuple.test(line);
}

function recognises({ lines }: Sample): boolean {
  return lines.some((line) => /^SKB +CPU +PROCESS +/.test(line)) || lines.filter(isOurs).length > 1;
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: DropRecord[] = [];
  const account = classifyLines(lines, file, {
    read(text, at) {
      if (!isOurs(text)) return 'notOurs';
      const reason = reasonOf(freed.exec(text)?.[1] ?? '');
      if (reason === null) return 'notModelled';
      const [, from = '', to = '', protocol = ''] = tuple.exec(text) ?? [];
      const [source, destination] = [endpoint(from, ':'), endpoint(to, ':')];
      if (source === null || destination === null) return 'notOurs';
      items.push({
        ...unknownDrop(at, text),
        reason,
        family: source.address.includes(':') ? 'ipv6' : 'ipv4',
        packet: {
          protocol: protocol.toLowerCase(),
          src: source.address,
          dst: destination.address,
          sport: source.port,
          dport: destination.port,
          ipId: null,
        },
      });
      return 'parsed';
    },
  });
  return { records: { kind: 'drop-records', items }, ...account };
}
