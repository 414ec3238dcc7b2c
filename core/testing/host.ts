import type { Table } from '../model/ruleset.ts';
import { iptablesSave } from '../parse/rules/iptables/iptables-save.ts';
import { nftRuleset } from '../parse/rules/nft/nft-ruleset.ts';
import { type Analysed, analysed, type DrawnStep, packet, stamped } from './drawn-log.ts';

/**
 * The bundle of one host, drawn in a test. Each call gives a new host that has what the one before had, and more:
 *
 *   await host().rules(':FORWARD DROP', '-A FORWARD -p udp -j ACCEPT').log(`in ${packet()}`).analysed()
 */
export interface DrawnHost {
  readonly files: Readonly<Record<string, string>>;
  /**
   * Lines of iptables-save, with counters or without, tables by `*name`; those before the first are of filter. Chains that
   * rules stand in need no line of their own: built-in ones have the policy ACCEPT.
   */
  rules(...lines: readonly string[]): DrawnHost;
  /** What `nft list ruleset` prints. */
  nft(...lines: readonly string[]): DrawnHost;
  /** Forwards between eth0 (10.1.0.1/24) and eth1 (10.2.0.1/24), rp_filter on; `routes` are further lines of `ip route`. */
  router(...routes: readonly string[]): DrawnHost;
  /** Lines of the kernel log without their clock. Each call begins a second after the one before. */
  log(...lines: readonly string[]): DrawnHost;
  /** The same for lines of TRACE: where, and what is different from a SYN of 10.1.0.2 to 10.2.0.2 port 80. */
  trace(...lines: readonly DrawnStep[]): DrawnHost;
  file(path: string, ...lines: readonly string[]): DrawnHost;
  analysed(): Promise<Analysed>;
  /** What the rules come to when they are parsed. */
  tables(): readonly Table[];
}

export function host(): DrawnHost {
  return drawn({}, 0);
}

const LOG = 'kern.log';
const IPTABLES = 'iptables-save.txt';
const NFT = 'nft-ruleset.txt';

/** `logs`: how many pieces of the log there are. */
function drawn(files: Readonly<Record<string, string>>, logs: number): DrawnHost {
  const withFiles = (more: Readonly<Record<string, string>>): DrawnHost => drawn({ ...files, ...more }, logs);
  const log = (lines: readonly string[]): DrawnHost => {
    const text = (files[LOG] ?? '') + stamped(lines, 100 + logs);
    return drawn({ ...files, [LOG]: text }, logs + 1);
  };
  return {
    files,
    rules: (...lines) => withFiles({ [IPTABLES]: (files[IPTABLES] ?? '') + savedTables(lines) }),
    nft: (...lines) => withFiles({ [NFT]: joinedLines(lines) }),
    router: (...routes) => withFiles(routerFiles(routes)),
    log: (...lines) => log(lines),
    trace: (...lines) => log(lines.map(([place, fields]) => `TRACE: ${place} ${packet(fields)}`)),
    file: (path, ...lines) => withFiles({ [path]: joinedLines(lines) }),
    analysed: () => analysed(files),
    tables: () => [
      ...tablesOf(iptablesSave.parse((files[IPTABLES] ?? '').split('\n'), IPTABLES).records),
      ...tablesOf(nftRuleset.parse((files[NFT] ?? '').split('\n'), NFT).records),
    ],
  };
}

function tablesOf(records: ReturnType<typeof iptablesSave.parse>['records']): readonly Table[] {
  return records?.kind === 'rulesets' ? records.items.flatMap(({ tables }) => tables) : [];
}

function joinedLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

interface SavedTable {
  /** Of each chain its policy and counter. */
  readonly chains: Map<string, string>;
  readonly rules: string[];
}

const builtIn = /^(?:PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING)$/;

function savedTables(lines: readonly string[]): string {
  const tables = new Map<string, SavedTable>();
  let table = 'filter';
  for (const line of lines) {
    const [first = '', second = '', counter = '[0:0]'] = line.replace(/^\[\d+:\d+\] /, '').split(' ');
    if (first.startsWith('*')) table = first.slice(1);
    const { chains, rules } = tables.get(table) ?? { chains: new Map<string, string>(), rules: [] };
    tables.set(table, { chains, rules });
    if (first.startsWith(':')) chains.set(first.slice(1), `${second} ${counter}`);
    if (first !== '-A') continue;
    if (!chains.has(second)) chains.set(second, builtIn.test(second) ? 'ACCEPT [0:0]' : '- [0:0]');
    rules.push(line);
  }
  return Array.from(tables, ([name, { chains, rules }]) =>
    joinedLines([
      `*${name}`,
      ...Array.from(chains, ([chain, rest]) => `:${chain} ${rest}`),
      ...rules,
      'COMMIT',
    ]),
  ).join('');
}

function routerFiles(routes: readonly string[]): Readonly<Record<string, string>> {
  const devices = [
    ['eth0', '10.1.0'],
    ['eth1', '10.2.0'],
  ] as const;
  return {
    'ip-rule.txt': joinedLines(['0:\tfrom all lookup local', '32766:\tfrom all lookup main']),
    'ip-route.txt': joinedLines([
      ...devices.map(([dev, net]) => `${net}.0/24 dev ${dev} proto kernel scope link src ${net}.1`),
      ...routes,
      ...devices.map(
        ([dev, net]) => `local ${net}.1 dev ${dev} table local proto kernel scope host src ${net}.1`,
      ),
    ]),
    'ip-addr.txt': joinedLines(
      devices.flatMap(([dev, net], index) => [
        `${index + 2}: ${dev}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000`,
        `    link/ether 52:54:00:00:00:0${index + 1} brd ff:ff:ff:ff:ff:ff`,
        `    inet ${net}.1/24 scope global ${dev}`,
      ]),
    ),
    'sysctl.txt': joinedLines([
      'net.ipv4.ip_forward = 1',
      'net.ipv4.conf.all.forwarding = 1',
      'net.ipv4.conf.all.rp_filter = 1',
      ...devices.flatMap(([dev]) => [
        `net.ipv4.conf.${dev}.rp_filter = 1`,
        `net.ipv4.conf.${dev}.forwarding = 1`,
      ]),
    ]),
  };
}
