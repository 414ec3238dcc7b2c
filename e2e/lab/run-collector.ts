import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { collectScript, english, readFlow } from '../../core/index.ts';
import { logAllNamespaces, makeNetwork, type Network } from './network.ts';
import { attempt, runBeside } from './run.ts';
import { twoNetworks } from './scenarios/two-networks.ts';

/** The shells that the script must run under. */
export const shells = {
  dash: ['dash'],
  bash: ['bash', '--posix'],
  busybox: ['busybox', 'ash'],
} as const;
export type Shell = keyof typeof shells;

/** How a router between `client` (10.71.0.2) and `server` (10.72.0.2) is set up. */
export interface RouterSetup {
  /** For `nft -f`. */
  readonly nft?: string;
  /** For iptables-legacy-restore. */
  readonly legacy?: string;
  /** For iptables-nft-restore. */
  readonly translated?: string;
  readonly sysctls?: readonly string[];
  /** Further addresses of the client, which it sends from. */
  readonly clientHas?: readonly string[];
  /** Commands for ip(8). */
  readonly ip?: readonly string[];
}

/** A router that is set up, with all namespaces logging; `work` is given it, then it is taken away. */
export async function withRouter<T>(setup: RouterSetup, work: (network: Network) => Promise<T>): Promise<T> {
  const allBefore = readFileSync('/proc/sys/net/netfilter/nf_log_all_netns', 'utf8');
  logAllNamespaces('1');
  const network = makeNetwork(twoNetworks);
  try {
    network.up();
    network.setSysctls('router', setup.sysctls ?? []);
    for (const address of setup.clientHas ?? [])
      network.exec('client', 'ip', 'addr', 'add', address, 'dev', 'lo');
    for (const command of setup.ip ?? []) network.exec('router', 'ip', ...command.split(' '));
    if (setup.nft !== undefined) network.feed('router', setup.nft, 'nft', '-f', '-');
    if (setup.legacy !== undefined) network.feed('router', setup.legacy, 'iptables-legacy-restore');
    if (setup.translated !== undefined) network.feed('router', setup.translated, 'iptables-nft-restore');
    return await work(network);
  } finally {
    network.remove();
    logAllNamespaces(allBefore);
  }
}

/** A run of the script in the router. */
export interface CollectorRun {
  readonly child: ChildProcess;
  /** Resolves when the script says that it traces; rejects where it ends without. */
  readonly tracing: Promise<void>;
  /** Resolves with the exit status, null after a signal, and what it printed. */
  readonly ended: Promise<{ readonly status: number | null; readonly out: string; readonly err: string }>;
}

/** Starts the script for a flow; it writes `folder/bundle.tar.gz`. */
export function startCollector(
  network: Network,
  folder: string,
  flow: string,
  shell: Shell,
  seconds = 4,
): CollectorRun {
  const script = join(folder, 'collect.sh');
  const selector = readFlow(flow);
  if ('wrong' in selector) throw new Error(`no flow: ${flow}`);
  const collection = { flow: selector, seconds, packets: null, trace: true, missing: [] };
  writeFileSync(script, collectScript(collection, english));
  const output = join(folder, 'bundle.tar.gz');
  const words = network.execArguments('router', ...shells[shell], script, '--output', output);
  const child = spawn('ip', words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const printed = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (printed.out += chunk.toString()));
  const tracing = new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      printed.err += chunk.toString();
      if (printed.err.includes('let it happen now')) resolve();
    });
    child.once('close', () => reject(new Error(`nothing was traced: ${printed.err}`)));
  });
  tracing.catch(() => {});
  const ended = new Promise<{ status: number | null; out: string; err: string }>((resolve) => {
    child.once('close', (status) => resolve({ status, ...printed }));
  });
  return { child, tracing, ended };
}

/** Runs the script to its end, with some packets of a probe on their way meanwhile. */
export async function collect(
  network: Network,
  folder: string,
  flow: string,
  shell: Shell,
  probe: readonly string[],
): Promise<{ readonly status: number | null; readonly out: string; readonly err: string }> {
  const run = startCollector(network, folder, flow, shell);
  await run.tracing;
  await wait(300);
  await runBeside('ip', network.execArguments('client', ...probe)).catch(() => {});
  return run.ended;
}

/** All that the script might leave behind in the router: rules and chains of all backends, without counters. */
export function rulesOf(network: Network): string {
  const commands = [
    ['nft', 'list', 'ruleset'],
    ['iptables-legacy-save'],
    ['iptables-nft-save'],
    ['cat', '/proc/sys/net/netfilter/nf_log/2'],
  ];
  return (
    commands
      .map((command) => {
        const shown = attempt('ip', network.execArguments('router', ...command));
        return 'error' in shown
          ? ''
          : shown.output.replaceAll(/^#.*\n|counter packets \d+ bytes \d+|\[\d+:\d+\]/gm, '');
      })
      // An empty table that the kernel made may remain.
      .map((text) => text.replace(/\*raw\n:PREROUTING ACCEPT \n:OUTPUT ACCEPT \nCOMMIT\n/, ''))
      .join('\n')
  );
}

/** Sends a few packets from a plain program. */
export function send(protocol: 'tcp' | 'udp', to: string, port: number, source?: string): readonly string[] {
  const kind = protocol === 'tcp' ? 'SOCK_STREAM' : 'SOCK_DGRAM';
  const bind = source === undefined ? '' : `s.bind(('${source}', 0));`;
  const go = protocol === 'tcp' ? `s.connect(('${to}', ${port}))` : `s.sendto(b'x', ('${to}', ${port}))`;
  return [
    'python3',
    '-c',
    [
      'import socket, time',
      // The reverse path filter refuses ARP from a foreign address as well: the gateway must be known before.
      ...(source === undefined
        ? []
        : [
            `socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('${to}', ${port})); time.sleep(0.2)`,
          ]),
      'for i in range(4):',
      `  s = socket.socket(socket.AF_INET, socket.${kind}); s.settimeout(0.2); ${bind}`,
      '  try:',
      `    ${go}`,
      '  except OSError: pass',
      '  time.sleep(0.1)',
    ].join('\n'),
  ];
}
