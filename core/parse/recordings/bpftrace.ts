import type { DropRecord } from '../../model/drop-record.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { classifyLines } from '../text/classify-lines.ts';
import { functionOf, unknownDrop } from './drop-record.ts';

/**
 * What a bpftrace program on skb:kfree_skb counted with `@[ksym(args->location)] = count()` or with the call chain as key:
 *
 *   Attaching 1 probe...
 *   @[nf_hook_slow]: 2
 *   @drops[ip_rcv_finish_core, 16]: 1
 *
 * Lines that it printed are of its author's own making and not read.
 */
export const bpftrace: Format<'bpftrace'> = {
  kind: 'bpftrace',
  madeBy: '`bpftrace`',
  recognises,
  begins: (line) => attaching.test(line),
  parse,
};

const attaching = /^Attach(?:ing|ed) \d{1,6} probes?\.*\s*$/;
const counted =
  /^@\w{0,32}\[(?:kfree_skb, )?([a-z_][\w.]{1,80}(?:\+\d{1,6})?)(?:, [^\]]{0,160})?\]: (\d{1,12})$/;

function recognises({ lines }: Sample): boolean {
  return lines.some((line) => attaching.test(line));
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: DropRecord[] = [];
  const account = classifyLines(lines, file, {
    read(text, at) {
      const [, place, count] = counted.exec(text) ?? [];
      if (place === undefined) return attaching.test(text) ? 'parsed' : 'notOurs';
      items.push({ ...unknownDrop(at, text), location: functionOf(place), packets: Number(count) });
      return 'parsed';
    },
  });
  return { records: { kind: 'drop-records', items }, ...account };
}
