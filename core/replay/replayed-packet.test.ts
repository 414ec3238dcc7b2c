import { describe, expect, it } from 'vitest';
import type { SeenRules } from '../kernel/walk/walk.ts';
import { simulatedState, stateSimulator } from '../simulate/simulate-host.ts';
import { host } from '../testing/host.ts';
import { replayedPackets, type ReplayWalk } from './replayed-packet.ts';

/** A node that says nothing of its routes, so that each walk may be delivered or forwarded, to any of the endpoints. */
async function replayedNode() {
  const endpoints = Array.from({ length: 6 }, (_, index) => `10.244.0.${index + 2}`);
  const { analysis } = await host()
    .rules(
      '*nat',
      '-A PREROUTING -d 10.96.0.1/32 -j SVC',
      ...endpoints.flatMap((address, index) => [
        `-A SVC -m statistic --mode random --probability 0.5 -j SEP-${index}`,
        `-A SEP-${index} -j DNAT --to-destination ${address}`,
      ]),
      '*filter',
      ':INPUT DROP',
      ':FORWARD ACCEPT',
      '-A FORWARD -p udp -j DROP',
    )
    .trace(
      ['nat:PREROUTING:rule:1', { in: 'eth0', dst: '10.96.0.1' }],
      ['nat:SVC:rule:4', { in: 'eth0', dst: '10.96.0.1' }],
      ['nat:SEP-3:rule:1', { in: 'eth0', dst: '10.96.0.1' }],
      ['filter:FORWARD:policy:2', { in: 'eth0', out: 'cni0', dst: '10.244.0.5', ttl: 63 }],
    )
    .analysed();
  const walk = stateSimulator(simulatedState(analysis, ''));
  /** How many ways were followed to their ends by each walk. */
  const followed: number[] = [];
  const asked: SeenRules[] = [];
  const counting: ReplayWalk = (packet, routed, seen) => {
    const simulation = walk(packet, routed, seen);
    followed.push(simulation.ways.length);
    if (seen !== null) asked.push(seen);
    return simulation;
  };
  return { followed, asked, walk, packets: replayedPackets(analysis, 0, counting, null) };
}

describe('a_packet_is_walked_along_its_lines', () => {
  it('follows_no_way_that_would_have_printed_other_lines', async () => {
    const { followed, asked, walk, packets } = await replayedNode();
    expect(packets.map(({ ways }) => ways.map(({ egress }) => egress?.dst))).toEqual([['10.244.0.5']]);
    expect(followed).toEqual([1]);
    const [[packet], [seen]] = [packets, asked];
    if (packet === undefined || seen === undefined) throw new Error('the packet was not walked');
    const everyWay = walk(packet.packet, null, { ...seen, lines: null });
    expect(everyWay.ways.length).toBeGreaterThan(1);
  });

  it('does_not_take_the_way_that_is_left_for_certain', async () => {
    const { packets } = await replayedNode();
    expect(packets[0]?.ways[0]?.assumes.length).toBeGreaterThan(0);
  });
});
