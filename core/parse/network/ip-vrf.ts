import type { RoutingTableName } from '../../model/network.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { tellingLines } from '../text/recognise-lines.ts';

/**
 * The VRFs and their routing tables, as `ip vrf [show]` prints them (iproute2 ip/ipvrf.c):
 *
 *   Name              Table
 *   -----------------------
 *   blue                10
 *
 * A table goes by the name `vrf blue` here, as that of `ip route show vrf blue` does: `blue` alone is a name of
 * rt_tables.
 */
export const ipVrf: Format<'ip-vrf'> = {
  kind: 'ip-vrf',
  madeBy: 'ip vrf',
  recognises,
  begins: (line) => heading.test(line),
  parse,
};

const heading = /^Name\s{5,}Table\s*$/;
const entry = /^(\S{1,15})\s+(\d{1,10})\s*$/;

function recognises(sample: Sample): boolean {
  return tellingLines(sample).some((text) => heading.test(text));
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: RoutingTableName[] = [];
  const account = classifyLines(lines, file, {
    read(text, at) {
      if (heading.test(text) || /^-+$/.test(text)) return 'notOurs';
      const [, name, number = ''] = entry.exec(text) ?? [];
      if (name === undefined) return { malformed: { kind: 'vrf' } };
      items.push({ name: `vrf ${name}`, number, at });
      return 'parsed';
    },
  });
  return { records: { kind: 'table-names', items }, ...account };
}
