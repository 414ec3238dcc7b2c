import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { type Analysis, analyze, commandLine, type Fixer, fixer } from '../../core/index.ts';
import { sourcesOf } from '../../electron/cli/sources.ts';
import { networkFiles, writeFiles } from './bundle.ts';
import { ownMessages, readKernelMessages } from './kernel-messages.ts';
import { writeLog } from './log-styles.ts';
import { logAllNamespaces, loopback, makeNetwork, type Network } from './network.ts';
import { attempt, startSilent, stop } from './run.ts';
import type { Probe } from './scenario.ts';
import { clientAndServer } from './situations/client-and-server.ts';
import type { Situation } from './situations/situation.ts';
import { type Arrivals, sendProbe, watchArrivals } from './traffic.ts';

type FixedDeadEnd = ReturnType<Fixer['fixDeadEnd']>;

/** What became of a situation's packets before and after the first proposal was carried out. */
export interface CarriedOut {
  /** Of the dead end that the dead packets are in; null where they are in none. */
  readonly fixed: FixedDeadEnd | null;
  /** As typed. */
  readonly commands: readonly string[];
  /** What the real tools said against them. */
  readonly refused: readonly string[];
  /** Where each packet came to, `server udp 4001 53 10.62.0.2`: the dead one's, then the controls'. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Makes the router of a situation, captures its packets, asks `fix`, does what it says first, and sends them again. */
export async function carryOutFix(situation: Situation, folder: string): Promise<CarriedOut> {
  const allBefore = readFileSync('/proc/sys/net/netfilter/nf_log_all_netns', 'utf8');
  logAllNamespaces('1');
  const links = situation.links ?? clientAndServer;
  const network = makeNetwork({ links });
  const names = ['router', ...new Set(links.map(({ peer }) => peer))];
  try {
    setUp(network, names, situation);
    const watched = await watchArrivals(network, names);
    try {
      const before = await capture(network, situation, folder, watched);
      const analysis = await analyze(await sourcesOf([folder]));
      const fixed = fixedDeadEnd(analysis, situation.dead);
      const commands = fixed?.fixes[0]?.commands.map(commandLine) ?? [];
      const refused = commands.flatMap((command) => typed(network, situation, command));
      const after = await sent(network, [situation.dead, ...situation.controls], watched);
      return { fixed, commands, refused, before, after };
    } finally {
      await watched.stop();
    }
  } finally {
    network.remove();
    logAllNamespaces(allBefore);
  }
}

function setUp(network: Network, names: readonly string[], situation: Situation): void {
  const { rules, sysctls = [], ip = [], also = [], client = [], sets, family } = situation;
  // Nobody asks who else has an IPv6 address, so that it can be used at once.
  const ipv6 = 'for each in /proc/sys/net/ipv6/conf/*; do echo 0 > $each/accept_dad; echo 0 > $each/disable_ipv6; done'; // prettier-ignore
  for (const name of names) network.exec(name, 'sh', '-c', ipv6);
  network.up();
  if (family === 'ipv6') {
    network.setSysctls('router', ['net.ipv6.conf.all.forwarding=1']);
    network.exec('router', 'sh', '-c', 'echo nf_log_ipv6 > /proc/sys/net/netfilter/nf_log/10');
    network.exec('client', 'ip', 'route', 'add', 'default', 'via', '2001:db8:61::1');
    network.exec('server', 'ip', 'route', 'add', 'default', 'via', '2001:db8:62::1');
  }
  network.setSysctls('router', sysctls);
  for (const command of ip) network.exec('router', 'ip', ...command.split(' '));
  if (sets !== undefined) network.feed('router', sets, 'ipset', 'restore');
  if (rules.nft !== undefined || rules.translated !== undefined) network.feed('router', nftTracing, 'nft', '-f', '-'); // prettier-ignore
  if (rules.nft !== undefined) network.feed('router', rules.nft, 'nft', '-f', '-');
  if (rules.translated !== undefined) network.feed('router', rules.translated, 'iptables-nft-restore');
  if (rules.legacy !== undefined)
    network.feed('router', `${rules.legacy.trim()}\n`, 'iptables-legacy-restore');
  if (rules.legacy6 !== undefined) network.feed('router', `${rules.legacy6.trim()}\n`, 'ip6tables-legacy-restore'); // prettier-ignore
  for (const command of also) network.exec('router', 'sh', '-c', command);
  for (const command of client) network.exec('client', 'sh', '-c', command);
}

/** What comes in and what the router sends, traced by nft. */
const nftTracing = `table inet lab_trace {
  chain incoming { type filter hook prerouting priority raw - 50; iifname != "lo" meta nftrace set 1; }
  chain own { type filter hook output priority raw - 50; meta nftrace set 1; }
}
`;

/** Sends all packets once, and writes the bundle. */
async function capture(
  network: Network,
  { rules, before, dead, controls, sets }: Situation,
  folder: string,
  watched: Arrivals,
): Promise<readonly string[]> {
  for (const probe of before?.probes ?? []) await sendProbe(network, probe);
  for (const command of before?.then ?? []) network.exec('router', 'sh', '-c', command);
  for (const tool of legacyTools(rules))
    for (const words of ['PREROUTING ! -i lo', 'OUTPUT'])
      network.exec('router', tool, ...`-t raw -I ${words} -j TRACE`.split(' '));
  const isNft = rules.nft !== undefined || rules.translated !== undefined;
  const monitor = isNft
    ? startSilent('ip', network.execArguments('router', 'nft', 'monitor', 'trace'))
    : null;
  if (monitor !== null) await wait(400);
  const kernel = readKernelMessages();
  try {
    const arrived = await sent(network, [dead, ...controls], watched);
    kernel.drain();
    if (monitor !== null) await stop(monitor.child);
    const log = ownMessages(kernel.messages, [...network.devices.values(), loopback.name]);
    const bootTime = Date.now() - Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const shown = (program: string, ...args: string[]): string => network.exec('router', program, ...args);
    const files = new Map([
      ...networkFiles(network),
      ['ip-6-rule.txt', shown('ip', '-6', 'rule')],
      ['ip-6-route.txt', shown('ip', '-6', 'route', 'show', 'table', 'all')],
      ['conntrack.txt', shown('conntrack', '-L') + shown('conntrack', '-L', '-f', 'ipv6')],
      ['kern.log', writeLog(log, 'rsyslog', 'lab-router', bootTime)],
    ]);
    if (rules.legacy !== undefined) files.set('iptables-save.txt', shown('iptables-legacy-save', '-c'));
    if (rules.legacy6 !== undefined) files.set('ip6tables-save.txt', shown('ip6tables-legacy-save', '-c'));
    if (rules.translated !== undefined) files.set('iptables-nft-save.txt', shown('iptables-nft-save', '-c'));
    if (isNft) files.set('nft-ruleset.txt', shown('nft', '-a', 'list', 'ruleset'));
    if (monitor !== null) files.set('nft-trace.txt', monitor.printed());
    if (sets !== undefined) files.set('ipset-save.txt', shown('ipset', 'save'));
    writeFiles(folder, files);
    return arrived;
  } finally {
    kernel.close();
  }
}

function legacyTools({ legacy, legacy6 }: Situation['rules']): readonly string[] {
  return [
    ...(legacy === undefined ? [] : ['iptables-legacy']),
    ...(legacy6 === undefined ? [] : ['ip6tables-legacy']),
  ];
}

/** Where each of the packets came to, in the order in which they are given; `-` for one that came nowhere. */
async function sent(
  network: Network,
  probes: readonly Probe[],
  watched: Arrivals,
): Promise<readonly string[]> {
  const arrived: string[] = [];
  await watched.taken();
  for (const { kind, sport, dport, ...probe } of probes) {
    await sendProbe(network, { kind, sport, dport, ...probe });
    // A neighbour may have to be found first.
    await wait(100);
    const start = ` ${kind} ${kind.startsWith('icmp') ? dport : sport} `;
    const own = (await watched.taken()).filter((line) => line.includes(start));
    arrived.push([...new Set(own)].join('; ') || '-');
  }
  return arrived;
}

/** The answer for the dead end that has the most packets of the dead flow. */
function fixedDeadEnd(analysis: Analysis, { src, dst, kind, sport }: Probe): FixedDeadEnd | null {
  const { deadEnds } = analysis;
  const index = deadEnds.findIndex(({ flows }) =>
    flows.some(
      (flow) =>
        isSame(flow.src, src) &&
        isSame(flow.dst, dst) &&
        (kind.startsWith('icmp')
          ? flow.protocol.includes('icmp')
          : flow.protocol === kind && flow.sport === sport),
    ),
  );
  return index < 0 ? null : fixer(analysis).fixDeadEnd(index, null);
}

/** The kernel log writes IPv6 addresses out. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((each) => (each.includes(':') ? new URL(`http://[${each}]`).hostname : each)); // prettier-ignore
  return a === b;
}

/** What the real tool says against a command; nothing where it carries it out. */
function typed(network: Network, { rules }: Situation, command: string): readonly string[] {
  const real = rules.legacy === undefined && rules.legacy6 === undefined ? 'nft' : 'legacy';
  const line = command.replace(/^(ip6?tables) /, `$1-${real} `);
  const done = attempt('ip', network.execArguments('router', 'sh', '-c', line));
  return 'error' in done ? [`${line}: ${done.error}`] : [];
}
