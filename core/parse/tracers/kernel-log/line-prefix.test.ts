import { describe, expect, test } from 'vitest';
import { emptySpan, readPrefix } from './line-prefix.ts';
import { lineTime } from './line-time.ts';
import { KernelLogReader } from './log-reader.ts';
import { deltaNumber } from '../../../model/delta-column.ts';
import { TraceColumns } from './trace-columns.ts';

const TRACE =
  'TRACE: raw:PREROUTING:policy:2 IN=eth0 OUT= SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=1 PROTO=47 ';
const UTC = '2026-11-21T06:36:49.123456Z';
const MONOTONIC = 420.080676;

function read(line: string) {
  const columns = new TraceColumns();
  const reader = new KernelLogReader(columns, { path: 'kern.log' });
  reader.push(new TextEncoder().encode(line));
  const { lines, hosts } = reader.finish();
  const { count, uptime: column } = columns.finish();
  const uptime = count === 0 ? NaN : deltaNumber(column, 0);
  return { lines, hosts, uptime: Number.isNaN(uptime) ? null : uptime / 1e6, time: lineTime(line) };
}

/** Name, prefix, host, uptime, the time as it stands there, the time in UTC. */
type Style = [string, string, string, number | null, string, string | null];

const styles: Style[] = [
  ['rsyslog', 'Aug 24 11:14:47 rtr kernel: [594576.178700] ', 'rtr', 594576.1787, 'Aug 24 11:14:47', null],
  ['rsyslog_on_the_first_days', 'Aug  4 11:14:47 rtr kernel: ', 'rtr', null, 'Aug  4 11:14:47', null],
  ['host_by_ipv4', 'Aug 24 11:14:47 10.0.0.1 kernel: ', '10.0.0.1', null, 'Aug 24 11:14:47', null],
  ['host_by_ipv6', 'Aug 24 11:14:47 2001:470:1::5 kernel: ', '2001:470:1::5', null, 'Aug 24 11:14:47', null],
  ['without_host', 'Aug 24 11:14:47 kernel: [  420.080676] ', '', MONOTONIC, 'Aug 24 11:14:47', null],
  ['rfc3339', `${UTC} rtr kernel: [  420.080676] `, 'rtr', MONOTONIC, UTC, UTC],
  ['short_iso', '2026-11-21T07:36:49+0100 rtr kernel: ', 'rtr', null, '2026-11-21T07:36:49+0100', '2026-11-21T06:36:49.000000Z'],
  ['journalctl_with_pid', 'Nov 21 06:36:49 rtr kernel[0]: ', 'rtr', null, 'Nov 21 06:36:49', null],
  ['rfc5424', `<4>1 ${UTC} rtr kernel - - - [  420.080676] `, 'rtr', MONOTONIC, UTC, UTC],
  ['rfc5424_without_uptime', `<4>1 ${UTC} rtr kernel - - - `, 'rtr', null, UTC, UTC],
  ['rfc5424_with_structured_data', `<4>1 ${UTC} rtr kernel - - [meta id="7"][x@9 y="z"] [  420.080676] `, 'rtr', MONOTONIC, UTC, UTC],
  ['fedora', 'fedora kernel: [ 2350.411619] ', 'fedora', 2350.411619, '', null],
  ['kernel_only', 'kernel: ', '', null, '', null],
  ['dmesg', '[  420.080676] ', '', MONOTONIC, '', null],
  ['dmesg_raw', '<4>[  420.080676] ', '', MONOTONIC, '', null],
  ['dmesg_of_a_kernel_that_names_the_caller', '[  420.080676][    C0] ', '', MONOTONIC, '', null],
  ['dmesg_by_wall_clock', '[Sat Nov 21 06:36:49 2026] ', '', null, '[Sat Nov 21 06:36:49 2026', null],
  ['journalctl_short_monotonic', '[  420.080676] rtr kernel: ', 'rtr', MONOTONIC, '', null],
  ['cri', `${UTC} stdout F <4>[  420.080676] `, '', MONOTONIC, UTC, UTC],
  ['cri_around_syslog', `${UTC} stdout F Nov 21 06:36:49 rtr kernel: `, 'rtr', null, UTC, UTC],
  ['journalctl_short_full', 'Sat 2026-11-21 06:36:49.123456 UTC rtr kernel: ', 'rtr', null, '2026-11-21 06:36:49.123456 UTC', UTC],
  ['logread', 'Wed Feb 24 00:35:21 2021 kern.info kernel: [  420.080676] ', '', MONOTONIC, 'Wed Feb 24 00:35:21 2021', null],
  ['busybox', 'Nov 21 06:36:49 rtr user.warn kernel: ', 'rtr', null, 'Nov 21 06:36:49', null],
  ['slashes', '2026/11/21 06:36:49 rtr kernel: ', 'rtr', null, '2026/11/21 06:36:49', null],
  ['brackets', '[2026-11-21 06:36:49] rtr kernel: ', 'rtr', null, '2026-11-21 06:36:49', null],
  ['relayed', 'May 27 19:57:54 10.0.0.3 Nov 21 06:36:49 rtr kernel: ', 'rtr', null, 'May 27 19:57:54', null],
  ['grep_of_several_files', 'kern.log:Nov 21 06:36:49 rtr kernel: ', 'rtr', null, 'Nov 21 06:36:49', null],
  ['grep_with_numbers', '/var/log/kern.log.1:123:Nov 21 06:36:49 rtr kernel: ', 'rtr', null, 'Nov 21 06:36:49', null],
  ['grep_of_one_file', `17:${UTC} rtr kernel: `, 'rtr', null, UTC, UTC],
  ['grep_with_context', 'kern.log-124-Nov 21 06:36:49 rtr kernel: ', 'rtr', null, 'Nov 21 06:36:49', null],
  ['dmesg_with_facility', 'kern  :warn  : [  420.080676] ', '', MONOTONIC, '', null],
  ['dmesg_with_facility_by_wall_clock', 'kern  :warn  : [Sat Nov 21 06:36:49 2026] ', '', null, '[Sat Nov 21 06:36:49 2026', null],
  ['docker_compose', `fw_1  | ${UTC} [  420.080676] `, '', MONOTONIC, UTC, UTC],
  ['kubectl_logs_with_prefix', `[pod/fw-0/app] ${UTC} [  420.080676] `, '', MONOTONIC, UTC, UTC],
  ['nothing', '', '', null, '', null],
]; // prettier-ignore

