import type { QueueReader } from '../../model/witness.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { mostLines } from '../text/recognise-lines.ts';

/**
 * The queues of NFQUEUE that a program reads, as /proc/net/netfilter/nfnetlink_queue has them: queue number, port of the
 * reader, packets waiting, copy mode and range, packets dropped for a full queue and for a reader that was too slow, last
 * packet id, and a 1 (seq_show() in net/netfilter/nfnetlink_queue.c).
 *
 *       3  12345     0 2 65531     0     0       17  1
 */
export const nfnetlinkQueue: Format<'nfnetlink-queue'> = {
  kind: 'nfnetlink-queue',
  madeBy: '/proc/net/netfilter/nfnetlink_queue',
  recognises,
  begins: (line) => queue.test(line),
  parse,
};

/** Older kernels print the port, a netlink address that may be any number, with a sign. */
const queue = /^\s*(\d{1,5})\s+-?\d+\s+\d+\s+[0-2]\s+\d+\s+(\d+)\s+(\d+)\s+\d+\s+1\s*$/;

function recognises(sample: Sample): boolean {
  return mostLines(sample, (text) => queue.test(text));
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: QueueReader[] = [];
  const account = classifyLines(lines, file, {
    read(text, at) {
      const [, number, full, slow] = queue.exec(text) ?? [];
      if (number === undefined) return /^\s*[#=]/.test(text) ? 'notOurs' : { malformed: { kind: 'queue' } };
      items.push({ queue: Number(number), droppedPackets: Number(full) + Number(slow), at });
      return 'parsed';
    },
  });
  return { records: { kind: 'queue-readers', items }, ...account };
}
