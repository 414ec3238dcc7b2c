import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { SimulatedWay } from '../../core/model/simulation.ts';
import { noFacts } from '../../core/kernel/match/match-facts.ts';
import { simulate } from '../../core/simulate/simulate.ts';
import { readHost } from './compare.ts';
import type { Counted } from './count-rules.ts';
import { countRules } from './count-rules.ts';
import { loadRuleset } from './load-ruleset.ts';
import { makeNamespace } from './namespace.ts';
import { arrivals, briefly, namespace, onlyWay, own, type Probe, wrongEgress } from './probe.ts';
import type { Random } from './random.ts';
import { seededRandom } from './random.ts';
import { addRoutes, makeRouter, ports } from './random-router.ts';
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
        const host = { tables, network, inSet: noFacts.inSet, routed: null, conntrack: [] };
        const { ways } = simulate(host, packet);
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
  const way = onlyWay(ways);
  if (typeof way === 'string') return way;
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
    return `${JSON.stringify(way.end)}\n  simulated ${simulated.join(' ')}\n  the kernel ${kernel.join(' ')}`;
  return wrongEgress(way, seen);
}

function isOwnOutput(step: SimulatedWay['steps'][number]): boolean {
  return step.kind === 'step' && step.chain === 'OUTPUT';
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
