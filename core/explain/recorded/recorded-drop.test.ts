import { describe, expect, test } from 'vitest';
import { host } from '../../testing/host.ts';

const at = (seconds: number, reason: string, location: string, protocol = 2048): string =>
  `ksoftirqd/0    14 [000]   ${seconds.toFixed(6)}: skb:kfree_skb: skbaddr=0xffff8881724ee400 rx_sk=(nil) protocol=${protocol} location=${location}+0x7d reason: ${reason}`;
const passing = (id: number) =>
  [
    ['filter:FORWARD:policy:1', { in: 'eth0', out: 'eth1', ttl: 63, id }],
    ['mangle:POSTROUTING:policy:1', { in: 'eth0', out: 'eth1', ttl: 63, id }],
  ] as const;
/** The first packet's last line stands at 100.00001. */
const forwarded = (...records: readonly string[]) =>
  host()
    .rules(':FORWARD ACCEPT', '*mangle', ':POSTROUTING ACCEPT')
    .router()
    .trace(...passing(1))
    .trace(...passing(2))
    .file('perf-script.txt', ...records)
    .analysed();

describe('a_recorded_drop', () => {
  test('outranks_that_every_chain_let_the_packet_pass', async () => {
    const { packets } = await forwarded(at(100.00006, 'QDISC_DROP', '__dev_queue_xmit'));
    expect(packets[0]).toMatchObject({
      disposition: 'dropped',
      cause: { kind: 'other', confidence: 'inferred', evidence: [{}, { file: 'perf-script.txt', line: 1 }] },
    });
    expect(packets[0]?.cause?.summary).toContain('QDISC_DROP');
    expect(packets[1]).toMatchObject({ disposition: 'forwarded', cause: null });
  });

  test('settles_a_cause_that_was_only_possible', async () => {
    const bundle = (...records: readonly string[]) =>
      host()
        .rules('*mangle', ':PREROUTING ACCEPT', ':FORWARD ACCEPT')
        .file('ip-route.txt', '10.1.0.0/24 dev eth0 proto kernel scope link src 10.1.0.1')
        .trace(['mangle:PREROUTING:policy:1', { in: 'eth0' }])
        .trace(
          ['mangle:PREROUTING:policy:1', { in: 'eth0', id: 2, dst: '10.1.0.9' }],
          ['mangle:FORWARD:policy:1', { in: 'eth0', out: 'eth0', id: 2, ttl: 63, dst: '10.1.0.9' }],
        )
        .file('perf-script.txt', ...records)
        .analysed();
    expect((await bundle('')).packets[0]?.cause).toMatchObject({ kind: 'no-route', confidence: 'possible' });
    expect((await bundle(at(100.00004, 'IP_INNOROUTES', 'ip_error'))).packets[0]?.cause).toMatchObject({
      kind: 'no-route',
      confidence: 'inferred',
    });
  });

  test('is_not_tied_to_a_packet_that_it_may_not_be_of', async () => {
    for (const record of [
      at(100.0009, 'QDISC_DROP', '__dev_queue_xmit'),
      at(100.00006, 'QDISC_DROP', '__dev_queue_xmit', 34525),
      at(99.9999, 'QDISC_DROP', '__dev_queue_xmit'),
    ])
      expect((await forwarded(record)).packets[0]?.cause).toBeNull();
    const two = await forwarded(at(100.00006, 'QDISC_DROP', 'a'), at(100.00008, 'QDISC_DROP', 'b'));
    expect(two.packets[0]?.cause).toBeNull();
  });

  test('is_tied_by_its_header_where_the_recording_has_it', async () => {
    const { packets } = await forwarded(
      '3316376220653 (0) [ksoftirqd/0] 14 [tp] skb:kfree_skb #3042605b1e9ffff8a1 (skb ffff8a5c) n 0 drop (NETFILTER_DROP)',
      '  10.1.0.2.41001 > 10.2.0.2.80 ttl 63 tos 0x0 id 2 off 0 [DF] len 60 proto TCP (6) flags [S] seq 7 win 64240',
    );
    expect(packets.map(({ disposition }) => disposition)).toEqual(['forwarded', 'dropped']);
  });
});

test('the_icmp_error_that_the_host_sends_first_is_not_taken_for_the_packet_that_was_dropped', async () => {
  const { packets } = await host()
    .rules('*mangle', ':PREROUTING ACCEPT', ':FORWARD ACCEPT', ':OUTPUT ACCEPT')
    .trace(['mangle:PREROUTING:policy:1', { in: 'eth0', ttl: 1 }])
    .trace([
      'mangle:OUTPUT:policy:1',
      { out: 'eth0', src: '10.1.0.1', dst: '10.1.0.2', id: 9, proto: 'PROTO=ICMP TYPE=11 CODE=0' },
    ])
    .file('perf-script.txt', at(100.00006, 'IP_INHDR', 'ip_forward'))
    .analysed();
  expect(packets[0]?.cause).toMatchObject({ kind: 'ttl-expired', confidence: 'inferred' });
  expect(packets[1]?.cause).toBeNull();
});

test('what_the_host_passed_on_is_not_delivered_to_it_by_the_record_of_another_namespace', async () => {
  const { packets } = await forwarded(at(100.00006, 'NO_SOCKET', '__udp4_lib_rcv'));
  expect(packets[0]).toMatchObject({ disposition: 'forwarded', cause: null });
});

test('the_clock_alone_ties_no_drop_to_the_packet_at_which_the_log_ends', async () => {
  const { packets } = await host()
    .rules('*mangle', ':PREROUTING ACCEPT')
    .trace(['mangle:PREROUTING:policy:1', { in: 'eth0' }])
    .file('perf-script.txt', at(100.00006, 'NO_SOCKET', '__udp4_lib_rcv'))
    .analysed();
  expect(packets[0]).toMatchObject({ disposition: 'incomplete', cause: null });
});

test('a_drop_by_netfilter_without_the_line_of_a_rule_leaves_open_who_dropped_it', async () => {
  const { packets } = await host()
    .rules('*mangle', ':PREROUTING ACCEPT', ':FORWARD ACCEPT')
    .trace(['mangle:FORWARD:policy:1', { in: 'eth0', out: 'eth1' }])
    .trace(['mangle:FORWARD:policy:1', { in: 'eth0', out: 'eth1', id: 2 }])
    .file('perf-script.txt', at(100.00001, 'NETFILTER_DROP', 'nf_hook_slow'))
    .analysed();
  expect(packets[0]).toMatchObject({ disposition: 'dropped', cause: { confidence: 'possible' } });
});

test('without_a_line_of_input_the_clock_does_not_prove_that_the_packet_came_up_to_the_host', async () => {
  const arrived = (hook: string) =>
    host()
      .rules('*mangle', ':PREROUTING ACCEPT', ':INPUT ACCEPT')
      .trace([`mangle:${hook}:policy:1`, { in: 'eth0' }])
      .trace(['mangle:PREROUTING:policy:1', { in: 'eth0', id: 2 }])
      .file('perf-script.txt', at(100.00001, 'NO_SOCKET', '__udp4_lib_rcv'))
      .analysed();
  const confidence = async (hook: string) => (await arrived(hook)).packets[0]?.cause?.confidence;
  expect(await confidence('PREROUTING')).toBe('possible');
  expect(await confidence('INPUT')).toBe('inferred');
});
