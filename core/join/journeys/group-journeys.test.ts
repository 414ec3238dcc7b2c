import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Hook } from '../../model/journey.ts';
import { analysed, type DrawnFields, packet, stamped, tcp } from '../../testing/drawn-log.ts';
import { host } from '../../testing/host.ts';
import { rulesets, saved, simulate, type SimulatedStep } from '../../testing/simulated-kernel.ts';

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
          const chance = () => chances.next().value as boolean;
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
        const found = await host()
          .file('iptables-save.txt', saved(ruleset))
          .log(...lines)
          .analysed();
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

  test('without_a_ruleset_the_lines_of_a_packet_stay_together', async () => {
    await fc.assert(
      fc.asyncProperty(draw, async ({ ruleset, packets }) => {
        const simulated = packets.map(({ way, visitsNat, chances }, id) =>
          simulate(ruleset, ways[way] ?? [], visitsNat, () => chances.next().value as boolean).steps.map(
            (step) => [step.place, { ...interfaces(way, step), id: id + 1 }] as const,
          ),
        );
        const found = await host()
          .trace(...simulated.flat())
          .analysed();
        expect(found.ways).toEqual(simulated.map((steps) => steps.map(([place]) => place)));
      }),
      { numRuns: 100 },
    );
  });

  test('lines_that_are_lost_never_make_a_drop_of_a_packet_that_passed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          ruleset: rulesets(false),
          way: fc.constantFrom(...Object.keys(ways)),
          visitsNat: fc.boolean(),
          chances: fc.infiniteStream(fc.boolean()),
          kept: fc.infiniteStream(fc.boolean()),
          others: fc.boolean(),
        }),
        async ({ ruleset, way, visitsNat, chances, kept, others }) => {
          const run = (): readonly SimulatedStep[] =>
            simulate(ruleset, ways[way] ?? [], visitsNat, () => chances.next().value as boolean).steps;
          const drawn = (steps: readonly SimulatedStep[], id: number) =>
            steps.map((step) => [step.place, { ...interfaces(way, step), id }] as const);
          const lossy = drawn(run(), 1).filter(() => kept.next().value as boolean);
          const found = await host()
            .file('iptables-save.txt', saved(ruleset))
            .trace(...lossy, ...(others ? [...drawn(run(), 2), ...drawn(run(), 3)] : []))
            .analysed();
          for (const { disposition, cause } of found.packets) {
            if (disposition === 'dropped' || disposition === 'rejected')
              expect(cause?.confidence).toBe('possible');
          }
          const events = found.packets.reduce((sum, { steps }) => sum + steps.length, 0);
          expect(events).toBe(found.analysis.events.count);
        },
      ),
      { numRuns: 150 },
    );
  });
});

const eth0 = { in: 'eth0' };
const routed = { in: 'eth0', out: 'eth1', ttl: 63 };

