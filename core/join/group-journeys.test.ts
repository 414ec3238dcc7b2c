import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Hook } from '../model/journey.ts';
import { analysed, type DrawnFields, log, packet, stamped, tcp } from '../testing/drawn-log.ts';
import { rulesets, saved, simulate, type SimulatedStep } from '../testing/simulated-kernel.ts';

const ways: Readonly<Record<string, readonly Hook[]>> = {
  forwarded: ['prerouting', 'forward', 'postrouting'],
  delivered: ['prerouting', 'input'],
  sent: ['output', 'postrouting'],
  loopback: ['output', 'postrouting', 'prerouting', 'input'],
};

/** Interfaces as the kernel prints them on each hook; POSTROUTING as newer kernels do. */
function interfaces(way: string, { hook, pass }: SimulatedStep): DrawnFields {
  const lo = way === 'loopback';
  switch (hook) {
    case 'prerouting':
    case 'input':
      return { in: pass === 1 ? 'lo' : 'eth0' };
    case 'forward':
      return { in: 'eth0', out: 'eth1', ttl: 63 };
    case 'output':
      return { out: lo ? 'lo' : 'eth1' };
    case 'postrouting':
      return way === 'forwarded' ? { in: 'eth0', out: 'eth1', ttl: 63 } : { out: lo ? 'lo' : 'eth1' };
  }
}

const draw = fc.record({
  ruleset: rulesets(true),
  packets: fc.array(
    fc.record({
      way: fc.constantFrom(...Object.keys(ways)),
      visitsNat: fc.boolean(),
      chances: fc.infiniteStream(fc.boolean()),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  order: fc.infiniteStream(fc.nat({ max: 3 })),
});

describe('simulated_kernel', () => {
  test('interleaved_packets_are_put_together_whatever_the_ruleset_and_no_drift_is_seen', async () => {
    await fc.assert(
      fc.asyncProperty(draw, async ({ ruleset, packets, order }) => {
        const simulated = packets.map(({ way, visitsNat, chances }, id) => {
          const chance = (): boolean => chances.next().value;
          const { steps, dropped } = simulate(ruleset, ways[way] ?? [], visitsNat, chance);
          return {
            way,
            dropped,
            steps,
            lines: steps.map(
              (step) => `TRACE: ${step.place} ${packet({ ...interfaces(way, step), id: id + 1 })}`,
            ),
          };
        });
        const queues = simulated.map(({ lines }) => [...lines]);
        const lines: string[] = [];
        while (queues.some((queue) => queue.length > 0)) {
          const wanted = order.next().value as number;
          const queue = queues[wanted % queues.length];
          const line = (queue?.length ? queue : queues.find((any) => any.length > 0))?.shift();
          if (line !== undefined) lines.push(line);
        }
        const found = await analysed({ 'kern.log': stamped(lines), 'iptables-save.txt': saved(ruleset) });
        const byId = new Map(found.packets.map((each, index) => [each.ingress['id'], index]));
        expect(found.packets).toHaveLength(simulated.length);
        simulated.forEach(({ steps }, id) => {
          expect(found.ways[byId.get(id + 1) as number]).toEqual(steps.map(({ place }) => place));
        });
        const drift = found.analysis.diagnostics.filter(({ code }) => code === 'ruleset-drift');
        expect(drift).toEqual([]);
        simulated.forEach(({ dropped, way }, id) => {
          const { disposition } = found.packets[byId.get(id + 1) as number] ?? {};
          expect(disposition === 'dropped', `${way} ${disposition}`).toBe(dropped);
        });
      }),
      { numRuns: 150 },
    );
  });
});
