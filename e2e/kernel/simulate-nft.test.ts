import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import type { Table } from '../../core/model/ruleset.ts';
import type { SimulatedWay } from '../../core/model/simulation.ts';
import { nftRuleset } from '../../core/parse/rules/nft/nft-ruleset.ts';
import { noFacts } from '../../core/kernel/match/match-facts.ts';
import { simulate } from '../../core/simulate/simulate.ts';
import { readHost } from './compare.ts';
import type { Counted } from './count-rules.ts';
import { countRules } from './count-rules.ts';
import { makeNamespace } from './namespace.ts';
import { arrivals, briefly, namespace, onlyWay, own, type Probe, wrongEgress } from './probe.ts';
import { randomNftRuleset, type Way } from './random-nft-ruleset.ts';
import type { Random } from './random.ts';
import { seededRandom } from './random.ts';
import { addRoutes, makeRouter, ports } from './random-router.ts';

/** Rulesets per test, and packets for each; `SIMULATE_RULESETS=200` looks longer, `SIMULATE_SEED` elsewhere. */
const rulesets = Number(process.env['SIMULATE_RULESETS'] ?? 3);
const firstSeed = Number(process.env['SIMULATE_SEED'] ?? 1);
const packetsPerRuleset = 120;

const reason = whyImpossible();
if (reason) console.log(`comparison of simulated packets with nftables skipped: ${reason}`);

describe.skipIf(reason)('the way through this machine’s nftables', () => {
  it('is simulated for packets that come in', { timeout: 600_000 }, () => {
    expect(compareRulesets('arriving', arrivals)).toEqual([]);
  });

  it('is simulated for packets that the host sends', { timeout: 600_000 }, () => {
    expect(compareRulesets('own', own)).toEqual([]);
  });
});

function compareRulesets(way: Way, makeProbe: (random: Random) => Probe): string[] {
  return Array.from({ length: rulesets }, (_, index) => firstSeed + index).flatMap((seed) => {
    const random = seededRandom(seed);
    const [routerName, outsideName] = [`netopsy-nft-${process.pid}`, `netopsy-nfo-${process.pid}`];
    const [router, outside] = [namespace(routerName), namespace(outsideName)];
    try {
      // What IPv6 sends by itself would count on the interfaces.
      outside.setSysctls(['net.ipv6.conf.all.disable_ipv6=1', 'net.ipv6.conf.default.disable_ipv6=1']);
      makeRouter(router, outsideName);
      outside.batch(ports.map((port) => `link set ${port} up arp off`));
      addRoutes(router);
      const tables = loadRuleset(routerName, randomNftRuleset(random, way));
      const probes = Array.from({ length: packetsPerRuleset }, () => makeProbe(random));
      const sent = probes.map((probe) => probe.sent);
      const counted = countRules(routerName, outsideName, ports, sent, 'nft');
      const network = readHost(router);
      const counting = countingRules(tables);
      return probes.flatMap(({ packet }, index) => {
        const host = { tables, network, inSet: noFacts.inSet, routed: null, conntrack: [] };
        const { ways } = simulate(host, packet);
        const found = difference(ways, counted[index] ?? { counts: [], seen: [] }, counting);
        return found === null ? [] : [`seed ${seed}: ${briefly(packet)}: ${found}`];
      });
    } finally {
      router.remove();
      outside.remove();
    }
  });
}

/** The tables as nft lists what the kernel has. */
function loadRuleset(name: string, text: string): readonly Table[] {
  const nft = (input: string, ...words: readonly string[]): string => {
    const run = spawnSync('ip', ['netns', 'exec', name, 'nft', ...words], { encoding: 'utf8', input });
    if (run.status !== 0) throw new Error(`${run.stderr}\n${input}`);
    return run.stdout;
  };
  nft(text, '-f', '-');
  const { records } = nftRuleset.parse(nft('', 'list', 'ruleset').split('\n'), 'nft-ruleset.txt');
  return records?.kind === 'rulesets' ? (records.items[0]?.tables ?? []) : [];
}

/** The rules with a counter, in the order of the listing. */
function countingRules(tables: readonly Table[]): readonly string[] {
  return tables.flatMap((table) =>
    table.chains.flatMap((chain) =>
      chain.rules.flatMap(({ counter, number }) =>
        counter === null ? [] : [`${table.family} ${table.name}/${chain.name}:${number}`],
      ),
    ),
  );
}

/** Null where exactly one way is left, its steps are what counted, and the packet came out as foreseen. */
function difference(
  ways: readonly SimulatedWay[],
  { counts, seen }: Counted,
  counting: readonly string[],
): string | null {
  const way = onlyWay(ways);
  if (typeof way === 'string') return way;
  const kernel = counts.flatMap(([, , index, packets]) =>
    Array.from({ length: packets }, () => counting[index] ?? 'no such counter'),
  );
  const known = new Set(counting);
  const simulated = way.steps.flatMap((step) => {
    if (step.kind !== 'step') return [];
    const words = `${step.tableFamily} ${step.table}/${step.chain}:${step.number}`;
    return step.text !== null && known.has(words) ? [words] : [];
  });
  if (kernel.toSorted().join() !== simulated.toSorted().join())
    return `${JSON.stringify(way.end)}\n  simulated ${simulated.join(' ')}\n  the kernel ${kernel.join(' ')}`;
  return wrongEgress(way, seen);
}

function whyImpossible(): string | null {
  for (const tool of ['nft', 'python3']) {
    const found = spawnSync(tool, ['--version'], { encoding: 'utf8' });
    if (found.error || found.status !== 0) return `no ${tool}`;
  }
  const name = `netopsy-trial-nft-${process.pid}`;
  const trial = makeNamespace(name);
  if ('impossible' in trial) return trial.impossible;
  try {
    trial.ip('link', 'add', 'veth1', 'type', 'veth', 'peer', 'name', 'veth2');
    const table = 'table inet t { chain c { type nat hook prerouting priority 0; ct state new; }; }';
    const loaded = spawnSync('ip', ['netns', 'exec', name, 'nft', table], { encoding: 'utf8' });
    return loaded.status === 0 ? null : loaded.stderr.trim();
  } catch (error) {
    return String(error);
  } finally {
    trial.remove();
  }
}
