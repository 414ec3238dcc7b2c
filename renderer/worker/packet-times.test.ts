import { describe, expect, it } from 'vitest';
import { parseFilter } from '../selection/parse.ts';
import { captureOf } from '../testing/capture.ts';
import { applyFilter } from './apply-filter.ts';
import { clockOf, clockText } from '../selection/clock.ts';
import { timeStrip } from './time-strip.ts';

const line = (prefix: string, id: number, place = 'filter:FORWARD:policy:1') =>
  `${prefix} TRACE: ${place} IN=eth0 OUT=eth1 SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=${id} PROTO=UDP SPT=1000 DPT=53 LEN=40\n`;

async function opened(prefixes: readonly string[]) {
  const capture = await captureOf({
    'kern.log': prefixes.map((prefix, i) => line(prefix, i + 1)).join(''),
    'iptables-save.txt': '*filter\n:FORWARD DROP [0:0]\nCOMMIT\n',
  });
  const times = await capture.readTimes();
  const ids = (text: string) => {
    const ask = { generation: 1, selection: parseFilter(text).selection, sort: null, packet: null };
    applyFilter(capture, ask);
    return Array.from(capture.narrowed.packets ?? [], (packet) => packet + 1);
  };
  return { capture, times, ids };
}

describe('times of packets', () => {
  it('are_the_stamps_made_finer_by_the_clock_of_the_kernel', async () => {
    const { times, ids } = await opened([
      'Nov 21 07:59:58 r1 kernel: [  100.900000]',
      'Nov 21 07:59:59 r1 kernel: [  101.100000]',
      'Nov 21 07:59:59 r1 kernel: [  101.950000]',
      'Nov 21 08:00:01 r1 kernel: [  103.500000]',
    ]);
    expect(times?.isClock).toBe(true);
    // The third is the latest boot: 07:59:59 - 101.1 s.
    expect(Array.from(times?.seconds ?? [], (time) => clockText(time, false))).toEqual([
      '07:59:58.8',
      '07:59:59',
      '07:59:59.85',
      '08:00:01.4',
    ]);
    expect(ids('time 07:59:59')).toEqual([2, 3]);
    expect(ids('time 07:59:58..07:59:59')).toEqual([1, 2, 3]);
    expect(ids('time 07:59')).toEqual([1, 2, 3]);
    expect(ids('time >= 07:59:59.5')).toEqual([3, 4]);
    expect(ids('not time < 08:00')).toEqual([4]);
    expect(ids('time 2000-11-21T08:00..')).toEqual([4]);
  });

  it('are_those_since_boot_where_there_are_no_others', async () => {
    const { times, ids } = await opened(['[  100.900000]', '[  101.100000]', '[  200.000000]']);
    expect(times?.isClock).toBe(false);
    expect(ids('time 101..150')).toEqual([2]);
    expect(ids('time > 150')).toEqual([3]);
    expect(ids('time 07:00')).toEqual([]);
  });

  it('between_stamps_without_the_clock_of_the_kernel_keep_their_order', async () => {
    const { times, ids } = await opened(
      ['07:00:00', '07:00:00', '07:00:10', '07:00:10'].map((time) => `Nov 21 ${time} r1 kernel:`),
    );
    expect(times?.from).toBeLessThan(times?.to ?? 0);
    expect(ids('time 07:00:10')).toEqual([3, 4]);
  });

  it('are_none_in_a_log_without', async () => {
    const { times } = await opened(['', '']);
    expect(times).toBeNull();
  });
});

it('the_strip_counts_packets_by_how_they_ended', async () => {
  const { capture, times } = await opened(['[  100.000000]', '[  100.100000]', '[  200.000000]']);
  if (times === null) throw new Error('no times');
  const strip = timeStrip(capture.analysis, times, null);
  expect(strip.dead[0]).toBe(2);
  expect(strip.dead.at(-1)).toBe(1);
  expect(strip.alive.some((count) => count > 0)).toBe(false);
  expect(timeStrip(capture.analysis, times, Uint32Array.of(2)).dead[0]).toBe(0);
});

it.each([
  ['Nov 21 07:53:14', '2000-11-21T07:53:14'],
  ['Nov  1 07:53:14', '2000-11-01T07:53:14'],
  ['[Sat Nov 21 07:53:14 2026]', '2026-11-21T07:53:14'],
  ['2026-11-21T07:53:14.123456+01:00', '2026-11-21T07:53:14.123456'],
])('%s is read as it is written', (stamp, text) => {
  const clock = clockOf(stamp);
  expect(clock?.day).toBe(true);
  expect(clockText(clock?.seconds ?? 0, true)).toBe(text);
});

it.each(['', 'eth0', 'fd00::1', '99:99', 'x'.repeat(100) + '1:23'])('%s is no time', (stamp) => {
  expect(clockOf(stamp)).toBeNull();
});
