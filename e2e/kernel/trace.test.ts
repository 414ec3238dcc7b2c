import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import type { MatchPacket } from '../../core/kernel/match/match-packet.ts';
import type { Table } from '../../core/model/ruleset.ts';
import type { SimulatedWay } from '../../core/model/simulation.ts';
import { simulate } from '../../core/simulate/simulate.ts';
import { withLock } from '../lab/lock.ts';
import { whyImpossible } from '../lab/possible.ts';
import { readHost } from './compare.ts';
import type { SentPacket } from './count-rules.ts';
import { countRules } from './count-rules.ts';
import { etherFrame, ipPacket } from './frame.ts';
import { loadRuleset } from './load-ruleset.ts';
import { makeNamespace } from './namespace.ts';
import type { Random } from './random.ts';
import { seededRandom } from './random.ts';
import { addRoutes, makeRouter, ports, randomArrival, randomOwn, routerMac } from './random-router.ts';
import { randomOutputRuleset, randomRuleset } from './random-ruleset.ts';
import { openTraceLog } from './trace-lines.ts';

/** Rulesets per test, and packets for each; `TRACE_RULESETS=200` looks longer, `TRACE_SEED` elsewhere. */
const rulesets = Number(process.env['TRACE_RULESETS'] ?? 12);
const firstSeed = Number(process.env['TRACE_SEED'] ?? 1);
const packetsPerRuleset = 96;
/** The kernel's ring holds the lines of so many packets. */
const packetsAtOnce = 16;

const reason = whyImpossible();
if (reason !== null) console.log(`comparison of simulated steps with the kernel’s TRACE skipped: ${reason}`);

describe.skipIf(reason !== null)('the steps that this machine’s kernel traces', () => {
  it('are_those_simulated_for_packets_that_come_in', { timeout: 900_000 }, async () => {
    expect(
      await compareRulesets((random) => traced(randomRuleset(random, 'used'), 'PREROUTING'), arrival),
    ).toEqual([]);
  });

  it('are_those_simulated_for_packets_that_the_host_sends', { timeout: 900_000 }, async () => {
    expect(await compareRulesets((random) => traced(randomOutputRuleset(random), 'OUTPUT'), own)).toEqual([]);
  });
});

interface Probe {
  readonly packet: MatchPacket;
  readonly sent: SentPacket;
}

function arrival(random: Random, id: number): Probe {
  const { port, ...packet } = randomArrival(random);
  return { packet, sent: { port, frame: etherFrame(packet, routerMac(port), id).toString('hex') } };
}

function own(random: Random, id: number): Probe {
  const packet = randomOwn(random);
  return { packet, sent: { local: true, frame: ipPacket(packet, id).toString('hex') } };
}

/** TRACE is the first rule, so that every later step is logged. */
function traced(ruleset: string, chain: string): string {
  const first = ruleset.indexOf('-A ', ruleset.indexOf('*raw'));
  return `${ruleset.slice(0, first)}-A ${chain} -j TRACE\n${ruleset.slice(first)}`;
}

async function compareRulesets(
  makeRuleset: (random: Random) => string,
  makeProbe: (random: Random, id: number) => Probe,
): Promise<string[]> {
  const differences: string[] = [];
  for (let seed = firstSeed; seed < firstSeed + rulesets; seed++)
    differences.push(...(await withLock(async () => compareRuleset(seed, makeRuleset, makeProbe))));
  return differences;
}

function compareRuleset(
  seed: number,
  makeRuleset: (random: Random) => string,
  makeProbe: (random: Random, id: number) => Probe,
): string[] {
  const random = seededRandom(seed);
  const [routerName, outsideName] = [`netopsy-trace-${process.pid}`, `netopsy-beyond-${process.pid}`];
  const [router, outside] = [makeNamespace(routerName), makeNamespace(outsideName)];
  if ('impossible' in router || 'impossible' in outside) throw new Error('no namespaces');
  const undo = [() => router.remove(), () => outside.remove()];
  try {
    makeRouter(router, outsideName);
    outside.batch(ports.map((port) => `link set ${port} up arp off`));
    addRoutes(router);
    const tables = loadRuleset(routerName, makeRuleset(random));
    const network = readHost(router);
    const log = openTraceLog(routerName, ['lo', 'r0', 'r1', 'r2']);
    undo.unshift(() => log.close());
    const probes = Array.from({ length: packetsPerRuleset }, (_, index) => makeProbe(random, index + 1));
    const differences: string[] = [];
    for (let start = 0; start < probes.length; start += packetsAtOnce) {
      const batch = probes.slice(start, start + packetsAtOnce);
      log.take();
      countRules(
        routerName,
        outsideName,
        ports,
        batch.map(({ sent }) => sent),
      );
      const lines = log.take();
      if (lines === null) throw new Error('the kernel log lost lines; try again when the machine is quieter');
      for (const [index, { packet }] of batch.entries()) {
        const { ways } = simulate({ tables, network, packet, inSet: () => 'unknown', conntrack: [] });
        const found = difference(tables, ways, lines.get(start + index + 1) ?? []);
        if (found !== null) differences.push(`seed ${seed}, packet ${start + index + 1}: ${found}`);
      }
    }
    return differences;
  } finally {
    for (const step of undo) step();
  }
}

/** Null where one way is left and its steps are the kernel's, in its words and its order. */
function difference(
  tables: readonly Table[],
  [way, ...others]: readonly SimulatedWay[],
  logged: readonly string[],
): string | null {
  if (way === undefined || others.length > 0) return `not decided: ${others.length + 1} ways`;
  const simulated = way.steps.flatMap((step) =>
    step.kind === 'step' && !isTrace(tables, step.table, step.text)
      ? [`${step.table}:${step.chain}:${step.stepKind}:${step.number}`]
      : [],
  );
  return simulated.join() === logged.join()
    ? null
    : `${way.summary}\n  simulated ${simulated.join(' ')}\n  the kernel ${logged.join(' ')}`;
}

function isTrace(tables: readonly Table[], name: string, text: string | null): boolean {
  return tables.some((table) => table.name === name) && text?.endsWith('-j TRACE') === true;
}
