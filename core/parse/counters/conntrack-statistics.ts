import type { LossCounter } from '../../model/witness.ts';
import { classifyLines } from '../text/classify-lines.ts';
import { mostLines } from '../text/recognise-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';

/**
 * What conntrack could not do, by CPU, as `conntrack -S` prints it (conntrack(8), nf_conntrack_standalone.c):
 *
 *   cpu=0   found=12 invalid=3 insert=0 insert_failed=4 drop=4 early_drop=0 error=1 search_restart=0
 */
export const conntrackStatistics: Format<'conntrack-statistics'> = {
  kind: 'conntrack-statistics',
  madeBy: 'conntrack -S',
  recognises,
  begins: (line) => ownLine.test(line),
  parse,
};

const ownLine = /^cpu=\d+\s+(?:searched=\d+\s+)?found=\d+\s/;
const losses: ReadonlySet<string> = new Set([
  'invalid',
  'insert_failed',
  'drop',
  'early_drop',
  'error',
  'chaintoolong',
]);

function recognises(sample: Sample): boolean {
  return mostLines(sample, (text) => ownLine.test(text));
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: LossCounter[] = [];
  const account = classifyLines(lines, file, {
    read(text, at) {
      if (!ownLine.test(text)) return 'notOurs';
      const [cpu = '', ...counters] = text.trim().split(/\s+/);
      for (const counter of counters) {
        const [name = '', value = ''] = counter.split('=');
        if (losses.has(name) && /^\d{1,20}$/.test(value))
          items.push({ source: 'conntrack', place: cpu, name, value: Number(value), at });
      }
      return 'parsed';
    },
  });
  return { records: { kind: 'loss-counters', items }, ...account };
}
