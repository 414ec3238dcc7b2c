import { describe, expect, test } from 'vitest';
import { analysed, type DrawnFields, packet, tcp } from '../../testing/drawn-log.ts';
import { host } from '../../testing/host.ts';

const ruleset = `*raw
:PREROUTING ACCEPT [0:0]
COMMIT
*mangle
:PREROUTING ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
COMMIT
*filter
:FORWARD ACCEPT [0:0]
-A FORWARD -p tcp -m tcp --dport 81 -j DROP
COMMIT
`;
const steps: readonly (readonly [string, DrawnFields])[] = [
  ['raw:PREROUTING:policy:1', { in: 'eth0' }],
  ['mangle:PREROUTING:policy:1', { in: 'eth0' }],
  ['mangle:FORWARD:policy:1', { in: 'eth0', out: 'eth1', ttl: 63 }],
  ['filter:FORWARD:policy:2', { in: 'eth0', out: 'eth1', ttl: 63 }],
  ['mangle:POSTROUTING:policy:1', { in: 'eth0', out: 'eth1', ttl: 63 }],
];

/** Lines of one packet that begins this many seconds after boot. */
const lines = (count: number, second: number, fields: DrawnFields = {}): string =>
  steps
    .slice(0, count)
    .map(
      ([place, own], i) =>
        `[${(second + i / 1e5).toFixed(6)}] TRACE: ${place} ${packet({ ...own, ...fields })}\n`,
    )
    .join('');

const heading = (dev: string): string => `== ${dev}.pcap (interface ${dev})`;
const seen = (
  time: string,
  words = 'Flags [S], seq 7, win 64240, length 0',
  to = '10.1.0.2.41001 > 10.2.0.2.80',
): string => `${time} IP ${to}: ${words}`;
const other = (time: string): string => seen(time, 'UDP, length 5', '10.1.0.9.1 > 10.2.0.9.2');
/** Packets before and after show that the capture was running. */
const around = (...own: readonly string[]): string[] => [
  other('12:00:01.000000'),
  ...own,
  other('12:00:59.000000'),
];

async function fates(log: string, captures: Readonly<Record<string, readonly string[]>>, files = {}) {
  const summary = Object.entries(captures).flatMap(([dev, packets]) => [heading(dev), ...packets]);
  const { packets } = await analysed({
    'kern.log': log,
    'iptables-save.txt': ruleset,
    'pcap-summary.txt': summary.join('\n'),
    ...files,
  });
  return packets;
}

test('a_packet_whose_last_lines_are_lost_was_forwarded_if_the_capture_of_the_way_out_shows_it', async () => {
  const log = lines(4, 100) + lines(5, 200, { id: 9, proto: tcp(41009, 80) });
  const [first] = await fates(log, {
    eth0: around(seen('12:00:10.000000')),
    eth1: around(seen('12:00:10.000100')),
  });
  expect(first).toMatchObject({ disposition: 'forwarded', cause: null });
  expect(first?.note).toContain('lines after filter/FORWARD are missing');
  expect(first?.captures).toMatchObject([
    { way: 'in', interface: 'eth0', file: 'pcap-summary.txt', line: 3 },
    { way: 'out', interface: 'eth1', file: 'pcap-summary.txt', line: 7 },
  ]);
});

test('so_was_one_that_is_not_seen_again_behind_prerouting', async () => {
  const log = lines(2, 100) + lines(5, 200, { id: 9, proto: tcp(41009, 80) });
  const [first] = await fates(log, {
    eth0: around(seen('12:00:10.000000')),
    eth1: around(seen('12:00:10.000100')),
  });
  expect(first).toMatchObject({ disposition: 'forwarded', cause: null });
});

test('without_the_capture_it_stays_open', async () => {
  const [first] = await fates(lines(4, 100) + lines(5, 200, { id: 9 }), {
    eth0: around(seen('12:00:10.000000')),
  });
  expect(first).toMatchObject({ disposition: 'incomplete', cause: null });
});

