import { deltaNumber } from '../../model/delta-column.ts';
import { describe, expect, test } from 'vitest';
import { log } from '../../testing/drawn-log.ts';
import { host } from '../../testing/host.ts';

const lines = log([
  ['raw:PREROUTING:policy:2', { in: 'eth0', id: 4711 }],
  ['filter:FORWARD:policy:1', { in: 'eth0', out: 'eth1', ttl: 63, id: 4711 }],
  ['raw:PREROUTING:policy:2', { in: 'eth0', id: 4712 }],
  ['filter:FORWARD:policy:1', { in: 'eth0', out: 'eth1', ttl: 63, id: 4712 }],
]);
const named = lines.replace(/^/gm, 'Nov 21 07:53:14 rtr kernel: ').replace(/Nov [^\n]*kernel: $/, '');
const withoutClock = lines.replace(/^\[[^\]]*\]/gm, '2026-11-21T07:53:14+0000 rtr kernel:');

describe('lines_that_stand_in_two_logs_count_once', () => {
  test('when_both_have_the_kernel_s_clock', async () => {
    const { packets, analysis } = await host().file('dmesg.txt', lines).file('kern.log', named).analysed();
    expect(packets).toHaveLength(2);
    expect(packets.map(({ host }) => host)).toEqual(['rtr', 'rtr']);
    expect(analysis.diagnostics.map(({ code }) => code)).toContain('log-repeated');
  });

  test('when_one_has_no_clock_but_holds_nearly_all_of_the_other', async () => {
    const { packets } = await host().file('dmesg.txt', lines).file('journal.txt', withoutClock).analysed();
    expect(packets).toHaveLength(2);
  });

  test('when_the_one_that_is_read_first_is_a_part_of_the_other', async () => {
    const more =
      withoutClock + withoutClock.replaceAll('ID=47', 'ID=57') + withoutClock.replaceAll('ID=47', 'ID=67');
    const { packets } = await host()
      .file('a-journal.txt', withoutClock)
      .file('b-journal.txt', more)
      .analysed();
    expect(packets).toHaveLength(6);
  });
});

test('two_logs_of_one_boot_that_each_lost_lines_are_put_together_by_the_kernel_s_clock', async () => {
  const all = named.trimEnd().split('\n');
  const [first = '', second = '', third = '', fourth = ''] = all;
  const { ways, analysis } = await host()
    .file('kern.log', first, third, fourth)
    .file('messages', second, third)
    .analysed();
  const whole = ['raw:PREROUTING:policy:2', 'filter:FORWARD:policy:1'];
  expect(ways).toEqual([whole, whole]);
  const { uptime, count } = analysis.events;
  const times = Array.from({ length: count }, (_, event) => deltaNumber(uptime, event));
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test('lines_of_another_time_are_other_packets', async () => {
  const later = lines.replace(/\[ *100\./g, '[  200.');
  const { packets } = await host().file('kern.log.1', named).file('kern.log', later).analysed();
  expect(packets).toHaveLength(4);
});
