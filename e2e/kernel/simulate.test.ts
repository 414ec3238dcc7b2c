import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { MatchPacket } from '../../core/kernel/match/match-packet.ts';
import type { SimulatedWay } from '../../core/model/simulation.ts';
import { simulate } from '../../core/simulate/simulate.ts';
import { readHost } from './compare.ts';
import type { Counted, SentPacket } from './count-rules.ts';
import { countRules } from './count-rules.ts';
import { etherFrame, ipPacket } from './frame.ts';
import { loadRuleset } from './load-ruleset.ts';
import type { Namespace } from './namespace.ts';
import { makeNamespace } from './namespace.ts';
import type { Random } from './random.ts';
import { seededRandom } from './random.ts';
import { addRoutes, makeRouter, ports, randomArrival, randomOwn, routerMac } from './random-router.ts';
import { randomOutputRuleset, randomRuleset } from './random-ruleset.ts';

/** Rulesets per test, and packets for each; `SIMULATE_RULESETS=200` looks longer, `SIMULATE_SEED` elsewhere. */
const rulesets = Number(process.env['SIMULATE_RULESETS'] ?? 10);
const firstSeed = Number(process.env['SIMULATE_SEED'] ?? 1);
const packetsPerRuleset = 120;

const reason = whyImpossible();
if (reason) console.log(`comparison of simulated packets with the kernel skipped: ${reason}`);

describe.skipIf(reason)('the way through this machine’s iptables-legacy', () => {
  it('is simulated for packets that come in', { timeout: 600_000 }, () => {
    expect(compareRulesets((random) => randomRuleset(random, 'used'), arrivals)).toEqual([]);
  });

  it('is simulated where nothing needs conntrack', { timeout: 600_000 }, () => {
    expect(compareRulesets((random) => randomRuleset(random, 'passive'), arrivals)).toEqual([]);
  });

  it('is simulated for packets that the host sends', { timeout: 600_000 }, () => {
    expect(compareRulesets(randomOutputRuleset, own)).toEqual([]);
  });
});

/** A packet, and how it is sent. */
interface Probe {
  readonly packet: MatchPacket;
  readonly sent: SentPacket;
}

function arrivals(random: Random): Probe {
  const { port, ...packet } = randomArrival(random);
  return { packet, sent: { port, frame: etherFrame(packet, routerMac(port)).toString('hex') } };
}

function own(random: Random): Probe {
  const packet = randomOwn(random);
  return { packet, sent: { local: true, frame: ipPacket(packet).toString('hex') } };
}

function compareRulesets(
  makeRuleset: (random: Random) => string,
  makeProbe: (random: Random) => Probe,
): string[] {
  return Array.from({ length: rulesets }, (_, index) => firstSeed + index).flatMap((seed) => {
    const random = seededRandom(seed);
    const [routerName, outsideName] = [`netopsy-sim-${process.pid}`, `netopsy-out-${process.pid}`];
    const [router, outside] = [namespace(routerName), namespace(outsideName)];
    try {
      makeRouter(router, outsideName);
      outside.batch(ports.map((port) => `link set ${port} up arp off`));
      addRoutes(router);
      const tables = loadRuleset(routerName, makeRuleset(random));
      const probes = Array.from({ length: packetsPerRuleset }, () => makeProbe(random));
      const counted = countRules(
        routerName,
        outsideName,
        ports,
        probes.map(({ sent }) => sent),
      );
      const network = readHost(router);
      return probes.flatMap(({ packet }, index) => {
        const { ways } = simulate({
          tables,
          network,
          packet,
          inSet: () => 'unknown',
          routed: null,
          conntrack: [],
        });
        const found = difference(ways, counted[index] ?? { counts: [], seen: [] });
        return found === null ? [] : [`seed ${seed}: ${briefly(packet)}: ${found}`];
      });
    } finally {
      router.remove();
      outside.remove();
    }
  });
}

