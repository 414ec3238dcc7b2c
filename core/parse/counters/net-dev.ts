import type { LossCounter } from '../../model/witness.ts';
import { classifyLines } from '../text/classify-lines.ts';
import { tellingLines } from '../text/recognise-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';

/**
 * What each interface lost, as /proc/net/dev has it (net/core/net-procfs.c): eight figures of receiving, then eight of
 * transmitting.
 *
 *   Inter-|   Receive                                                |  Transmit
 *    face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
 *     eth0: 1234    12    0    3    0     0          0         0     1234      12    0    0    0     0       0          0
 */
export const netDev: Format<'net-dev'> = {
  kind: 'net-dev',
  madeBy: '/proc/net/dev',
  recognises,
  begins: (line) => heading.test(line),
  parse,
};

const heading = /^\s*Inter-\|\s+Receive\s/;
const row = /^\s*([^\s:]{1,15}):\s*((?:\d{1,20}\s+){15}\d{1,20})\s*$/;
/** By place among the figures; null for what is no loss. */
const names = [
  null, null, 'rx errors', 'rx dropped', 'rx fifo', null, null, null,
  null, null, 'tx errors', 'tx dropped', 'tx fifo', null, 'tx carrier', null,
]; // prettier-ignore

function recognises(sample: Sample): boolean {
  const [first] = tellingLines(sample);
  return first !== undefined && heading.test(first);
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: LossCounter[] = [];
  const account = classifyLines(lines, file, {
    read(text, at) {
      const [, dev, figures = ''] = row.exec(text) ?? [];
      if (dev === undefined) return 'notOurs';
      for (const [index, value] of figures.split(/\s+/).entries()) {
        const name = names[index] ?? null;
        if (name !== null) items.push({ source: 'net-dev', place: dev, name, value: Number(value), at });
      }
      return 'parsed';
    },
  });
  return { records: { kind: 'loss-counters', items }, ...account };
}
