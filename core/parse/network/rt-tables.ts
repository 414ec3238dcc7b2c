import type { RoutingTableName } from '../../model/network.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { baseName } from '../text/ip-text.ts';
import { mostLines, tellingLines } from '../text/recognise-lines.ts';

/**
 * The names of routing tables that ip(8) prints for their numbers, /etc/iproute2/rt_tables:
 *
 *   255     local
 *   201     wan
 */
export const rtTables: Format<'rt-tables'> = {
  kind: 'rt-tables',
  madeBy: '/etc/iproute2/rt_tables',
  recognises,
  begins: (line) => kernelsOwn.test(line),
  parse,
};

const entry = /^\s*(\d{1,10}|0x[\da-f]{1,8})\s+([A-Za-z_][\w.-]*)\s*$/i;
const kernelsOwn = /^\s*25[345]\s+(?:local|main|default)\s*$/;

function recognises(sample: Sample): boolean {
  const isNamed = /^rt_tables/.test(baseName(sample.path)) || sample.path.includes('rt_tables.d/');
  if (!isNamed && !tellingLines(sample).some((text) => kernelsOwn.test(text))) return false;
  return mostLines(sample, (text) => entry.test(text));
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: RoutingTableName[] = [];
  const account = classifyLines(lines, file, {
    read(text, at) {
      const [, number = '', name = ''] = entry.exec(text) ?? [];
      if (name === '') return /^\s*#/.test(text) ? 'notOurs' : { malformed: { kind: 'table-name' } };
      items.push({ name, number: String(Number(number)), at });
      return 'parsed';
    },
  });
  return { records: { kind: 'table-names', items }, ...account };
}
