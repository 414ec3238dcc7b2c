import type { KernelCounter } from '../../model/witness.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { LineFate } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { tellingLines } from '../text/recognise-lines.ts';

/**
 * The kernel's SNMP counters as `netstat -s` prints them (netstat(8), net-tools statistics.c): in words, or by name
 * where it has no words. Only those that tell of drops are read, under nstat's names:
 *
 *   Ip:
 *       3 total packets received
 *       1 with invalid addresses                  IpInAddrErrors
 *   TcpExt:
 *       IPReversePathFilter: 6                    TcpExtIPReversePathFilter
 */
export const netstatStatistics: Format<'netstat-statistics'> = {
  kind: 'netstat-statistics',
  madeBy: 'netstat -s',
  recognises,
  begins: (line) => ownLine.test(line),
  parse,
};

const ownLine = /^(?:Ip|Icmp|IcmpMsg|Tcp|Udp|UdpLite|TcpExt|IpExt|Ip6|Icmp6|Udp6):\s*$/;

const section = /^([A-Z]\w*):\s*$/;
const byName = /^\s+([A-Z]\w*): (\d{1,20})\s*$/;
const inWords = /^\s+(\d{1,20}) (\S.*)$/s;

/** The words of the counters that tell of drops, by section. */
const words: ReadonlyMap<string, string> = new Map([
  ['Ip total packets received', 'IpInReceives'],
  ['Ip with invalid headers', 'IpInHdrErrors'],
  ['Ip with invalid addresses', 'IpInAddrErrors'],
  ['Ip forwarded', 'IpForwDatagrams'],
  ['Ip incoming packets discarded', 'IpInDiscards'],
  ['Ip incoming packets delivered', 'IpInDelivers'],
  ['Ip outgoing packets dropped', 'IpOutDiscards'],
  ['Ip dropped because of missing route', 'IpOutNoRoutes'],
  ['Ip fragments failed', 'IpFragFails'],
  ['Ip outgoing packets failed fragmentation', 'IpFragFails'],
  ['Udp packets to unknown port received', 'UdpNoPorts'],
  ['Udp packets to unknown port received.', 'UdpNoPorts'],
]);

function recognises(sample: Sample): boolean {
  const lines = tellingLines(sample);
  const first = lines.findIndex((text) => /^(?:Ip|Ip6|Tcp|TcpExt):\s*$/.test(text));
  const next = lines[first + 1] ?? '';
  return first >= 0 && (byName.test(next) || inWords.test(next) || section.test(next));
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: KernelCounter[] = [];
  let group: string | null = null;
  const account = classifyLines(lines, file, {
    command() {
      group = null;
    },
    read(text, at): LineFate {
      const title = section.exec(text);
      if (title) {
        group = title[1] ?? null;
        return 'parsed';
      }
      if (/^[#=]/.test(text)) return 'notOurs';
      const named = byName.exec(text);
      const worded = inWords.exec(text);
      if (group === null || (!named && !worded && !/^\s/.test(text)))
        return { malformed: { kind: 'counter-name' } };
      const name = named ? `${group}${named[1]}` : words.get(`${group} ${worded?.[2]?.trimEnd() ?? ''}`);
      if (name === undefined) return 'notModelled';
      items.push({ name, value: Number(named?.[2] ?? worded?.[1]), since: 'boot', at });
      return 'parsed';
    },
  });
  return { records: { kind: 'kernel-counters', items }, ...account };
}
