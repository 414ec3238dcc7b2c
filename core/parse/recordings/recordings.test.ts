import { expect, test } from 'vitest';
import { recognise } from '../formats.ts';

function read(text: string) {
  const lines = text.split('\n');
  const format = recognise({ path: 'drops.txt', lines });
  const parsed = format?.parse(lines, 'drops.txt');
  return { kind: format?.kind, items: parsed?.records.kind === 'drop-records' ? parsed.records.items : [] };
}

/** Recorded on a kernel 6.18. */
const perf = `         python3  5694 [000] 26445.136203: skb:kfree_skb: skbaddr=0xffff8881724ee400 rx_sk=(nil) protocol=2048 location=nf_hook_slow+0x7d reason: NETFILTER_DROP
     ksoftirqd/0    14 [000] 26446.806839: skb:kfree_skb: skbaddr=0xffff8881724eec00 rx_sk=(nil) protocol=34525 location=ip6_mc_input+0x15e reason: NOT_SPECIFIED`;

test('perf_script_with_and_without_call_chains', () => {
  expect(read(perf)).toMatchObject({
    kind: 'kfree-skb',
    items: [
      { reason: 'NETFILTER_DROP', location: 'nf_hook_slow', family: 'ipv4', uptimeSeconds: 26445.136203 },
      { reason: 'NOT_SPECIFIED', location: 'ip6_mc_input', family: 'ipv6' },
    ],
  });
  const chain =
    '\tffffffff81e44fd0 sk_skb_reason_drop+0x90 ([kernel.kallsyms])\n\tffffffff81f2afcd nf_hook_slow+0x7d ([kernel.kallsyms])\n';
  expect(read(perf.replace('\n', `\n${chain}\n`)).items).toHaveLength(2);
});

test('trace_cmd_and_tracefs_print_the_same_event', () => {
  const traceCmd = `cpus=2
         python3-5694  [000] 26445.136203: kfree_skb:            skbaddr=0xffff8881724ee400 rx_sk=0x0 protocol=2048 location=0xffffffff81f2afcd reason: NETFILTER_DROP`;
  const tracefs = `# tracer: nop
     ksoftirqd/0-14      [000] ..s1. 26445.311187: kfree_skb: skbaddr=00000000b1a2 rx_sk=0000000000000000 protocol=2048 location=ip_rcv_finish_core+0x25b/0x4c0 reason: IP_RPFILTER`;
  expect(read(traceCmd).items).toMatchObject([
    { reason: 'NETFILTER_DROP', location: null, uptimeSeconds: 26445.136203 },
  ]);
  expect(read(tracefs).items).toMatchObject([{ reason: 'IP_RPFILTER', location: 'ip_rcv_finish_core' }]);
});

test('dropwatch_counts_places_or_shows_packets', () => {
  expect(
    read('Initializing kallsyms db\n2 drops at nf_hook_slow+a5 (0xffffffff81f2afcd) [software]').items,
  ).toMatchObject([{ location: 'nf_hook_slow', packets: 2, reason: null, uptimeSeconds: null }]);
  const packet = `drop at: ip_rcv_finish_core.isra.0+0x25b/0x4c0 (0xffffffff81ff8621)
origin: software
input port ifindex: 3
timestamp: Mon Nov 30 13:24:33 2026 123456789 nsec
protocol: 0x800
length: 74
original length: 74
drop reason: IP_RPFILTER
`;
  expect(read(packet).items).toMatchObject([
    { reason: 'IP_RPFILTER', location: 'ip_rcv_finish_core.isra.0', family: 'ipv4' },
  ]);
});

test('pwru_and_retis_show_the_packet', () => {
  const ways = `SKB                CPU PROCESS          NETNS      MARK/x     IFACE  PROTO  MTU   LEN   TUPLE FUNC
0xffff9a0fc1ad8ee8 2   curl:8464        4026531840 0          eth0:2 0x0800 1500  60    10.1.0.2:46116->10.2.0.2:80(tcp) nf_hook_slow
0xffff9a0fc1ad8ee8 2   curl:8464        4026531840 0          eth0:2 0x0800 1500  60    10.1.0.2:46116->10.2.0.2:80(tcp) sk_skb_reason_drop(SKB_DROP_REASON_NETFILTER_DROP)`;
  const packet = { protocol: 'tcp', src: '10.1.0.2', sport: 46116, dst: '10.2.0.2', dport: 80 };
  expect(read(ways)).toMatchObject({ kind: 'pwru', items: [{ reason: 'NETFILTER_DROP', packet }] });
  const events = `3316376220653 (0) [ksoftirqd/0] 14 [tp] skb:kfree_skb #3042605b1e9ffff8a1 (skb ffff8a5c) n 0 drop (NO_SOCKET)
  10.1.0.2.46116 > 10.2.0.2.80 ttl 63 tos 0x0 id 4131 off 0 [DF] len 60 proto TCP (6) flags [S] seq 7 win 64240`;
  expect(read(events)).toMatchObject({
    kind: 'retis',
    items: [{ reason: 'NO_SOCKET', packet: { ...packet, ipId: 4131 } }],
  });
});

test('bpftrace_counts_by_function_and_what_it_prints_is_left_alone', () => {
  const text = `Attaching 1 probe...
01:44:18.010379 5694 nf_hook_slow reason=12
@[nf_hook_slow]: 2
@drops[ip_rcv_finish_core, 16]: 1`;
  expect(read(text)).toMatchObject({
    kind: 'bpftrace',
    items: [
      { location: 'nf_hook_slow', packets: 2, reason: null },
      { location: 'ip_rcv_finish_core', packets: 1 },
    ],
  });
});
