import { describe, expect, test } from 'vitest';
import { type DrawnFields, tcp } from '../../testing/drawn-log.ts';
import { host } from '../../testing/host.ts';

const inward = { in: 'eth0' };
const routed = { in: 'eth0', out: 'eth1', ttl: 63 };

const begins = (id: number): [string, DrawnFields][] => [
  ['nat:PREROUTING:policy:1', { ...inward, id }],
  ['mangle:FORWARD:policy:1', { ...routed, id }],
  ['mangle:POSTROUTING:policy:1', { ...routed, id }],
  ['nat:POSTROUTING:policy:3', { ...routed, id }],
];
const known = (id: number): [string, DrawnFields][] => [
  ['mangle:FORWARD:policy:1', { ...routed, id }],
  ['mangle:POSTROUTING:policy:1', { ...routed, id }],
];
const enters = (id: number): [string, DrawnFields] => ['raw:PREROUTING:policy:2', { ...inward, id }];

describe('without_a_ruleset', () => {
  test('a_place_that_lets_one_packet_on_accepts_the_others_too', async () => {
    const { packets } = await host()
      .trace(enters(1), ...begins(1), enters(2), ...known(2))
      .analysed();
    expect(packets.map(({ disposition }) => disposition)).toEqual(['forwarded', 'forwarded']);
    expect(packets[1]?.steps.at(-1)?.verdict).toBe('accept');
  });

  test('a_place_behind_which_nothing_was_seen_has_no_verdict', async () => {
    const { packets } = await host()
      .trace(enters(2), ...known(2))
      .analysed();
    expect(packets.map(({ disposition }) => disposition)).toEqual(['unknown']);
    expect(packets[0]?.steps.at(-1)?.verdict).toBeNull();
  });

  test('a_place_whose_packet_was_answered_accepts', async () => {
    const back = { src: '10.2.0.2', dst: '10.1.0.2', proto: tcp(80, 41001), id: 9 };
    const answer: [string, DrawnFields] = ['raw:PREROUTING:policy:2', { in: 'eth1', ...back }];
    const { packets } = await host()
      .trace(enters(2), ...known(2), answer)
      .analysed();
    expect(packets[0]?.disposition).toBe('forwarded');
    const before = await host()
      .trace(answer, enters(2), ...known(2))
      .analysed();
    expect(before.packets[1]?.disposition).toBe('unknown');
  });

  test('a_place_that_packets_leave_in_two_ways_has_no_verdict', async () => {
    // Rule 1 of FORWARD once goes on in the chain and once leaves the table: lines are missing after one of them.
    const { packets } = await host()
      .trace(
        enters(1),
        ['filter:FORWARD:rule:1', { ...routed, id: 1 }],
        ['filter:FORWARD:rule:2', { ...routed, id: 1 }],
        ['mangle:POSTROUTING:policy:1', { ...routed, id: 1 }],
        enters(2),
        ['filter:FORWARD:rule:1', { ...routed, id: 2, proto: tcp(1, 2) }],
        ['mangle:POSTROUTING:policy:1', { ...routed, id: 2, proto: tcp(1, 2) }],
      )
      .analysed();
    const met = packets
      .flatMap(({ steps }) => steps)
      .filter(({ chain, number }) => chain === 'FORWARD' && number === 1);
    expect(met.map(({ verdict }) => verdict)).toEqual([null, null]);
  });
});
