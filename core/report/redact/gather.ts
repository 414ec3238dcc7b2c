import type { AddressValue } from '../../kernel/address.ts';
import type { Analysis } from '../../model/analysis.ts';
import { splitAddresses } from './address-words.ts';
import { type GatheredAddresses } from './address-map.ts';
import { type Bits, bitsOf } from './bits.ts';
import type { Mac } from './mac-map.ts';
import { isRangeItself } from './special-ranges.ts';

/** All that must not leave the house, as far as the bundle's files show it. */
export interface Gathered extends GatheredAddresses {
  readonly hosts: ReadonlySet<string>;
}

/** Logs of gigabytes are not read again: their trace lines' addresses are known, and that is what is shown of them. */
const mostLogLines = 400_000;

/** Reads all files of some analyses for addresses, MACs and host names. */
export async function gather(analyses: readonly Analysis[]): Promise<Gathered> {
  const addresses = new Set<AddressValue>();
  const networks = new Set<Bits>();
  const macs = new Set<Mac>();
  const hosts = new Set<string>();
  const host = (name: string | null | undefined): void => {
    if (name !== null && name !== undefined && name !== '') hosts.add(name);
  };

  for (const analysis of analyses) {
    for (const { name } of analysis.hosts) host(name);
    for (const each of analysis.rulesets) host(each.host);
    for (const place of analysis.events.places) host(place.host);
    for (const name of analysis.events.names) text(name);
    for (const { path, host: owner, kind, lines } of analysis.artifacts) {
      host(owner);
      text(path);
      if (kind === 'archive' || kind === 'binary') continue;
      const count = lines.parsed + lines.notOurs + lines.notModelled + lines.malformed;
      for (const line of await analysis.texts.lines(path, 1, Math.min(count, mostLogLines))) text(line);
    }
  }
  return { addresses, networks, macs, hosts };

  function text(line: string): void {
    for (const piece of splitAddresses(line)) {
      if (typeof piece === 'string' || piece.kind === 'reverse') continue;
      if (piece.kind === 'macs') for (const mac of piece.macs) macs.add(mac);
      else {
        addresses.add(piece.value);
        network(piece.value, piece.length);
      }
    }
    for (const name of hostsNamedIn(line)) host(name);
  }

  function network(value: AddressValue, length: number | null): void {
    if (typeof value !== 'number' || length === null || length < 16 || length > 30) return;
    const prefix = bitsOf(value).slice(0, length);
    if (isRangeItself(prefix, 32)) return;
    networks.add(prefix);
    addresses.add(Number.parseInt(prefix.padEnd(32, '0'), 2));
    addresses.add(Number.parseInt(prefix.padEnd(32, '1'), 2));
  }
}

/**
 * Host names by where they stand:
 *
 *   Nov 21 06:36:49 fw1 sshd[1]: ...         a line of syslog, in either style of stamp
 *   "_HOSTNAME":"fw1"                        journalctl -o json
 *   root@fw1:~# ip rule                      a prompt
 *   kernel.hostname = fw1                    sysctl -a
 *   Linux fw1 5.10.0 #1 SMP                  uname -a
 *   db01.customer.example                    a name with a domain that such names have
 */
function hostsNamedIn(line: string): readonly string[] {
  return patterns.flatMap((pattern) => Array.from(line.matchAll(pattern), (match) => match[1] ?? ''));
}

const patterns = [
  /^(?:<\d+>\d?\s*)?[A-Z][a-z]{2} [ \d]\d(?: \d{4})? \d\d:\d\d:\d\d(?:\.\d+)? ([A-Za-z][\w.-]*) [\w./()-]+(?:\[\d+\])?:/g,
  /^(?:<\d+>\d?\s*)?\d{4}-\d\d-\d\d[T ][\d:.,]+\S* ([A-Za-z][\w.-]*) [\w./()-]+(?:\[\d+\])?[: ]/g,
  /"_HOSTNAME"\s*:\s*"([^"]{1,255})"/g,
  /(?:^|\s|\[)[a-z_][\w-]*@([A-Za-z][\w.-]*)(?=[:\s~\]])/g,
  /^kernel\.(?:hostname|domainname) = ([A-Za-z][\w.-]*)$/g,
  /^Linux ([A-Za-z][\w.-]*) \d+\.\d+/g,
  /(?<![\w.-])((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:com|net|org|edu|gov|mil|int|arpa|io|dev|app|cloud|biz|eu|de|at|ch|uk|fr|nl|be|dk|se|no|fi|es|it|pl|cz|us|ca|br|in|cn|jp|au|ru|local|lan|internal|intern|corp|home|localdomain|example|test|invalid))(?![\w-])/gi,
];
