import process from 'node:process';
import { describe, expect, it } from 'vitest';
import type { MatchPacket } from '../../core/kernel/match/match-packet.ts';
import type { ConntrackEntry } from '../../core/model/conntrack.ts';
import type { Table } from '../../core/model/ruleset.ts';
import type { SimulatedWay } from '../../core/model/simulation.ts';
import { simulate } from '../../core/simulate/simulate.ts';
import { withLock } from '../lab/lock.ts';
import { whyImpossible } from '../lab/possible.ts';
import { answerTo } from './answer.ts';
import { readHost } from './compare.ts';
import type { SentPacket } from './count-rules.ts';
import { countRules } from './count-rules.ts';
import { etherFrame, ipPacket } from './frame.ts';
import { loadRuleset } from './load-ruleset.ts';
import { makeNamespace } from './namespace.ts';
import type { Random } from './random.ts';
import { seededRandom } from './random.ts';
import { pool } from './random-pool.ts';
import { addRoutes, makeRouter, ports, randomArrival, randomOwn, routerMac } from './random-router.ts';
import { randomOutputRuleset, randomRuleset } from './random-ruleset.ts';
import { openTraceLog } from './trace-lines.ts';

/** Rulesets per test, and packets for each; `TRACE_RULESETS=200` looks longer, `TRACE_SEED` elsewhere. */
const rulesets = Number(process.env['TRACE_RULESETS'] ?? 3);
const firstSeed = Number(process.env['TRACE_SEED'] ?? 1);
const packetsPerRuleset = 96;
/** How many packets' lines the kernel's ring holds. */
const packetsAtOnce = 16;

const reason = whyImpossible();
if (reason !== null) console.log(`comparison of simulated steps with the kernel’s TRACE skipped: ${reason}`);

describe.skipIf(reason !== null)('the steps that this machine’s kernel traces', () => {
  it('are_those_simulated_for_packets_that_come_in', { timeout: 900_000 }, async () => {
    const { differences, compared } = await compareRulesets(
      (random) => traced(randomRuleset(random, 'used'), 'PREROUTING'),
      arrival,
    );
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(rulesets * 20);
  });

  it(
    'are_those_simulated_for_answers_and_further_packets_of_a_connection',
    { timeout: 900_000 },
    async () => {
      const ruleset = (random: Random): string => traced(randomRuleset(random, 'used'), 'PREROUTING');
      const { differences, compared } = await compareRulesets(ruleset, conversation);
      expect(differences).toEqual([]);
      expect(compared).toBeGreaterThan(rulesets * 20);
    },
  );

  it('are_those_simulated_for_packets_that_the_host_sends', { timeout: 900_000 }, async () => {
    const { differences, compared } = await compareRulesets(
      (random) => traced(randomOutputRuleset(random), 'OUTPUT'),
      own,
    );
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(rulesets * 20);
  });
});

interface Probe {
  readonly packet: MatchPacket;
  readonly sent: SentPacket;
  readonly conntrack: readonly ConntrackEntry[];
}

/** The tables and routes that packets meet, for probes that depend on them. */
type Simulate = (packet: MatchPacket, conntrack?: readonly ConntrackEntry[]) => readonly SimulatedWay[];
type MakeProbes = (random: Random, firstId: number, simulated: Simulate) => readonly Probe[];

function arrival(random: Random, id: number): readonly Probe[] {
  const { port, ...packet } = randomArrival(random);
  return [{ packet, sent: { port, frame: frameFor(port, packet, id) }, conntrack: [] }];
}

function own(random: Random, id: number): readonly Probe[] {
  const packet = randomOwn(random);
  return [{ packet, sent: { local: true, frame: ipPacket(packet, id).toString('hex') }, conntrack: [] }];
}

