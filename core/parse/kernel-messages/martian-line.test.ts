import { describe, expect, test } from 'vitest';
import { KernelLogReader } from '../tracers/kernel-log/log-reader.ts';
import { TraceColumns } from '../tracers/kernel-log/trace-columns.ts';

const said = 'IPv4: martian source 10.2.0.2 from 127.0.0.5, on dev eth0';
const header = 'll header: 00000000: 52 54 00 20 10 3a 52 54 00 b2 74 31 08 00';

function read(lines: readonly string[], fallbackHost = '') {
  const reader = new KernelLogReader(new TraceColumns(), { path: 'kern.log', fallbackHost });
  reader.push(new TextEncoder().encode(lines.map((line) => `${line}\n`).join('')));
  return reader.finish();
}

describe('a_martian_source', () => {
  test.each([
    ['rsyslog', `Nov 21 07:54:18 rtr kernel: [ 5071.463384] ${said}`, 'rtr'],
    ['RFC 5424', `<4>1 2026-11-21T06:36:49.123456+00:00 rtr kernel - - - [  420.080676] ${said}`, 'rtr'],
    ['dmesg', `[ 5071.463384] ${said}`, 'only'],
    ['an older kernel', `Nov 21 07:54:18 rtr kernel: ${said.replace('IPv4: ', '')}`, 'rtr'],
    ['journald', JSON.stringify({ _HOSTNAME: 'rtr', MESSAGE: said }), 'rtr'],
    ['a container log', JSON.stringify({ log: `[ 5071.463384] ${said}\n` }), 'only'],
  ])('is_read_from_%s_with_its_host_and_line', (_, line, host) => {
    const { martians, lines } = read(['[ 1.000000] usb 1-2: gone', line], 'only');
    expect(martians).toEqual([
      { host, src: '127.0.0.5', dst: '10.2.0.2', dev: 'eth0', at: { file: 'kern.log', line: 2 }, text: line },
    ]);
    expect(lines).toEqual({ parsed: 1, notOurs: 1, notModelled: 0, malformed: 0 });
  });

  test('is_kept_once_and_counted_with_its_header_each_time', () => {
    const { martians, lines } = read([said, header, said, header, `${said}\r`]);
    expect(martians).toHaveLength(1);
    expect(lines).toEqual({ parsed: 5, notOurs: 0, notModelled: 0, malformed: 0 });
  });

  test('is_kept_for_a_bounded_number_of_sources', () => {
    const many = Array.from({ length: 3000 }, (_, i) =>
      said.replace('127.0.0.5', `10.9.${i >> 8}.${i & 255}`),
    );
    const { martians, lines } = read(many);
    expect(martians).toHaveLength(1000);
    expect(lines.parsed).toBe(3000);
  });

  test.each([
    'IPv4: martian destination 0.0.0.0 from 10.1.0.2, dev eth0',
    'IPv4: martian source 10.2.0.2 from',
    'a film: martian source of joy',
    'the shell header: 1',
    '{"MESSAGE":"martian source 10.2.0.2 from 127.0.0.5, on dev eth0"',
  ])('is_not_%j', (line) => {
    expect(read([line])).toMatchObject({ martians: [], lines: { parsed: 0, notOurs: 1 } });
  });
});
