import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Network } from './network.ts';

/** The files of a bundle that programs print, by name; all taken after the probes. */
export function bundleFiles(
  network: Network,
  pcap: string,
  summary: readonly string[] = ['-n', '-tttt'],
): ReadonlyMap<string, string> {
  const router = (program: string, ...args: string[]): string => network.exec('router', program, ...args);
  return new Map([...networkFiles(network), ['pcap-summary.txt', router('tcpdump', ...summary, '-r', pcap)]]);
}

/** What ip, sysctl and nstat print in the router. */
export function networkFiles(network: Network): ReadonlyMap<string, string> {
  const router = (program: string, ...args: string[]): string => network.exec('router', program, ...args);
  return new Map([
    ['ip-rule.txt', router('ip', 'rule')],
    ['ip-route.txt', router('ip', 'route', 'show', 'table', 'all')],
    ['ip-addr.txt', router('ip', 'addr')],
    ['ip-link.txt', router('ip', '-d', 'link')],
    ['ip-neigh.txt', router('ip', 'neigh')],
    ['sysctl.txt', router('sysctl', '-a', '-r', '^net\\.')],
    ['snmp.txt', router('nstat', '-az')],
  ]);
}

export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
}
