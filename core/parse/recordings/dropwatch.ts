import type { DropRecord } from '../../model/drop-record.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { classifyLines } from '../text/classify-lines.ts';
import { familyOf, functionOf, reasonOf, unknownDrop } from './drop-record.ts';

/**
 * `dropwatch -l kas`: counts for each place in the kernel, or with `set alertmode packet` one paragraph for each packet.
 *
 *   2 drops at nf_hook_slow+a5 (0xffffffff81f2afcd) [software]
 *
 *   drop at: nf_hook_slow+0x7d/0xd0 (0xffffffff81f2afcd)
 *   origin: software
 *   protocol: 0x800
 *   drop reason: NETFILTER_DROP
 */
export const dropwatch: Format<'dropwatch'> = {
  kind: 'dropwatch',
  madeBy: '`dropwatch -l kas`',
  recognises,
  begins: (line) => counted.test(line) || single.test(line),
  parse,
};

const counted = /^(\d{1,12}) drops at (\S{1,160}) \((?:0x)?[\da-f]{1,16}\)/;
const single = /^drop at: (\S{1,160}) \((?:0x)?[\da-f]{1,16}\)/;
const detail =
  /^(?:origin|input port ifindex|timestamp|protocol|length|original length|drop reason): (.{0,160})$/;

function recognises({ lines }: Sample): boolean {
  return lines.some((line) => counted.test(line) || single.test(line));
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: DropRecord[] = [];
  let open: DropRecord | null = null;
  const account = classifyLines(lines, file, {
    read(text, at) {
      const [, count, place = ''] = counted.exec(text) ?? [];
      if (count !== undefined) {
        items.push({ ...unknownDrop(at, text), location: functionOf(place), packets: Number(count) });
        open = null;
        return 'parsed';
      }
      const [, where] = single.exec(text) ?? [];
      if (where !== undefined) {
        open = { ...unknownDrop(at, text), location: functionOf(where) };
        items.push(open);
        return 'parsed';
      }
      const [, value] = detail.exec(text) ?? [];
      if (value === undefined || open === null) return 'notOurs';
      if (text.startsWith('drop reason')) open = { ...open, reason: reasonOf(value.trim()) };
      if (text.startsWith('protocol')) open = { ...open, family: familyOf(value.trim()) };
      items[items.length - 1] = open;
      return 'parsed';
    },
  });
  return { records: { kind: 'drop-records', items }, ...account };
}