describe('one_packet', () => {
  test.each([
    [
      'keeps_its_lines_across_dnat',
      [
        ['raw:PREROUTING:policy:2', eth0],
        ['nat:PREROUTING:rule:1', eth0],
        ['filter:FORWARD:policy:1', { ...routed, dst: '172.19.0.9', proto: tcp(41001, 8080) }],
      ],
    ],
    [
      'keeps_its_lines_where_conntrack_rewrites_without_a_nat_line',
      [
        ['raw:PREROUTING:policy:2', { ...eth0, src: '172.19.0.9', dst: '10.2.0.1' }],
        ['filter:FORWARD:policy:1', { ...routed, src: '172.19.0.9', dst: '10.9.0.2' }],
      ],
    ],
    [
      'is_routed_by_an_old_kernel_whose_POSTROUTING_has_no_IN',
      [
        ['raw:PREROUTING:policy:2', eth0],
        ['filter:FORWARD:policy:1', routed],
        ['nat:POSTROUTING:policy:1', { out: 'eth1', ttl: 63 }],
      ],
    ],
    [
      'is_bridged_between_two_ports',
      [
        ['raw:PREROUTING:policy:2', { in: 'br0', link: 'PHYSIN=veth0' }],
        ['filter:FORWARD:policy:1', { in: 'br0', out: 'br0', link: 'PHYSIN=veth0 PHYSOUT=veth1' }],
        ['nat:POSTROUTING:policy:1', { out: 'br0', link: 'PHYSIN=veth0 PHYSOUT=veth1' }],
      ],
    ],
    [
      'goes_over_lo_and_its_second_half_lacks_nat',
      [
        ['raw:OUTPUT:policy:2', { out: 'lo' }],
        ['nat:OUTPUT:policy:1', { out: 'lo' }],
        ['filter:OUTPUT:policy:1', { out: 'lo' }],
        ['nat:POSTROUTING:policy:1', { out: 'lo' }],
        ['raw:PREROUTING:policy:2', { in: 'lo' }],
        ['filter:INPUT:policy:1', { in: 'lo' }],
      ],
    ],
    [
      'goes_over_lo_though_no_table_of_POSTROUTING_logs',
      [
        ['raw:OUTPUT:policy:2', { out: 'lo' }],
        ['filter:OUTPUT:policy:1', { out: 'lo' }],
        ['raw:PREROUTING:policy:2', { in: 'lo' }],
        ['filter:INPUT:policy:1', { in: 'lo' }],
      ],
    ],
    [
      'goes_over_lo_though_no_table_of_PREROUTING_logs',
      [
        ['filter:OUTPUT:policy:1', { out: 'lo' }],
        ['nat:POSTROUTING:policy:1', { out: 'lo' }],
        ['filter:INPUT:policy:1', { in: 'lo' }],
      ],
    ],
    [
      'is_forwarded_by_a_host_without_a_table_on_FORWARD',
      [
        ['raw:PREROUTING:policy:2', eth0],
        ['nat:PREROUTING:policy:1', eth0],
        ['nat:POSTROUTING:policy:1', routed],
      ],
    ],
    [
      'calls_the_same_chain_twice',
      [
        ['raw:PREROUTING:policy:2', eth0],
        ['filter:FORWARD:rule:1', routed],
        ['filter:LOGGED:return:3', routed],
        ['filter:FORWARD:rule:2', routed],
        ['filter:LOGGED:return:3', routed],
        ['filter:FORWARD:policy:3', routed],
      ],
    ],
    [
      'is_an_icmp_error_with_the_header_that_it_answers',
      ['raw:PREROUTING:policy:2', 'filter:INPUT:policy:1'].map((place) => [
        place,
        {
          in: 'eth0',
          src: '10.9.0.1',
          proto:
            'PROTO=ICMP TYPE=3 CODE=4 [SRC=10.1.0.2 DST=10.2.0.2 LEN=1500 TOS=0x00 PREC=0x00 TTL=63 ID=9 DF PROTO=TCP SPT=1 DPT=2 INCOMPLETE [8 bytes] ] MTU=1400',
        },
      ]),
    ],
  ] as [string, [string, DrawnFields][]][])('%s', async (_name, lines) => {
    const { ways: found } = await host()
      .trace(...lines)
      .analysed();
    expect(found).toEqual([lines.map(([place]) => place)]);
  });

  test('begins_in_the_chain_that_holds_the_TRACE_rule_without_a_gap', async () => {
    const { analysis, ways: found } = await host()
      .rules('*raw', '-A PREROUTING -j TRACED', '-A TRACED -j SOME', '-A SOME -j TRACE')
      .trace(['raw:SOME:return:2', eth0], ['raw:TRACED:return:2', eth0], ['raw:PREROUTING:policy:2', eth0])
      .analysed();
    expect(found).toEqual([['raw:SOME:return:2', 'raw:TRACED:return:2', 'raw:PREROUTING:policy:2']]);
    expect(analysis.journeys.shapes.some(({ gap }) => gap)).toBe(false);
    expect(analysis.diagnostics.filter(({ code }) => code === 'ruleset-drift')).toEqual([]);
  });
});

describe('two_packets', () => {
  test('that_are_equal_and_interleave_are_counted_as_two', async () => {
    const same = { id: 0, proto: 'PROTO=UDP SPT=5000 DPT=53 LEN=40' };
    const places = ['raw:PREROUTING:policy:2', 'filter:FORWARD:policy:1'];
    const { ways: found, analysis } = await host()
      .trace(
        ...places.flatMap((place, i) => {
          const fields = { ...(i === 0 ? eth0 : routed), ...same };
          return [[place, fields] as const, [place, fields] as const];
        }),
      )
      .analysed();
    expect(found).toEqual([places, places]);
    expect(Array.from(analysis.journeys.ambiguous)).toEqual([1, 1]);
  });

  test('are_a_retransmission_and_its_original_though_nothing_in_them_differs', async () => {
    const { ways: found } = await analysed({
      'kern.log':
        stamped([`TRACE: raw:PREROUTING:policy:2 ${packet(eth0)}`], 100) +
        stamped([`TRACE: filter:FORWARD:policy:1 ${packet(routed)}`], 103),
    });
    expect(found).toEqual([['raw:PREROUTING:policy:2'], ['filter:FORWARD:policy:1']]);
  });

  test('of_two_boots_are_never_one', async () => {
    const { ways: found } = await analysed({
      'kern.log':
        stamped([`TRACE: raw:PREROUTING:policy:2 ${packet(eth0)}`], 5000) +
        stamped([`TRACE: filter:FORWARD:policy:1 ${packet(routed)}`], 30),
    });
    expect(found).toHaveLength(2);
  });

  test('of_two_hosts_are_never_one', async () => {
    const { packets } = await analysed({
      'kern.log': [
        `Nov 21 07:00:00 edge kernel: [  100.000001] TRACE: raw:PREROUTING:policy:2 ${packet(eth0)}`,
        `Nov 21 07:00:00 core kernel: [  100.000002] TRACE: filter:FORWARD:policy:1 ${packet(routed)}`,
      ].join('\n'),
    });
    expect(packets.map(({ host }) => host)).toEqual(['edge', 'core']);
  });
});