describe('packets_that_look_alike', () => {
  const log = lines(4, 100) + lines(4, 110) + lines(5, 200, { id: 9, proto: tcp(41009, 80) });
  const eth0 = around(seen('12:00:10.000000'), seen('12:00:20.000000'));

  test('are_told_apart_by_time_where_another_packet_ties_the_clocks', async () => {
    const clock = seen(
      '12:01:50.000100',
      'Flags [S], seq 7, win 64240, length 0',
      '10.1.0.2.41009 > 10.2.0.2.80',
    );
    const packets = await fates(log, { eth0, eth1: around(seen('12:00:20.000100'), clock) });
    expect(packets.map(({ disposition }) => disposition)).toEqual(['incomplete', 'forwarded', 'forwarded']);
  });

  test('are_told_apart_by_the_ip_id', async () => {
    const verbose = [
      '12:00:20.000100 IP (tos 0x0, ttl 63, id 2, offset 0, flags [DF], proto TCP (6), length 60)',
      '    10.1.0.2.41001 > 10.2.0.2.80: Flags [S], seq 7, win 64240, length 0',
    ];
    const ids = lines(4, 100, { id: 1 }) + lines(4, 110, { id: 2 });
    const packets = await fates(ids, { eth1: around(...verbose) });
    expect(packets.map(({ disposition }) => disposition)).toEqual(['incomplete', 'forwarded']);
  });

  test('stay_open_both_where_nothing_tells_which_of_them_the_capture_shows', async () => {
    const undated = (line: string): string => line.replace(/^\S+ /, '');
    const packets = await fates(log, { eth1: [other(''), seen('')].map(undated) });
    expect(packets.slice(0, 2).map(({ disposition }) => disposition)).toEqual(['incomplete', 'incomplete']);
  });
});

test('behind_snat_the_packet_is_known_by_what_conntrack_says_of_it', async () => {
  const conntrack =
    'tcp      6 118 SYN_SENT src=10.1.0.2 dst=10.2.0.2 sport=41001 dport=80 [UNREPLIED] src=10.2.0.2 dst=10.2.0.1 sport=80 dport=6000 mark=0 use=1';
  const left = seen(
    '12:00:10.000100',
    'Flags [S], seq 7, win 64240, length 0',
    '10.2.0.1.6000 > 10.2.0.2.80',
  );
  const captures = { eth1: around(left) };
  const [known] = await fates(lines(4, 100), captures, { 'conntrack.txt': conntrack });
  expect(known).toMatchObject({ disposition: 'forwarded' });
  const [unknown] = await fates(lines(4, 100), captures);
  expect(unknown).toMatchObject({ disposition: 'incomplete' });
});

test('a_capture_that_shows_a_packet_behind_its_drop_takes_the_certainty_from_it', async () => {
  const log = `[100.000000] TRACE: filter:FORWARD:rule:1 ${packet({ in: 'eth0', out: 'eth1', ttl: 63, id: 7, proto: tcp(41001, 81) })}\n`;
  const left = [
    '12:00:20.000100 IP (tos 0x0, ttl 63, id 7, offset 0, flags [DF], proto TCP (6), length 60)',
    '    10.1.0.2.41001 > 10.2.0.2.81: Flags [S], seq 7, win 64240, length 0',
  ];
  const [certain] = await fates(log, { eth1: around() });
  expect(certain?.cause).toMatchObject({ kind: 'rule', confidence: 'observed' });
  const [doubtful] = await fates(log, { eth1: around(...left) });
  expect(doubtful?.cause).toMatchObject({ kind: 'rule', confidence: 'possible' });
  expect(doubtful?.cause?.summary).toContain('the capture of eth1 shows the packet leave');
});

test('echo_replies_are_told_apart_by_their_sequence_numbers', async () => {
  const reply = (seq: number) =>
    `TRACE: mangle:POSTROUTING:policy:1 ${packet({ out: 'eth1', src: '10.2.0.1', dst: '10.2.0.2', id: 60 + seq, proto: `PROTO=ICMP TYPE=0 CODE=0 ID=100 SEQ=${seq}` })}`;
  const shown = (time: string, seq: number) =>
    `${time} eth1 Out IP 10.2.0.1 > 10.2.0.2: ICMP echo reply, id 100, seq ${seq}, length 40`;
  const { packets } = await host()
    .rules('*mangle', ':POSTROUTING ACCEPT')
    .log(reply(1), reply(2))
    .file('pcap-summary.txt', shown('12:00:10.000000', 1), shown('12:00:10.010000', 2))
    .analysed();
  expect(packets.map(({ captures }) => captures.map(({ line }) => line))).toEqual([[1], [2]]);
});

