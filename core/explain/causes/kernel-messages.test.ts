import { describe, expect, test } from 'vitest';
import { host } from '../../testing/host.ts';
import { analysed, packet, stamped, tcp } from '../../testing/drawn-log.ts';

const save = (rawRules: readonly string[] = [], filterRules: readonly string[] = []): string =>
  [
    '*raw',
    ':PREROUTING ACCEPT [0:0]',
    ...rawRules.map((rule) => `-A PREROUTING ${rule}`),
    'COMMIT',
    '*mangle',
    ':PREROUTING ACCEPT [0:0]',
    ':INPUT ACCEPT [0:0]',
    ':FORWARD ACCEPT [0:0]',
    'COMMIT',
    '*filter',
    ':INPUT ACCEPT [0:0]',
    ':FORWARD ACCEPT [0:0]',
    ...filterRules.map((rule) => `-A FORWARD ${rule}`),
    'COMMIT',
    '',
  ].join('\n');

const others = Array.from({ length: 60 }, (_, i) => `usb 1-2: USB disconnect, device number ${i}`);
const fields = { in: 'eth0', src: '10.9.0.2', dst: '10.1.0.33' };
const trace = (place: string, more = {}): string => `TRACE: ${place} ${packet({ ...fields, ...more })}`;
/** A packet of another connection that mangle sees, so that it is known to log. */
const known = [
  trace('raw:PREROUTING:policy:2', { src: '10.9.0.7' }),
  trace('mangle:PREROUTING:policy:1', { src: '10.9.0.7' }),
];

async function firstOf(lines: readonly string[], rules: string) {
  const { packets } = await analysed({
    'kern.log': stamped([...lines, ...others]),
    'iptables-save.txt': rules,
  });
  return packets[0];
}

describe('a_full_conntrack_table', () => {
  const full = 'nf_conntrack: nf_conntrack: table full, dropping packet';
  const raw = save(['-j TRACE']);

  test('is_a_possible_cause_of_a_packet_that_was_last_seen_before_conntrack', async () => {
    const died = await firstOf([trace('raw:PREROUTING:policy:2'), full, ...known], raw);
    expect(died).toMatchObject({
      disposition: 'dropped',
      cause: { kind: 'conntrack-table-full', confidence: 'possible' },
    });
    expect(died?.cause?.evidence).toContainEqual(expect.objectContaining({ file: 'kern.log', line: 2 }));
  });

  test('is_proven_where_the_count_of_such_drops_explains_all_that_vanished_there', async () => {
    const drops = (count: number): string =>
      `cpu=0   \tfound=0 invalid=0 insert=0 insert_failed=0 drop=${count} early_drop=0`;
    const lines = [trace('raw:PREROUTING:policy:2'), full, ...known];
    const told = async (count: number) => {
      const { packets } = await analysed({
        'kern.log': stamped([...lines, ...others]),
        'iptables-save.txt': raw,
        'conntrack-S.txt': drops(count),
      });
      return packets[0]?.cause?.confidence ?? null;
    };
    expect([await told(0), await told(1)]).toEqual([null, 'inferred']);
  });

  test('is_proven_of_a_connection_that_has_no_entry_and_not_of_one_that_has', async () => {
    const entry = (src: string): string =>
      `tcp      6 431998 ESTABLISHED src=${src} dst=10.1.0.33 sport=41001 dport=80 src=10.1.0.33 dst=${src} sport=80 dport=41001 [ASSURED] mark=0 use=1\n`;
    const told = async (src: string) => {
      const { packets } = await analysed({
        'kern.log': `${stamped([trace('raw:PREROUTING:policy:2'), full, ...known])}${stamped(known, 120)}`,
        'iptables-save.txt': raw,
        'conntrack.txt': entry(src),
      });
      return packets[0]?.cause?.confidence;
    };
    expect([await told('10.9.0.7'), await told(fields.src)]).toEqual(['inferred', 'possible']);
  });

  test('without_the_message_nothing_is_claimed', async () => {
    expect(await firstOf([trace('raw:PREROUTING:policy:2'), ...known], raw)).toMatchObject({ cause: null });
  });

  test('of_another_time_is_none', async () => {
    const later = `[ 9000.000000] ${full}`;
    const log = `${stamped([trace('raw:PREROUTING:policy:2'), ...known, ...others])}${later}\n`;
    const { packets } = await analysed({ 'kern.log': log, 'iptables-save.txt': raw });
    expect(packets[0]).toMatchObject({ cause: null });
  });

  test('leaves_packets_alone_that_conntrack_is_not_to_see', async () => {
    const untracked = save(['-j TRACE', '-j CT --notrack']);
    const lines = [trace('raw:PREROUTING:rule:2'), trace('raw:PREROUTING:policy:3'), full, ...known];
    expect(await firstOf(lines, untracked)).toMatchObject({ cause: null });
  });

  test('leaves_packets_alone_that_came_past_it', async () => {
    const lines = [trace('raw:PREROUTING:policy:2'), trace('mangle:PREROUTING:policy:1'), full];
    expect((await firstOf(lines, raw))?.cause?.kind).not.toBe('conntrack-table-full');
  });
});

