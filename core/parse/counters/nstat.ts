import type { KernelCounter } from '../../model/witness.ts';
import { classifyLines, type LineFate } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { tellingLines } from '../text/recognise-lines.ts';

/**
 * The kernel's SNMP counters, as `nstat -a` or `nstat -az` prints them (nstat(8)), without those that are 0 unless -z:
 *
 *   #kernel
 *   IpInReceives                    20                 0.0
 *   TcpExtIPReversePathFilter       6                  0.0
 *
 * or as /proc/net/snmp and /proc/net/netstat have them, a line of names and a line of values for each group:
 *
 *   Ip: Forwarding DefaultTTL InReceives InHdrErrors InAddrErrors
 *   Ip: 1 64 20 0 0
 *
 * nstat's name is the group's and the counter's together: `IpInReceives`. Its second figure is a rate.
 */
export const nstat: Format<'nstat'> = {
  kind: 'nstat',
  madeBy: 'nstat -az',
  recognises,
  begins: (line) => ownLine.test(line),
  parse,
};

const ownLine =
  /^(?:#kernel\s*$|(?:Ip|Icmp|IcmpMsg|Tcp|Udp|UdpLite|TcpExt|IpExt|MPTcpExt): (?:[A-Z]\w+|-?\d+)(?:\s|$)|(?:Ip|Icmp|Tcp|Udp)[A-Z]\w+\s+\d+\s+\d+\.\d+\s*$)/;

/** nstat pads names to 32 characters, so a longer one touches its value. */
const nstatLine =
  /^(?=[A-Z])(?:(\w{1,80})[ \t]+(\d{1,20})|(\w{31,79}[A-Za-z])(\d{1,20}))[ \t]+[\d.]+[KMG]?\s*$/;
const names = /^([A-Z]\w*):((?: [A-Z]\w*)+)\s*$/;
const values = /^([A-Z]\w*):((?: -?\d+)+)\s*$/;

function recognises(sample: Sample): boolean {
  let yes = 0;
  let no = 0;
  for (const text of tellingLines(sample)) {
    if (nstatLine.test(text) || names.test(text) || values.test(text)) yes++;
    else no++;
  }
  return yes > no && sample.lines.some((text) => /^(?:Ip|Ip6|Icmp|Tcp|Udp|TcpExt|IpExt):? ?[A-Z]/.test(text));
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: KernelCounter[] = [];
  let group: NamedGroup | null = null;
  let since: KernelCounter['since'] = 'boot';
  const account = classifyLines(lines, file, {
    command(command) {
      since = printsIncrements(command) ? 'last-reading' : 'boot';
      group = null;
    },
    read(text, at): LineFate {
      const above: NamedGroup | null = group;
      group = null;
      const counter = nstatLine.exec(text);
      if (counter) {
        const [, name = counter[3] ?? '', value = counter[4] ?? ''] = counter;
        items.push({ name, value: Number(value), since, at });
        return 'parsed';
      }
      const named = names.exec(text);
      if (named) {
        group = { name: named[1] ?? '', counters: wordsOf(named[2]) };
        return 'parsed';
      }
      const valued = values.exec(text);
      if (!valued) return text.startsWith('#') ? 'notOurs' : { malformed: { kind: 'counter' } };
      const figures = wordsOf(valued[2]).map(Number);
      if (above?.name !== valued[1] || above?.counters.length !== figures.length)
        return { malformed: { kind: 'counter-names', counters: figures.length, group: valued[1] ?? '' } };
      for (const [index, value] of figures.entries())
        items.push({ name: `${above.name}${above.counters[index]}`, value, since, at });
      return 'parsed';
    },
  });
  return { records: { kind: 'kernel-counters', items }, ...account };
}

interface NamedGroup {
  readonly name: string;
  readonly counters: readonly string[];
}

function wordsOf(text: string | undefined): readonly string[] {
  return (text ?? '').trim().split(/\s+/);
}

/** Without -a, nstat prints what was counted since it was last run. */
function printsIncrements(command: string): boolean {
  const options = /^(?:sudo\s+)?(?:\/\S*\/)?nstat\b(.*)$/s.exec(command)?.[1];
  return options !== undefined && !/\s(?:-[a-z]*a|--ignore\b)/.test(options);
}