test('a_summary_without_ip_ids_that_another_capture_of_the_interface_contradicts_shows_no_packet_leave', async () => {
  const undated = (line: string): string => line.replace(/^\S+ /, '');
  const elsewhere = { 'later/pcap-summary.txt': [heading('eth1'), undated(seen(''))].join('\n') };
  const verbose = (time: string, id: number, sport: number): readonly string[] => [
    `${time} IP (tos 0x0, ttl 63, id ${id}, offset 0, flags [DF], proto TCP (6), length 60)`,
    `    10.1.0.2.${sport} > 10.2.0.2.80: Flags [S], seq 7, win 64240, length 0`,
  ];
  const log = lines(4, 110, { id: 3 }) + lines(5, 120, { id: 2, proto: tcp(41009, 80) });
  const eth1 = around(...verbose('12:00:20.000100', 2, 41009));
  const [packet] = await fates(log, { eth1 }, elsewhere);
  expect(packet).toMatchObject({ disposition: 'incomplete', cause: null });
  const [alone] = await fates(log, { eth0: [] }, elsewhere);
  expect(alone).toMatchObject({ disposition: 'forwarded' });
});

/** Summaries of tshark have neither IP IDs nor whole sequence numbers. */
test.each<[string, string]>([
  ['a.txt', 'b.txt'],
  ['b.txt', 'a.txt'],
])(
  'captures_of_one_interface_that_say_both_settle_nothing: %s lacks the packet, %s shows it',
  async (without, shown) => {
    const line = (seconds: string, to = '41001 → 80', dst = '10.2.0.2') =>
      `    1   ${seconds}     10.1.0.2 → ${dst}     TCP 74 ${to} [SYN] Seq=0 Win=64240 Len=0`;
    const summary = (...own: readonly string[]) =>
      [
        heading('eth0'),
        line('0.000000', '5 → 6'),
        line('10.000000'),
        line('49.000000', '5 → 6'),
        heading('eth1'),
        line('0.000100', '5 → 6'),
        ...own,
        line('49.000100', '5 → 6'),
      ].join('\n');
    const [first] = await fates(
      lines(4, 100) + lines(5, 200, { id: 9, proto: tcp(41009, 80) }),
      {},
      { 'pcap-summary.txt': '', [without]: summary(), [shown]: summary(line('10.000100')) },
    );
    expect(first?.captures.map(({ way }) => way)).toEqual(['in']);
  },
);

test('of_summaries_whose_packets_are_not_equally_far_apart_one_is_of_another_time', async () => {
  const summary = (later: string, ...own: readonly string[]) =>
    [
      heading('eth0'),
      '    1   0.000000     10.1.0.2 → 10.2.0.2     TCP 74 41001 → 80 [SYN] Seq=0 Win=64240 Len=0',
      `    2   ${later}     10.1.0.9 → 10.2.0.9     DNS 74 Standard query`,
      heading('eth1'),
      ...own,
    ].join('\n');
  const out = '    1   0.000100     10.1.0.2 → 10.2.0.2     TCP 74 41001 → 80 [SYN] Seq=0 Win=64240 Len=0';
  const log = lines(4, 100) + lines(5, 200, { id: 9, proto: tcp(41009, 80) });
  const [doubted] = await fates(log, {}, { 'a.txt': summary('1.000000'), 'b.txt': summary('1.400000', out) });
  expect(doubted?.captures).toEqual([]);
  const [shown] = await fates(log, {}, { 'a.txt': summary('1.000000'), 'b.txt': summary('1.000010', out) });
  expect(shown?.captures.map(({ way }) => way)).toEqual(['in', 'out']);
});

test('a_capture_of_lo_shows_no_packet_leave_the_host', async () => {
  const { packets } = await host()
    .rules('*mangle', ':PREROUTING ACCEPT', ':POSTROUTING ACCEPT')
    .trace(['mangle:PREROUTING:policy:1', { in: 'lo', src: '127.0.0.1', dst: '127.0.0.1' }])
    .file(
      'pcap-summary.txt',
      heading('lo'),
      ...around(seen('12:00:10.000000', undefined, '127.0.0.1.41001 > 127.0.0.1.80')),
    )
    .analysed();
  expect(packets[0]?.disposition).not.toBe('sent');
  expect(packets[0]?.captures.filter(({ way }) => way === 'out')).toEqual([]);
});

