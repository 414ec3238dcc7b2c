import { describe, expect, test } from 'vitest';
import type { TraceEvents } from '../../../model/trace.ts';
import { KernelLogReader } from './log-reader.ts';
import { TraceColumns } from './trace-columns.ts';

function read(...lines: string[]) {
  const columns = new TraceColumns();
  const reader = new KernelLogReader(columns, { path: 'kern.log' });
  reader.push(new TextEncoder().encode(lines.join('\n')));
  const { lines: counts, hosts } = reader.finish();
  return { counts, hosts, events: columns.finish() };
}

function fieldsOf(events: TraceEvents, event = 0) {
  const name = (id: number | undefined): string => events.names[id ?? 0] ?? '';
  const { headers, identities } = events;
  const header = events.header[event] as number;
  const identity = events.identity[event] as number;
  return {
    in: name(headers.inInterface[header]),
    src: name(headers.src[header]),
    protocol: name(identities.protocol[identity]),
    sport: headers.sport[header],
    dport: headers.dport[header],
    tos: headers.tos[header],
    mark: headers.mark[header],
    length: identities.length[identity],
    fragment: identities.fragment[identity],
    seq: identities.seq[identity],
    tcpFlags: identities.tcpFlags[identity],
    icmpType: identities.icmpType[identity],
    ttl: events.ttl[event],
  };
}

const IPV4 = 'IN=eth0 OUT= SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x10 PREC=0xA0 TTL=64 ID=4131';
const IPV6 = 'IN=eth0 OUT= SRC=2001:db8::1 DST=2001:db8::2 LEN=80';
const TCP =
  'PROTO=TCP SPT=41001 DPT=80 SEQ=2007418953 ACK=9 WINDOW=64240 RES=0x00 CWR ACK SYN URGP=0 OPT (0204) UID=0 GID=0 MARK=0x1f';

describe('fields', () => {
  test.each([
    [
      'tcp',
      `${IPV4} DF ${TCP}`,
      { in: 'eth0', src: '10.1.0.2', protocol: 'tcp', sport: 41001, dport: 80, tos: 0xb0, mark: 0x1f, length: 60, fragment: 1, seq: 2007418953, tcpFlags: 2 | 16 | 128, ttl: 64 },
    ],
    ['udp_prints_its_length_too', `${IPV4} PROTO=UDP SPT=53 DPT=5000 LEN=40`, { protocol: 'udp', length: 60 }],
    ['echo', `${IPV4} PROTO=ICMP TYPE=8 CODE=0 ID=77 SEQ=3`, { icmpType: 8, sport: 77, dport: -1, seq: 3 }],
    [
      'icmp_errors_keep_their_own_header',
      `${IPV4} PROTO=ICMP TYPE=3 CODE=1 [SRC=9.9.9.9 DST=8.8.8.8 LEN=1500 TTL=3 ID=5 PROTO=UDP INCOMPLETE [4 bytes] ] MARK=0x2`,
      { src: '10.1.0.2', length: 60, ttl: 64, protocol: 'icmp', sport: -1, mark: 2 },
    ],
    ['later_fragment', `${IPV4} MF FRAG:185 PROTO=UDP`, { fragment: 2 | (185 << 3), sport: -1 }],
    [
      'loose_source_route',
      `${IPV4} DF OPT (01830704C000020900) PROTO=UDP SPT=56002 DPT=9 LEN=19`,
      { fragment: 1 | (1 << 16), sport: 56002 },
    ],
    ['strict_source_route', `${IPV4} OPT (890704C0000209) PROTO=ICMP TYPE=8 CODE=0 ID=7 SEQ=1`, { fragment: 2 << 16 }],
    ['other_options', `${IPV4} DF OPT (0707048900000000) ${TCP}`, { fragment: 1 }],
    ['options_that_are_none', `${IPV4} OPT (0000) PROTO=ESP SPI=0x7`, { fragment: 0 }],
    ['other_protocol', `${IPV4} PROTO=ESP SPI=0x7`, { protocol: 'esp', sport: -1, dport: -1 }],
    ['redacted', `${IPV4.replace('10.1.0.2', 'xxx.xxx.xxx.113')} PROTO=47`, { src: 'xxx.xxx.xxx.113', protocol: '47' }],
    ['ipv6_prints_its_class_in_decimal', `${IPV6} TC=184 HOPLIMIT=63 FLOWLBL=0 PROTO=ESP SPI=0x7`, { tos: 184, ttl: 63 }],
  ])('%s', (_name, fields, expected) => {
    const { counts, events } = read(`TRACE: filter:FORWARD:rule:2 ${fields} `);
    expect(counts.parsed).toBe(1);
    expect(fieldsOf(events)).toMatchObject(expected);
  }); // prettier-ignore

  test('a_chain_with_colons_in_its_name_is_read_to_the_last_word', () => {
    expect(read(`TRACE: nat:a:rule:b:return:12 ${IPV4} PROTO=47 `).events.places).toMatchObject([
      { host: '', family: 'ipv4', table: 'nat', chain: 'a:rule:b', kind: 'return', number: 12 },
    ]);
  });
});

describe('malformed', () => {
  const line = `TRACE: filter:FORWARD:rule:2 ${IPV4} DF ${TCP} `;
  test('a_line_that_is_cut_in_what_tells_its_packet_is_no_event', () => {
    const whole = line.indexOf('URGP=') + 'URGP='.length;
    for (let end = line.indexOf('IN='); end < whole; end++) {
      const seen = line.slice(0, end);
      // Someone who shortens lines by hand may end each after the ports.
      if (/DPT=\d+ ?(S|SE|SEQ)?$/.test(seen)) continue;
      expect(read(seen).events.count, seen).toBe(0);
    }
    expect(read(line.slice(0, whole + 1)).events.count).toBe(1);
  });

  test('of_two_lines_that_ran_into_each_other_the_one_that_is_whole_is_an_event', () => {
    const { counts, events } = read(`${line.slice(0, 90)}${line}`);
    expect(counts).toMatchObject({ parsed: 1, malformed: 0 });
    expect(events.count).toBe(1);
  });

  test('what_is_no_place_leaves_neither_a_place_nor_a_host', () => {
    const { counts, hosts, events } = read(
      `Nov 21 07:00:00 rtr kernel: ${line}`,
      `Nov 21 07:00:00 rtX kernel: ${line.replace(':rule:', ':ru:')}`,
    );
    expect(counts).toMatchObject({ parsed: 1, malformed: 1 });
    expect(hosts).toEqual(['rtr']);
    expect(events.places.map(({ host }) => host)).toEqual(['rtr']);
  });

  test('a_message_that_only_says_TRACE_is_not_ours', () => {
    expect(read('TRACE: hello world', 'usb 1-2: TRACE: a:b').counts).toEqual({
      parsed: 0,
      notOurs: 2,
      notModelled: 0,
      malformed: 0,
    });
  });
});
