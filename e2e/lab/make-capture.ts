import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { bundleFiles, writeFiles } from './bundle.ts';
import { readCapture } from './capture-file.ts';
import { movedCounters } from './counters.ts';
import { recordDrops } from './drop-records.ts';
import { fatesOf } from './fates.ts';
import { ownMessages, readKernelMessages } from './kernel-messages.ts';
import type { KernelMessage } from './kernel-messages.ts';
import { writeLog } from './log-styles.ts';
import { logAllNamespaces, loopback, makeNetwork } from './network.ts';
import type { Network } from './network.ts';
import type { Flow } from './packet.ts';
import { iptablesNft, nft } from './rulesets/nftables.ts';
import { legacy, logPrefix } from './rulesets/legacy.ts';
import type { RulesetKind } from './rulesets/ruleset-kind.ts';
import { attempt, start, startSilent, stop } from './run.ts';
import { logStyles } from './scenario.ts';
import type { Probe, Variant } from './scenario.ts';
import { sendAll, startListeners, startQueueReader } from './traffic.ts';
import { judge } from './truth.ts';
import { untranslation } from './translations.ts';

/** Runs a variant and writes `bundle/` and `truth.json` into `folder`; what speaks against the truth, empty for a sound one. */
export async function makeCapture(
  name: string,
  title: string,
  variant: Variant,
  folder: string,
): Promise<readonly string[]> {
  const undo: (() => unknown)[] = [];
  const kind = rulesetKinds[variant.backend ?? 'legacy'];
  const interrupted = (): void => void undoAll(undo).then(() => process.exit(130));
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  const later = <T extends { close(): void }>(thing: T): T => (undo.push(() => thing.close()), thing);
  try {
    const allBefore = readFileSync('/proc/sys/net/netfilter/nf_log_all_netns', 'utf8');
    logAllNamespaces('1');
    undo.push(() => logAllNamespaces(allBefore));
    const network = makeNetwork(variant);
    undo.push(() => network.remove());
    const pcaps = mkdtempSync(join(tmpdir(), 'netopsy-lab-'));
    undo.push(() => rmSync(pcaps, { recursive: true }));
    const drops = recordDrops((variant.bridges ?? []).map(({ dev }) => dev));
    later(drops);
    const interfaces = [
      ...network.devices.values(),
      ...(variant.bridges ?? []).map(({ dev }) => dev),
      loopback.name,
    ];
    const pcap = join(pcaps, 'any.pcap');
    const capture = await startCapture(network, pcap);
    undo.push(() => stop(capture));
    prepare(network, variant, kind);
    if (variant.listeners)
      for (const server of await startListeners(network, variant.listeners)) undo.push(() => stop(server));
    if (variant.queueReaders) {
      const reader = await startQueueReader(network, variant.queueReaders);
      undo.push(() => stop(reader));
    }

    const kernel = later(readKernelMessages());
    const monitors = await startMonitors(network, kind);
    undo.push(() => monitors.stop());
    const before = kind.counters(network);
    const dumpsBefore = variant.dumpsBefore ? kind.dumps(network) : [];
    const sent = await sendAll(network, variant, kernel.drain);
    await wait(variant.settleMs ?? 150);
    kernel.drain();
    const after = kind.counters(network);
    const queues = network.exec('router', 'cat', '/proc/net/netfilter/nfnetlink_queue');
    for (const command of variant.afterwards ?? []) network.exec('router', 'sh', '-c', command);
    const dumps = kind.dumps(network);
    const conntrack = network.exec('router', 'conntrack', '-L');
    const dropped = drops.finish();
    await stop(capture);
    const traces = await monitors.stop();

    const fates = fatesOf(readCapture(readFileSync(pcap)), dropped, {
      devices: network.devices,
      ports: new Set(variant.links.filter(({ bridge }) => bridge !== undefined).map(({ dev }) => dev)),
      defragments: variant.defragments === true,
      untranslated: untranslation(conntrack, network.exec('router', 'ip', '-o', '-4', 'addr')),
    });
    const log = ownMessages(kernel.messages, interfaces);
    const moved = movedCounters(before, after);
    const route = (flow: Flow, ingress: string, probe: Probe | undefined): string =>
      askRoute(network, flow, ingress, probe);
    const { probes, faults } = judge(
      { fates, rules: after, moved, sent, localDrops: dropped.local, route },
      variant.probes.flat(),
      variant,
      (ingress) => (ingress === null ? variant.trace?.out !== false : isTraced(variant, ingress)),
    );
    const traced = moved.filter(kind.isTracing).reduce((sum, { packets }) => sum + packets, 0);
    const over = probes.reduce((sum, { packets_sent }) => sum + packets_sent, 0);
    const style =
      variant.logStyle ??
      logStyles[[...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % logStyles.length] ??
      'dmesg';
    const bootTime = Date.now() - Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000;
    mkdirSync(folder, { recursive: true });
    rmSync(join(folder, 'bundle'), { recursive: true, force: true });
    const files = new Map([
      ...bundleFiles(network, pcap, variant.summary),
      ['conntrack.txt', conntrack],
      ...dumps,
      ...traces,
      ['kern.log', writeLog(withLosses(log, variant.losesEvery), style, 'lab-router', bootTime)],
    ]);
    if (variant.ebtables !== undefined)
      files.set('ebtables-save.txt', network.exec('router', 'ebtables-nft-save'));
    for (const [name, text] of dumpsBefore) files.set(name.replace('.', '-before.'), text);
    if (queues !== '') files.set('nfnetlink_queue.txt', queues);
    if (variant.sets !== undefined) files.set('ipset-save.txt', network.exec('router', 'ipset', 'save'));
    writeFiles(join(folder, 'bundle'), files);
    const found = [
      ...faults,
      ...(kernel.lost() ? ['the kernel log lost lines'] : []),
      ...(traced === over || kind.tracer === 'log-prefix'
        ? []
        : [`${traced} packets hit a TRACE rule, the flows have ${over}`]),
    ];
    const truth = {
      scenario: name,
      title,
      notes: variant.notes,
      tracer: kind.tracer,
      family: 'ipv4',
      log_style: style,
      counters: moved.map(({ counts: _, ...counter }) => ({ family: 'ipv4', ...counter })),
      traced_packets: over,
      probes,
      ...(found.length > 0 ? { doubts: found } : {}),
    };
    writeFiles(folder, new Map([['truth.json', `${JSON.stringify(truth, null, 1)}\n`]]));
    return found;
  } finally {
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
    await undoAll(undo);
  }
}

/** Last made, first taken away; a step that fails hinders none of the others. */
async function undoAll(undo: readonly (() => unknown)[]): Promise<void> {
  for (const step of undo.toReversed()) {
    try {
      await step();
    } catch (error) {
      console.error(String(error));
    }
  }
}

function startCapture(network: Network, file: string): ReturnType<typeof start> {
  const options = [
    '-Z',
    'root',
    '-n',
    '-U',
    '--immediate-mode',
    '-s',
    '2048',
    '-B',
    '16384',
    '-i',
    'any',
    '-y',
    'LINUX_SLL2',
    '--time-stamp-precision=nano',
  ];
  return start('ip', network.execArguments('router', 'tcpdump', ...options, '-w', file), /listening on/);
}

function prepare(network: Network, variant: Variant, kind: RulesetKind): void {
  network.up();
  network.setSysctls('router', variant.sysctls ?? []);
  for (const command of variant.ip ?? []) network.exec('router', 'ip', ...command.split(' '));
  if (variant.sets !== undefined) network.feed('router', variant.sets, 'ipset', 'restore');
  for (const command of variant.also ?? []) network.exec('router', 'sh', '-c', command);
  kind.load(network, variant);
  for (const command of variant.ebtables ?? []) network.exec('router', 'ebtables-nft', ...command);
}

const rulesetKinds = { legacy, log: logPrefix, nft, 'iptables-nft': iptablesNft } as const;

/** The monitors of a kind of ruleset; `stop` gives what each printed, by the name of its file. */
async function startMonitors(
  network: Network,
  { monitors }: RulesetKind,
): Promise<{ stop(): Promise<ReadonlyMap<string, string>> }> {
  const running = Object.entries(monitors).map(([file, command]) => ({
    file,
    ...startSilent('ip', network.execArguments('router', ...command)),
  }));
  if (running.length > 0) await wait(500);
  return {
    async stop() {
      if (running.length > 0) await wait(200);
      for (const { child } of running) await stop(child);
      return new Map(running.map(({ file, printed }) => [file, printed()]));
    },
  };
}

const isTraced = ({ trace }: Variant, ingress: string): boolean =>
  trace?.in === undefined || trace.in === 'all' || trace.in.includes(ingress);

function askRoute(
  network: Network,
  { src, dst, proto, sport, dport }: Flow,
  ingress: string,
  probe: Probe | undefined,
): string {
  const ports =
    typeof sport !== 'number' ? [] : ['ipproto', proto, 'sport', String(sport), 'dport', String(dport)];
  const question = [
    'route',
    'get',
    probe?.routedTo ?? dst,
    'from',
    src,
    'iif',
    ingress,
    ...(probe?.mark === undefined ? [] : ['mark', String(probe.mark)]),
    ...(probe?.tos === undefined ? [] : ['tos', `0x${probe.tos.toString(16)}`]),
    ...ports,
  ];
  const answer = attempt('ip', network.execArguments('router', 'ip', ...question));
  return 'error' in answer ? answer.error : answer.output;
}

/** As a logger under load loses them. */
function withLosses(log: readonly KernelMessage[], every: number | undefined): readonly KernelMessage[] {
  return every === undefined ? log : log.filter((_, index) => (index + 1) % every !== 0);
}
