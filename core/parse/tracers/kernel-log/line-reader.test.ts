import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deltaNumber } from '../../../model/delta-column.ts';
import { packet } from '../../../testing/drawn-log.ts';
import { KernelLogReader } from './log-reader.ts';
import { TraceColumns } from './trace-columns.ts';

/** What each line says, without the numbers that interning gave. */
function told(text: string) {
  const columns = new TraceColumns();
  const reader = new KernelLogReader(columns, {
    path: 'kern.log',
    fallbackHost: 'fallback',
    keepsLogLines: true,
  });
  reader.push(new TextEncoder().encode(text));
  const { lines, diagnostics } = reader.finish();
  const { count, headers, identities, names, ...events } = columns.finish();
  const row = (table: object, index: number): unknown[] =>
    Object.entries(table).map(([key, column]) => [
      key,
      typeof column === 'number' ? 0 : (column as ArrayLike<number>)[index],
    ]);
  const facts = Array.from({ length: count }, (_, event) => ({
    place: events.places[events.place[event] as number],
    header: row(named(headers, names), events.header[event] as number),
    identity: row(named(identities, names), events.identity[event] as number),
    ttl: events.ttl[event],
    uptime: deltaNumber(events.uptime, event),
  }));
  return { facts, lines, malformed: diagnostics.length };
}

/** Columns of names with the names themselves; all others as they are. */
function named(columns: object, names: readonly string[]): object {
  return Object.fromEntries(
    Object.entries(columns).map(([key, column]) => {
      const isNames = /^(inInterface|outInterface|physIn|physOut|src|dst|dstMac|host|protocol)$/.test(key);
      return [key, isNames ? Array.from(column as ArrayLike<number>, (id) => names[id]) : column];
    }),
  );
}

const stamps = [
  'Nov 21 07:00:00 rtr kernel: [  100.000001] ',
  'Nov 21 07:00:01 rtr kernel: [  101.020003] ',
  'Nov 21 07:00:01 rt2 kernel: [  101.020003] ',
  'Nov 21 07:00:01 rt3 kernel: [  101.020003] ',
  '2026-11-21T06:36:49.123456+00:00 rtr kernel: [12100.020003] ',
  '[  100.000001] ',
  '[Sat Nov 21 06:36:49 2026] ',
  '<4>[   99.500001] rtr kernel: ',
  '',
];
const places = [
  'raw:PREROUTING:policy:2',
  'filter:FORWARD:rule:2',
  'filter:a:b:return:12',
  'filter:FORWARD:ru:2',
  'x:y',
];
const headers = [
  packet({ in: 'eth0' }),
  packet({ in: 'eth0', out: 'eth1', ttl: 63 }),
  'IN=eth0 OUT= SRC=2001:db8::1 DST=2001:db8::2 LEN=80 TC=0 HOPLIMIT=63 FLOWLBL=0 PROTO=UDP SPT=53 DPT=53 LEN=40 ',
  'IN=eth0 OUT= SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x10 PREC=0xA0 TTL=64 ID=4131 PROTO=ICMP TYPE=8 CODE=0 ID=77 SEQ=3 MARK=0x1 ',
];
const line = fc
  .tuple(
    fc.constantFrom(...stamps),
    fc.constantFrom(
      'TRACE: ',
      'TRACE: ',
      'TRACE: ',
      'trace: ',
      '[UFW BLOCK] ',
      '[T12] ',
      '[ 7.000001] ',
      'kernel: ',
      '',
    ),
    fc.constantFrom(...places, ''),
    fc.constantFrom(...headers),
    fc.constantFrom('', '', '', '\r'),
  )
  .map(([stamp, marker, place, header, end]) => `${stamp}${marker}${place} ${header}${end}`);
/** One byte of it is another one, digits mostly, or it is cut. */
const damaged = fc
  .tuple(line, fc.nat(), fc.constantFrom('0', '7', ' ', 'x', '=', ':', '[', ''))
  .map(([text, at, byte]) => text.slice(0, at % text.length) + byte + text.slice((at % text.length) + 1));

test('a_line_says_the_same_whatever_lines_stand_before_it', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(line, line, damaged), { minLength: 1, maxLength: 30 }), (lines) => {
      const together = told(lines.join('\n'));
      const alone = lines.map((text) => told(text));
      expect(together.facts).toEqual(alone.flatMap(({ facts }) => facts));
      const sum = (key: 'parsed' | 'notOurs' | 'malformed'): number =>
        alone.reduce((total, { lines: counts }) => total + counts[key], 0);
      expect(together.lines).toMatchObject({
        parsed: sum('parsed'),
        notOurs: sum('notOurs'),
        malformed: sum('malformed'),
      });
    }),
    { numRuns: 200 },
  );
});
