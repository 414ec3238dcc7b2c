import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { KernelLogReader } from './log-reader.ts';
import { LineReader } from './line-reader.ts';
import { TraceColumns } from './trace-columns.ts';

const LABEL = '[  100.000001] TRACE: raw:PREROUTING:rule:1 ';
const KNOWN = `${LABEL}IN=eth0 OUT= SRC=10.9.0.2 DST=10.2.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=1 PROTO=UDP SPT=1 DPT=2 LEN=40 `;

/** Of the log's last line: whether it was an event, and all that it says, names as texts. */
function lastOf(log: string) {
  const columns = new TraceColumns();
  const reader = new KernelLogReader(columns, { path: 'kern.log' });
  reader.push(new TextEncoder().encode(log));
  const { lines } = reader.finish();
  const { count, header, headers, identity, identities, names, ttl } = columns.finish();
  const last = count - 1;
  const text = (column: ArrayLike<number>, row: number): string => names[column[row] as number] as string;
  const [h, i] = [header[last] as number, identity[last] as number];
  const { src, dst, inInterface, outInterface, physIn, physOut, dstMac } = headers;
  const { host, protocol, traceId } = identities;
  return {
    isEvent: lines.malformed === 0 && lines.notOurs === 0,
    names: [inInterface, outInterface, physIn, physOut, src, dst, dstMac].map((column) => text(column, h)),
    header: [headers.sport[h], headers.dport[h], headers.tos[h], headers.mark[h]],
    identityNames: [host, protocol, traceId].map((column) => text(column, i)),
    identity: [identities.ipId[i], identities.length[i], identities.fragment[i], identities.seq[i]],
    flags: [identities.ack[i], identities.tcpFlags[i], identities.icmpType[i], identities.icmpCode[i]],
    ttl: ttl[last],
  };
}

const link = fc.constantFrom(
  'IN=eth0 OUT=',
  'IN= OUT=eth1',
  'IN=br0 OUT=br0 PHYSIN=v1 PHYSOUT=v2',
  'IN=eth0 OUT= MAC=52:54:00:a7:40:88:52:54:00:84:3d:00:08:00',
  'IN=eth0 OUT= MAC=45',
);
const address = fc.constantFrom(
  ' SRC=10.1.0.2 DST=10.2.0.2',
  ' SRC=xxx.xxx.xxx.113 DST=10.2.0.2',
  ' SRC=::1 DST=::2',
);
const ip = fc.constantFrom(
  ' LEN=60 TOS=0x10 PREC=0xA0 TTL=64 ID=4131 DF',
  ' LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=0',
  ' LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=9 MF FRAG:185',
  ' LEN=80 TC=0 HOPLIMIT=64 FLOWLBL=0',
);
const proto = fc.constantFrom(
  ' PROTO=TCP SPT=41001 DPT=80 SEQ=2007418953 ACK=9 WINDOW=64240 RES=0x00 CWR ACK SYN URGP=0',
  ' PROTO=TCP SPT=1 DPT=2 SEQ=4294967295 ACK=0 WINDOW=0 RES=0x00 URGP=0',
  ' PROTO=TCP SPT=41001 DPT=80 WINDOW=64240 RES=0x00 SYN URGP=0',
  ' PROTO=UDP SPT=53 DPT=5000 LEN=40',
  ' PROTO=ICMP TYPE=8 CODE=0 ID=77 SEQ=3',
  ' PROTO=TCP SPT=1 DPT=2',
);
const rest = fc.constantFrom(
  '',
  ' ',
  ' OPT (0204) ',
  ' OPT (0101080A1F2E3D4C5B6A7988) UID=0 GID=0 MARK=0x1f ',
  ' MARK=0xffffffff',
  ' UID=1000 GID=1000 ',
);
const whole = fc.tuple(link, address, ip, proto, rest).map((parts) => parts.join('')); // prettier-ignore
/** A piece of it is gone, doubled, or other bytes. */
const damaged = fc
  .tuple(
    whole,
    fc.nat(),
    fc.nat({ max: 6 }),
    fc.constantFrom('', ' ', '0', 'F', '=', '(', '[', ')', 'DF', ' LEN=5', 'é'),
  )
  .map(([text, at, length, other]) => {
    const from = at % text.length;
    return text.slice(0, from) + other + text.slice(from + length);
  });

test('a_line_that_the_scanner_reads_says_the_same_as_read_word_by_word', () => {
  const slowly = vi.spyOn(LineReader.prototype, 'read');
  let quick = 0;
  fc.assert(
    fc.property(fc.oneof(whole, damaged), (fields) => {
      const alone = lastOf(`${LABEL}${fields}\n`);
      slowly.mockClear();
      const afterOthers = lastOf(`${KNOWN}\n${KNOWN}\n${LABEL}${fields}\n`);
      expect(afterOthers.isEvent).toBe(alone.isEvent);
      if (alone.isEvent) expect(afterOthers).toEqual(alone);
      // The first of the three lines is read word by word.
      if (alone.isEvent && slowly.mock.calls.length === 1) quick++;
    }),
    { numRuns: 3000 },
  );
  expect(quick).toBeGreaterThan(300);
  slowly.mockRestore();
});

test('a_log_says_the_same_in_one_piece_and_line_by_line', () => {
  const lines = Array.from({ length: 9000 }, (_, i) => {
    const packet = i % 4500;
    const fields = KNOWN.slice(LABEL.length).replace('10.9.0.2', `10.${packet >> 8}.0.${packet & 255}`);
    return `[  100.${String(i).padStart(6, '0')}] TRACE: raw:PREROUTING:rule:${i % 7} ${fields}\n`;
  });
  const read = (pieces: readonly string[]) => {
    const columns = new TraceColumns();
    const reader = new KernelLogReader(columns, { path: 'kern.log' });
    for (const piece of pieces) reader.push(new TextEncoder().encode(piece));
    return { ...reader.finish(), events: columns.finish() };
  };
  const whole = read([lines.join('')]);
  expect(whole.events.headers.count).toBe(4500);
  expect(whole).toEqual(read(lines));
});
