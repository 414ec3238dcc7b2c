import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deltaNumber } from '../../../model/delta-column.ts';
import type { TraceEvents } from '../../../model/trace.ts';
import { packet } from '../../../testing/drawn-log.ts';
import { KernelLogReader } from './log-reader.ts';
import { TraceColumns } from './trace-columns.ts';

function read(bytes: Uint8Array, chunkBytes = Infinity, keepsLogLines = false) {
  const columns = new TraceColumns();
  const reader = new KernelLogReader(columns, { path: 'kern.log', keepsLogLines });
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    // A chunk's memory may be used again by whoever read it.
    const chunk = bytes.slice(start, start + chunkBytes);
    reader.push(chunk);
    chunk.fill(0x20);
  }
  return { ...reader.finish(), events: columns.finish() };
}

const linesOf = ({ count, line }: TraceEvents): number[] =>
  Array.from({ length: count }, (_, event) => deltaNumber(line, event));

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const excerpt = [
  `Nov 21 07:00:00 rtr kernel: [  100.000001] TRACE: raw:PREROUTING:policy:2 ${packet({ in: 'eth0' })}`,
  'Nov 21 07:00:00 rtr kernel: [  100.000002] usb 1-2: USB disconnect, device number 28',
  '',
  `Nov 21 07:00:00 rtr kernel: [  100.000003] TRACE: filter:FORWARD:rule:2 ${packet({ in: 'eth0', out: 'eth1', ttl: 63 })}`,
  `{"_HOSTNAME":"core","MESSAGE":"TRACE: filter:FORWARD:policy:3 ${packet({ in: 'eth0' })}"}`,
  `Nov 21 07:00:01 rtr kernel: TRACE: nat:POSTROUTING:policy:1 ${packet({ out: 'eth1' })}`,
  'Nov 21 07:00:01 rtr kernel: TRACE: filter:FORWARD:rule:2 IN=eth0 OUT= SRC=10.1',
  '{"MESSAGE":"TRACE: cut',
];

describe('chunks', () => {
  test.each(['\n', '\r\n'])('may_end_anywhere %j', (end) => {
    for (const last of ['', end]) {
      const bytes = encode(excerpt.join(end) + last);
      const whole = read(bytes);
      expect(whole.lines).toEqual({ parsed: 4, notOurs: 2, notModelled: 0, malformed: 2 });
      expect(linesOf(whole.events)).toEqual([1, 4, 5, 6]);
      for (const size of [1, 7, 64, 255]) expect(read(bytes, size)).toEqual(whole);
    }
  });

  test('a_line_without_end_costs_no_memory_and_counts_once_however_it_is_cut', () => {
    const bytes = encode(`${excerpt[0]}\n${'x'.repeat(3 << 20)} ${excerpt[0]}\n${excerpt[3]}`);
    for (const size of [Infinity, 4096, 1 << 20]) {
      const { lines, events } = read(bytes, size);
      expect(lines).toEqual({ parsed: 2, notOurs: 1, notModelled: 0, malformed: 0 });
      expect(linesOf(events)).toEqual([1, 3]);
    }
  });
});

describe('any_bytes', () => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.constantFrom(...excerpt, 'TRACE: ', '{', '}', '[', '"', '\n', '\r\n', '\0').map(encode),
    fc.tuple(fc.constantFrom(...excerpt), fc.nat(), fc.nat()).map(([line, a, b]) => {
      const from = a % line.length;
      return encode(line.slice(from, from + (b % line.length)));
    }),
  );

  test('never_throw_and_every_line_is_counted_once', () => {
    fc.assert(
      fc.property(fc.array(noise, { maxLength: 40 }), fc.integer({ min: 1, max: 50 }), (parts, size) => {
        const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
        const whole = read(bytes);
        const newlines = bytes.reduce((sum, byte) => sum + (byte === 0x0a ? 1 : 0), 0);
        const openEnd = bytes.length > 0 && bytes.at(-1) !== 0x0a ? 1 : 0;
        const { parsed, notOurs, notModelled, malformed } = whole.lines;
        expect(parsed + notOurs + notModelled + malformed).toBe(newlines + openEnd);
        // A line that lost line ends may have been several.
        const isDamaged = new TextDecoder().decode(bytes).split('\n').some((line) => line.split('TRACE: ').length > 2); // prettier-ignore
        if (isDamaged) expect(parsed).toBeLessThanOrEqual(whole.events.count);
        else expect(parsed).toBe(whole.events.count);
        expect(read(bytes, size)).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });
});

describe('lines_of_log_targets', () => {
  const at = 'Nov 21 07:00:00 rtr kernel: [  100.000001] ';
  const blocked = (id: number): string =>
    `${at}[UFW BLOCK] ${packet({ in: 'eth0', src: `203.0.113.${id}`, id })}`;
  const traced = `${at}TRACE: raw:PREROUTING:policy:2 ${packet({ in: 'eth0', id: 9 })}`;
  const elsewhere = `Nov 21 07:00:00 sw1 kernel: [  100.000001] [UFW BLOCK] ${packet({ in: 'eth0', id: 8 })}`;
  const lines = [blocked(1), blocked(2), traced, blocked(3), elsewhere, blocked(4), traced];
  const bytes = encode(lines.join('\n'));

  test('are_left_out_behind_a_TRACE_line_of_their_host', () => {
    const whole = read(bytes);
    expect(linesOf(whole.events)).toEqual([1, 2, 3, 5, 7]);
    expect(whole.lines).toEqual({ parsed: 5, notOurs: 2, notModelled: 0, malformed: 0 });
    expect(whole.hosts).toEqual(['rtr', 'sw1']);
    expect(whole.events.names).not.toContain('203.0.113.3');
    for (const size of [1, 7, 100]) expect(read(bytes, size)).toEqual(whole);
  });

  test('all_count_where_bridges_may_have_logged_them', () => {
    expect(linesOf(read(bytes, Infinity, true).events)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('leave_what_else_they_say', () => {
    const lossy = `${at}[UFW BLOCK] IN=eth0 OUT= nf_conntrack: 12 callbacks suppressed. PROTO=`;
    const { lines: counted, diagnostics } = read(encode([traced, lossy, blocked(1)].join('\n')));
    expect(counted).toMatchObject({ parsed: 1, notOurs: 1, notModelled: 1 });
    expect(diagnostics).toHaveLength(1);
  });
});