/** A datagram that is forwarded, its answer, and a second one of the same flow. */
function conversation(random: Random, id: number, simulated: Simulate): readonly Probe[] {
  // Where a ruleset lets nothing through, there is no conversation.
  for (let tries = 0; tries < 40; tries++) {
    const { port, ...drawn } = randomArrival(random);
    const packet = {
      ...drawn,
      protocol: 'udp',
      sport: 40000,
      dport: random.pick(pool.ports),
      length: 36,
      ttl: 64,
    };
    const udp: MatchPacket = { ...packet, icmpType: null, icmpCode: null, tcpFlags: null, ctstates: ['NEW'] };
    const ways = simulated(udp);
    const answer = ways.length === 1 && ways[0] !== undefined ? answerTo(udp, ways[0]) : null;
    if (answer === null) continue;
    const conntrack = [answer.conntrack];
    const back = `p${answer.packet.inInterface?.slice(1)}`;
    const first: Probe = { packet: udp, sent: { port, frame: frameFor(port, udp, id) }, conntrack: [] };
    const reply = { port: back, frame: frameFor(back, answer.packet, id + 1), goesOn: true } as const;
    const [through] = simulated(answer.packet, conntrack);
    // The mark of the connection may change on every packet; the third must know what the second left.
    if (through?.disposition !== 'forwarded' || changesConnection(through))
      return [first, { packet: answer.packet, sent: reply, conntrack }];
    const third: MatchPacket = { ...udp, ctstates: ['ESTABLISHED'] };
    const again = { port, frame: frameFor(port, third, id + 2), goesOn: true } as const;
    return [
      first,
      { packet: answer.packet, sent: reply, conntrack },
      { packet: third, sent: again, conntrack },
    ];
  }
  return [];
}

function changesConnection({ steps }: SimulatedWay): boolean {
  return steps.some((step) => step.kind === 'step' && step.changes.some(({ field }) => field === 'ctmark'));
}

function frameFor(port: string, packet: MatchPacket, id: number): string {
  return etherFrame(packet, routerMac(port), id).toString('hex');
}

/** TRACE is the first rule, so that every later step is logged. */
function traced(ruleset: string, chain: string): string {
  const first = ruleset.indexOf('-A ', ruleset.indexOf('*raw'));
  return `${ruleset.slice(0, first)}-A ${chain} -j TRACE\n${ruleset.slice(first)}`;
}

async function compareRulesets(
  makeRuleset: (random: Random) => string,
  makeProbes: MakeProbes,
): Promise<Comparison> {
  const differences: string[] = [];
  let compared = 0;
  for (let seed = firstSeed; seed < firstSeed + rulesets; seed++) {
    const one = await withLock(async () => compareRuleset(seed, makeRuleset, makeProbes));
    differences.push(...one.differences);
    compared += one.compared;
  }
  return { differences, compared };
}

/** Differences between simulation and kernel, and of how many packets. */
interface Comparison {
  readonly differences: readonly string[];
  readonly compared: number;
}

function compareRuleset(
  seed: number,
  makeRuleset: (random: Random) => string,
  makeProbes: MakeProbes,
): Comparison {
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
    const simulated: Simulate = (packet, conntrack = []) =>
      simulate({ tables, network, inSet: () => 'unknown', routed: null, conntrack }, packet).ways;
    const probes: Probe[] = [];
    for (let tries = 0; tries < packetsPerRuleset && probes.length < packetsPerRuleset; tries++)
      probes.push(...makeProbes(random, probes.length + 1, simulated));
    const differences: string[] = [];
    for (let start = 0; start < probes.length;) {
      let end = Math.min(start + packetsAtOnce, probes.length);
      // What belongs to one connection is sent together.
      while (end < probes.length && 'goesOn' in (probes[end] as Probe).sent) end++;
      const batch = probes.slice(start, end);
      log.take();
      countRules(
        routerName,
        outsideName,
        ports,
        batch.map(({ sent }) => sent),
      );
      const lines = log.take();
      if (lines === null) throw new Error('the kernel log lost lines; try again when the machine is quieter');
      for (const [index, { packet, conntrack }] of batch.entries()) {
        const number = start + index + 1;
        const found = difference(tables, simulated(packet, conntrack), lines.get(number) ?? []);
        if (found !== null) differences.push(`seed ${seed}, packet ${number}: ${found}`);
      }
      start = end;
    }
    return { differences, compared: probes.length };
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
    : `${JSON.stringify(way.end)}\n  simulated ${simulated.join(' ')}\n  the kernel ${logged.join(' ')}`;
}

function isTrace(tables: readonly Table[], name: string, text: string | null): boolean {
  return tables.some((table) => table.name === name) && text?.endsWith('-j TRACE') === true;
}