describe('every_prefix_gives_host_clock_and_time', () => {
  test.each(styles)('%s', (_style, prefix, host, uptime, stamp, time) => {
    for (const end of ['', '\n', '\r\n']) {
      const found = read(prefix + TRACE + end);
      expect(found.lines).toMatchObject({ parsed: 1, malformed: 0 });
      expect(found).toMatchObject({ hosts: [host], uptime });
      expect(found.time.time).toBe(time);
      expect(found.time.stamp.replace(/\]$/, '')).toBe(stamp);
    }
  });

  test('journal_json', () => {
    const line = JSON.stringify({
      _TRANSPORT: 'kernel',
      _HOSTNAME: 'rtr',
      __REALTIME_TIMESTAMP: '1795243009123456',
      _SOURCE_MONOTONIC_TIMESTAMP: '420080676',
      MESSAGE: TRACE,
    });
    expect(read(line)).toMatchObject({ hosts: ['rtr'], uptime: MONOTONIC, time: { time: UTC } });
  });

  test('docker_json_file', () => {
    const line = JSON.stringify({ log: `<4>[  420.080676] ${TRACE}\r\n`, stream: 'stdout', time: UTC });
    expect(read(line)).toMatchObject({ lines: { parsed: 1 }, hosts: [''], uptime: MONOTONIC });
    const syslog = JSON.stringify({ log: `Nov 21 06:36:49 rtr kernel: ${TRACE}\n`, stream: 'stdout' });
    expect(read(syslog)).toMatchObject({ hosts: ['rtr'], time: { stamp: 'Nov 21 06:36:49', time: null } });
  });
});

/** Bytes that can be read from `start` to `end` alone, as the lines of a log lie in one large buffer. */
function onlyFrom(text: string, start: number, end: number): Uint8Array {
  return new Proxy(new TextEncoder().encode(text), {
    get(bytes, name) {
      if (name === 'subarray')
        return (from: number, to: number) => {
          if (from < start || to > end) throw new RangeError(`reads ${from} to ${to}`);
          return bytes.subarray(from, to);
        };
      const at = typeof name === 'string' && /^\d+$/.test(name) ? Number(name) : NaN;
      if (at >= start && at < end) return bytes[at];
      throw new RangeError(`reads ${String(name)}`);
    },
  });
}

test.each([
  ...styles.map(([, prefix]) => prefix),
  'x] ',
  'rtr kern kernel: ',
  '[ 420.080676 rtr kernel: ',
  'rtr info kernel: [',
  'a.b kernel] ',
])('a prefix is looked for in its own line alone: %s', (prefix) => {
  const other = `[ 1.000000] kern.info ] ${TRACE}\n`;
  const span = emptySpan();
  const end = other.length + prefix.length;
  const bytes = onlyFrom(`${other}${prefix}${TRACE}\n${other}`, other.length, end);
  expect(() => readPrefix(bytes, other.length, end, span)).not.toThrow();
});