describe('a_full_queue', () => {
  const rules = save(['-j TRACE'], ['-j NFQUEUE --queue-num 3']);
  const queued = [
    trace('raw:PREROUTING:policy:2'),
    trace('mangle:PREROUTING:policy:1'),
    trace('mangle:FORWARD:policy:1', { out: 'eth1' }),
    trace('filter:FORWARD:rule:1', { out: 'eth1' }),
  ];

  test('has_a_reader_that_does_not_keep_up', async () => {
    const said = 'nf_queue: full at 1024 entries, dropping packets(s)';
    expect(await firstOf([...queued, said], rules)).toMatchObject({
      cause: { kind: 'nfqueue-full', confidence: 'possible', table: 'filter', chain: 'FORWARD', rule: 1 },
    });
  });
});

describe('a_full_queue_of_half_open_connections', () => {
  const delivered = host()
    .router()
    .rules('*mangle', '-A INPUT -j ACCEPT', '*filter', '-A INPUT -p tcp --dport 80 -j ACCEPT')
    .trace(['mangle:INPUT:rule:1', { dst: '10.1.0.1' }], ['filter:INPUT:rule:1', { dst: '10.1.0.1' }]);
  const said = (port: number, what: string): string =>
    `TCP: request_sock_TCP: Possible SYN flooding on port ${port}. ${what}.  Check SNMP counters.`;
  const dropping = said(80, 'Dropping request');

  test('is_a_possible_cause_of_a_SYN_that_all_chains_let_pass', async () => {
    const { packets } = await delivered.log(dropping, ...others).analysed();
    expect(packets[0]).toMatchObject({
      disposition: 'dropped',
      cause: { kind: 'syn-queue-full', confidence: 'possible', evidence: [{}, { line: 3 }] },
    });
  });

  test.each([
    ['at_another_port', [said(443, 'Dropping request')]],
    ['with_cookies', [said(80, 'Sending cookies')]],
    [
      'of_an_answered_SYN',
      [
        dropping,
        `TRACE: filter:OUTPUT:policy:1 ${packet({ out: 'eth0', src: '10.1.0.1', dst: '10.1.0.2', proto: tcp(80, 41001) })}`,
      ],
    ],
  ])('is_none_%s', async (_, lines) => {
    const { packets } = await delivered.log(...lines, ...others).analysed();
    expect(packets[0]).toMatchObject({ disposition: 'delivered', cause: null });
  });
});