/** Null where exactly one way is left, its steps are what counted, and the packet came out as foreseen. */
function difference(ways: readonly SimulatedWay[], { counts, seen }: Counted): string | null {
  const [way, ...others] = ways;
  // There is one connection at a time, so every port is free.
  const assumes = way?.assumes.filter((says) => !says.startsWith('no other connection to ')) ?? [];
  if (way === undefined || others.length > 0 || assumes.length > 0)
    return `not decided: ${ways.map(({ disposition, assumes }) => `${disposition} (${assumes.join(', ')})`).join('; ')}`;
  // What the router answers counts in raw/OUTPUT alone, and that only where packets come in.
  const kernel = counts
    .filter(([table, chain]) => way.steps.some(isOwnOutput) || !(table === 'raw' && chain === 'OUTPUT'))
    .flatMap(([table, chain, number, packets]) =>
      Array.from({ length: packets }, () => `${table}/${chain}:${number}`),
    );
  const simulated = way.steps.flatMap((step) =>
    step.kind === 'step' ? [`${step.table}/${step.chain}:${step.number}`] : [],
  );
  if (kernel.toSorted().join() !== simulated.toSorted().join())
    return `${way.summary}\n  simulated ${simulated.join(' ')}\n  the kernel ${kernel.join(' ')}`;
  const came = seen.map(([port, packet]) => `${port} ${headerOf(Buffer.from(packet, 'hex'))}`).join();
  const foreseen = way.egress === null ? '' : egressOf(way.egress);
  return came === foreseen ? null : `${way.summary}: came out as "${came}", foreseen was "${foreseen}"`;
}

function isOwnOutput(step: SimulatedWay['steps'][number]): boolean {
  return step.kind === 'step' && step.chain === 'OUTPUT';
}

function egressOf({
  interface: device,
  src,
  dst,
  sport,
  dport,
}: NonNullable<SimulatedWay['egress']>): string {
  return `p${device?.slice(1)} ${src} ${sport ?? '-'} ${dst} ${dport ?? '-'}`;
}

function headerOf(packet: Buffer): string {
  const address = (at: number): string => [...packet.subarray(at, at + 4)].join('.');
  const hasPorts = packet[9] === 6 || packet[9] === 17;
  const port = (at: number): string => (hasPorts ? String(packet.readUInt16BE(at)) : '-');
  return `${address(12)} ${port(20)} ${address(16)} ${port(22)}`;
}

function briefly({
  protocol,
  src,
  dst,
  sport,
  dport,
  inInterface,
  tcpFlags,
  icmpType,
  ttl,
  tos,
  ecn,
}: MatchPacket): string {
  return `${protocol} ${src}:${sport} > ${dst}:${dport} in ${inInterface} flags ${tcpFlags} icmp ${icmpType} ttl ${ttl} tos ${tos} ecn ${ecn}`;
}

function namespace(name: string): Namespace {
  const made = makeNamespace(name);
  if ('impossible' in made) throw new Error(made.impossible);
  return made;
}

function whyImpossible(): string | null {
  for (const tool of ['iptables-legacy-restore', 'python3']) {
    const found = spawnSync(tool, ['--version'], { encoding: 'utf8' });
    if (found.error || found.status !== 0) return `no ${tool}`;
  }
  const trial = makeNamespace(`netopsy-trial-sim-${process.pid}`);
  if ('impossible' in trial) return trial.impossible;
  try {
    trial.ip('link', 'add', 'veth1', 'type', 'veth', 'peer', 'name', 'veth2');
    const loaded = spawnSync(
      'ip',
      ['netns', 'exec', `netopsy-trial-sim-${process.pid}`, 'iptables-legacy', '-t', 'nat', '-S'],
      {
        encoding: 'utf8',
      },
    );
    return loaded.status === 0 ? null : loaded.stderr.trim();
  } catch (error) {
    return String(error);
  } finally {
    trial.remove();
  }
}
