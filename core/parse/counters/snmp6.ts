import type { KernelCounter } from '../../model/network.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { classifyLines } from '../text/classify-lines.ts';
import { mostLines } from '../text/recognise-lines.ts';

/**
 * The kernel's IPv6 counters, by the names that nstat gives them (snmp6_seq_show() in net/ipv6/proc.c):
 *
 *   Ip6InReceives                   	1204
 *   Ip6InNoRoutes                   	3
 */
export const snmp6: Format<'snmp6'> = {
  kind: 'snmp6',
  madeBy: '/proc/net/snmp6',
  recognises,
  begins: (line) => counter.test(line),
  parse,
};

const counter = /^((?:Ip6|Icmp6|Udp6|UdpLite6)\w{1,60})\s+(\d{1,20})\s*$/;

function recognises(sample: Sample): boolean {
  return mostLines(sample, (text) => counter.test(text));
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: KernelCounter[] = [];
  const account = classifyLines(lines, file, {
    read(text, at) {
      const [, name, value] = counter.exec(text) ?? [];
      if (name === undefined) return text.startsWith('#') ? 'notOurs' : { malformed: { kind: 'counter' } };
      items.push({ name, value: Number(value), since: 'boot', at });
      return 'parsed';
    },
  });
  return { records: { kind: 'kernel-counters', items }, ...account };
}
