import type { DropRecord } from '../../model/drop-record.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { classifyLines } from '../text/classify-lines.ts';
import { endpoint, reasonOf, unknownDrop } from './drop-record.ts';

/**
 * `retis collect -c skb,skb-drop` as it prints events: a line that begins with the time in nanoseconds and has the drop's
 * reason, then indented lines, one of which is the packet:
 *
 *   3316376220653 (0) [ksoftirqd/0] 14 [tp] skb:kfree_skb #3042605b1e9ffff8a1 (skb ffff8a5c) n 0 drop (NETFILTER_DROP)
 *     10.1.0.2.44336 > 10.2.0.2.80 ttl 63 tos 0x0 id 4131 off 0 [DF] len 60 proto TCP (6) flags [S] seq 7 win 64240
 */
export const retis: Format<'retis'> = {
  kind: 'retis',
  madeBy: '`retis',
  recognises,
  begins: (line) => head.test(line),
  parse,
};

const head = /^(\d{6,20}) \((\d{1,5})\) \[[^\]]{1,32}\] /;
const dropped = / drop \((?:SKB_DROP_REASON_)?([\w:/ -]{1,80})\)/;
const packetLine = /^\s+(?:ns \S+ )?(\S{3,64}) > (\S{3,64}) ttl \d{1,3} /;
const ofProtocol = / proto (\w{2,12}) /;
const ofId = / id (\d{1,5}) /;

function recognises({ lines }: Sample): boolean {
  return lines.some((line) => head.test(line) && / \[(?:tp|k|kr|u)\] /.test(line));
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: DropRecord[] = [];
  let isOfDrop = false;
  const account = classifyLines(lines, file, {
    read(text, at) {
      if (head.test(text)) {
        const [, reason] = text.includes(' skb:kfree_skb ') ? (dropped.exec(text) ?? []) : [];
        isOfDrop = reason !== undefined;
        if (reason === undefined) return 'notModelled';
        items.push({ ...unknownDrop(at, text), reason: reasonOf(reason) });
        return 'parsed';
      }
      const [, from = '', to = ''] = packetLine.exec(text) ?? [];
      const last = items.at(-1);
      if (from === '' || !isOfDrop || last === undefined) return 'notOurs';
      const [source, destination] = [endpoint(from, '.'), endpoint(to, '.')];
      if (source === null || destination === null) return 'notOurs';
      isOfDrop = false;
      items[items.length - 1] = {
        ...last,
        family: source.address.includes(':') ? 'ipv6' : 'ipv4',
        packet: {
          protocol: ofProtocol.exec(text)?.[1]?.toLowerCase() ?? null,
          src: source.address,
          dst: destination.address,
          sport: source.port,
          dport: destination.port,
          ipId: ofId.test(text) ? Number(ofId.exec(text)?.[1]) : null,
        },
      };
      return 'parsed';
    },
  });
  return { records: { kind: 'drop-records', items }, ...account };
}
