import type { QueueDiscipline } from '../../model/witness.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { tellingLines } from '../text/recognise-lines.ts';

/**
 * The queueing disciplines that `tc -s qdisc` prints (tc(8)), with what each sent and dropped. `clsact` and `ingress`
 * queue nothing: what they drop, a filter dropped.
 *
 *   qdisc tbf 8005: dev eth2 root refcnt 3 rate 16Kbit burst 1600b lat 450ms
 *    Sent 2826 bytes 3 pkt (dropped 5, overlimits 9 requeues 0)
 *    backlog 0b 0p requeues 0
 */
export const tcQdisc: Format<'tc-qdisc'> = {
  kind: 'tc-qdisc',
  madeBy: 'tc -s qdisc',
  recognises,
  begins: (line) => heading.test(line),
  parse,
};

/** Of one device, asked for by name, it prints no name: that stands in the command, or above (`Device eth0:`). */
const heading =
  /^qdisc (\S+) ([0-9a-f]+:)(?: \[\S+\])?(?: dev (\S+))? (?:root|parent|ingress|clsact|refcnt|\S)/;
const deviceAbove = /^Device (\S+):$/;
const counts = /^\s+Sent (\d+) bytes (\d+) pkts? \(dropped (\d+),/;

function recognises(sample: Sample): boolean {
  const [first] = tellingLines(sample);
  return first !== undefined && (heading.test(first) || deviceAbove.test(first));
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: QueueDiscipline[] = [];
  let open: Omit<QueueDiscipline, 'sentPackets' | 'droppedPackets'> | null = null;
  let device = '';
  const account = classifyLines(lines, file, {
    command(command) {
      device = /\sdev\s+(\S+)/.exec(command)?.[1] ?? '';
    },
    read(text, at) {
      device = deviceAbove.exec(text)?.[1] ?? device;
      const named = heading.exec(text);
      if (named !== null) {
        const [, kind = '', handle = '', dev = device] = named;
        open = { kind, handle, dev, at };
        return 'parsed';
      }
      const counted = counts.exec(text);
      if (counted !== null && open !== null) {
        const [, , sent, dropped] = counted;
        items.push({ ...open, sentPackets: Number(sent), droppedPackets: Number(dropped), at });
        open = null;
        return 'parsed';
      }
      return text.startsWith(' ') || text.startsWith('\t') ? 'notModelled' : 'notOurs';
    },
  });
  return { records: { kind: 'queue-disciplines', items }, ...account };
}
