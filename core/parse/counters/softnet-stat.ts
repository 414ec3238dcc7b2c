import type { LossCounter } from '../../model/witness.ts';
import { classifyLines } from '../text/classify-lines.ts';
import { mostLines } from '../text/recognise-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';

/**
 * What each CPU could not take from its backlog, as /proc/net/softnet_stat has it (net/core/net-procfs.c): a line for each
 * CPU, in hexadecimal; the second figure is what was dropped since the backlog was full (net.core.netdev_max_backlog).
 *
 *   0000a3f1 00000002 00000001 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000
 */
export const softnetStat: Format<'softnet-stat'> = {
  kind: 'softnet-stat',
  madeBy: '/proc/net/softnet_stat',
  recognises,
  begins: (line) => ownLine.test(line),
  parse,
};

const ownLine = /^(?:[0-9a-f]{8} ){10,}[0-9a-f]{8}\s*$/;
/** Newer kernels name the CPU in the thirteenth figure: those that are offline have no line. */
const placeOfCpu = 12;

function recognises(sample: Sample): boolean {
  return mostLines(sample, (text) => ownLine.test(text));
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: LossCounter[] = [];
  let row = 0;
  const account = classifyLines(lines, file, {
    command() {
      row = 0;
    },
    read(text, at) {
      if (!ownLine.test(text)) return 'notOurs';
      const figures = text.trim().split(' ');
      const cpu = figures[placeOfCpu] === undefined ? row : Number.parseInt(figures[placeOfCpu] ?? '', 16);
      row++;
      const value = Number.parseInt(figures[1] ?? '', 16);
      items.push({ source: 'softnet', place: `cpu=${cpu}`, name: 'dropped', value, at });
      return 'parsed';
    },
  });
  return { records: { kind: 'loss-counters', items }, ...account };
}