describe('a_capture_of_the_way_out_without_any_packet_of_the_log', () => {
  const numbered = (time: string, id: number, sport: number): readonly string[] => [
    `${time} IP (tos 0x0, ttl 63, id ${id}, offset 0, flags [DF], proto TCP (6), length 60)`,
    `    10.1.0.2.${sport} > 10.2.0.2.80: Flags [S], seq 7, win 64240, length 0`,
  ];
  const eth0 = [
    heading('eth0'),
    ...numbered('12:00:01.000000', 7, 5),
    ...numbered('12:00:10.000000', 1, 41001),
    ...numbered('12:00:59.000000', 8, 6),
  ].join('\n');
  const wayOut = (...own: readonly (readonly string[])[]) => [heading('eth1'), ...own.flat()].join('\n');
  const log = lines(5, 100, { id: 1 });
  const fateWith = async (eth1: string) => {
    const [first] = await fates(log, {}, { 'pcap-summary.txt': '', 'eth0.txt': eth0, 'eth1.txt': eth1 });
    return first?.disposition;
  };

  test('lacks_the_packet_where_it_ran_beside_the_capture_that_shows_it_come_in', async () => {
    const beside = wayOut(numbered('12:00:01.000100', 7, 5), numbered('12:00:59.000100', 8, 6));
    expect(await fateWith(beside)).toBe('unknown');
    const silent = wayOut(numbered('12:00:01.000100', 7, 5), numbered('12:00:02.000100', 17, 5));
    expect(await fateWith(silent)).toBe('unknown');
  });

  test('is_of_the_run_of_a_summary_without_ids_that_shows_its_packets_at_the_same_moments', async () => {
    const day = (line: string): string => line.replace(/^(?=\d)/, '2026-11-30 ');
    const beside = [...numbered('12:00:01.000100', 7, 5), ...numbered('12:00:59.000100', 8, 6)];
    const summary = [
      heading('eth0'),
      day(seen('12:00:10.000000')),
      heading('eth1'),
      ...[beside[0], beside[2]].map((line, index) =>
        day(
          `${line?.slice(0, 15)} IP 10.1.0.2.${5 + index} > 10.2.0.2.80: Flags [S], seq 7, win 64240, length 0`,
        ),
      ),
    ].join('\n');
    const eth1 = wayOut([...beside, ...numbered('12:00:11.000000', 9, 41001)].map(day));
    const apart = eth1.replaceAll('.000100', '.000101').replace('11.000000', '11.000001');
    const disposition = async (capture: string) => {
      // The summary shows another packet of the flow, which the log has lost.
      const alike = summary + `\n${day(seen('12:00:11.000000', 'Flags [S], win 64240, length 0'))}`;
      const [first] = await fates(log, {}, { 'pcap-summary.txt': alike, 'eth1.txt': capture });
      return first?.disposition;
    };
    expect(await disposition(eth1)).toBe('unknown');
    expect(await disposition(apart)).toBe('forwarded');
  });

  test.each([
    ['of_another_day', wayOut(numbered('13:00:01.000100', 7, 5), numbered('13:00:59.000100', 8, 6))],
    ['of_other_packets', wayOut(numbered('12:00:01.000100', 17, 5), numbered('12:00:59.000100', 18, 6))],
  ])('says_nothing_where_it_is_%s', async (_, eth1) => {
    expect(await fateWith(eth1)).toBe('forwarded');
  });
});

test('of_packets_that_look_alike_none_is_known_to_have_left_where_a_summary_shows_fewer_of_them', async () => {
  const log = lines(5, 100) + lines(5, 100.001) + lines(5, 100.002);
  const eth0 = around(...['10.000', '10.001', '10.002'].map((second) => seen(`12:00:${second}`)));
  const wayOut = (...seconds: readonly string[]) =>
    around(...seconds.map((second) => seen(`12:00:${second}`)));
  const fewer = await fates(log, { eth0, eth1: wayOut('10.900', '11.300') });
  expect(fewer.map(({ disposition }) => disposition)).toEqual(['unknown', 'unknown', 'unknown']);
  expect(fewer[0]?.note).toContain('it shows fewer than the log has');
  const all = await fates(log, { eth0, eth1: wayOut('10.900', '11.300', '11.400') });
  expect(all.map(({ disposition }) => disposition)).toEqual(['forwarded', 'forwarded', 'forwarded']);
});