describe('a_full_neighbour_table', () => {
  const said = 'neighbour: arp_cache: neighbor table overflow!';
  const toTheEnd = (rules: string): string =>
    rules.replace('COMMIT\n*filter', ':POSTROUTING ACCEPT [0:0]\nCOMMIT\n*filter');
  const left = [
    trace('raw:PREROUTING:policy:2'),
    trace('mangle:PREROUTING:policy:1'),
    trace('mangle:FORWARD:policy:1', { out: 'eth1', ttl: 63 }),
    trace('filter:FORWARD:policy:1', { out: 'eth1', ttl: 63 }),
    trace('mangle:POSTROUTING:policy:1', { in: '', out: 'eth1', ttl: 63 }),
  ];

  test('is_a_possible_cause_of_a_packet_that_all_chains_let_pass', async () => {
    const died = await firstOf([...left, said], toTheEnd(save(['-j TRACE'])));
    expect(died?.cause).toMatchObject({ kind: 'neighbour-table-full', confidence: 'possible' });
    expect(died?.cause?.evidence).toContainEqual(expect.objectContaining({ file: 'kern.log', line: 6 }));
  });

  test('explains_no_packet_without_its_message_nor_one_that_a_rule_dropped', async () => {
    expect((await firstOf(left, toTheEnd(save(['-j TRACE']))))?.cause).toBeNull();
    const dropped = [...left.slice(0, 3), trace('filter:FORWARD:rule:1', { out: 'eth1', ttl: 63 }), said];
    const rules = toTheEnd(save(['-j TRACE'], ['-p tcp -j DROP']));
    expect((await firstOf(dropped, rules))?.cause).toMatchObject({ kind: 'rule' });
  });
});

describe('a_refusal_that_the_kernel_logged', () => {
  const refused = [trace('raw:PREROUTING:policy:2'), trace('mangle:PREROUTING:policy:1')];
  const source = 'IPv4: martian source 10.1.0.33 from 10.9.0.2, on dev eth0';

  test.each([
    ['martian-source', source],
    ['other', 'IPv4: martian destination 10.1.0.33 from 10.9.0.2, dev eth0'],
  ])('%s_is_observed_without_any_routes', async (kind, said) => {
    expect(await firstOf([...refused, said], save(['-j TRACE']))).toMatchObject({
      disposition: 'dropped',
      cause: { kind, confidence: 'observed' },
    });
  });

  test.each([
    ['another source', source.replace('10.9.0.2', '10.9.0.3')],
    ['another destination', source.replace('10.1.0.33', '10.1.0.34')],
    ['another interface', source.replace('eth0', 'eth1')],
  ])('of_%s_is_of_another_packet', async (_, said) => {
    expect(await firstOf([...refused, said], save(['-j TRACE']))).toMatchObject({ cause: null });
  });

  test('of_an_ARP_request_is_of_no_packet', async () => {
    const header = 'll header: 00000000: ff ff ff ff ff ff 96 24 4d ed 2f 82 08 06        ......$M./...';
    expect(await firstOf([...refused, source, header], save(['-j TRACE']))).toMatchObject({ cause: null });
  });
});

describe('a_packet_that_the_kernel_names', () => {
  const delivered = (proto: string) => [
    trace('raw:PREROUTING:policy:2', { proto }),
    trace('mangle:PREROUTING:policy:1', { proto }),
    trace('mangle:INPUT:policy:1', { proto }),
    trace('filter:INPUT:policy:1', { proto }),
  ];
  const udp = 'PROTO=UDP SPT=27503 DPT=8472 LEN=40';

  test.each([
    'UDP: bad checksum. From 10.9.0.2:27503 to 10.1.0.33:8472 ulen 40',
    'UDP: short packet: From 10.9.0.2:27503 120/40 to 10.1.0.33:8472',
  ])('is_not_told_as_delivered: %s', async (said) => {
    expect(await firstOf([...delivered(udp), said], save(['-j TRACE']))).toMatchObject({
      disposition: 'dropped',
      cause: { kind: 'checksum', confidence: 'possible' },
    });
    const other = said.replace('27503', '27504');
    expect(await firstOf([...delivered(udp), other], save(['-j TRACE']))).toMatchObject({
      disposition: 'delivered',
    });
  });

  test('is_dropped_by_the_helper_that_says_so', async () => {
    const tcp = 'PROTO=TCP SPT=40001 DPT=21 SEQ=1 ACK=7 WINDOW=64240 RES=0x00 ACK PSH URGP=0';
    const said = (id: number): string =>
      `nf_ct_ftp: dropping packet: cannot add expectation ${packet({ ...fields, in: '', id, proto: tcp })}`;
    expect(await firstOf([...delivered(tcp), said(1)], save(['-j TRACE']))).toMatchObject({
      disposition: 'dropped',
      cause: { kind: 'helper', confidence: 'observed' },
    });
    expect(await firstOf([...delivered(tcp), said(2)], save(['-j TRACE']))).toMatchObject({
      disposition: 'delivered',
    });
  });
});
