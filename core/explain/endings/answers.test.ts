import { expect, test } from 'vitest';
import { analysed, log } from '../../testing/drawn-log.ts';
import { host } from '../../testing/host.ts';

type Line = Parameters<typeof log>[0][number];

const echo = (type: number, id: number, seq: number): string =>
  `PROTO=ICMP TYPE=${type} CODE=0 ID=${id} SEQ=${seq}`;

/** An echo request on its way out, and the answer to it on its way back. */
const request = (id: number, seq: number): readonly Line[] => {
  const fields = { in: 'lan', out: 'wan', ttl: 63, id: id * 100 + seq, proto: echo(8, id, seq) };
  return [
    ['filter:FORWARD:policy:1', fields],
    ['mangle:POSTROUTING:policy:1', fields],
  ];
};
const reply = (id: number, seq: number): readonly Line[] => {
  const back = { src: '10.2.0.2', dst: '10.1.0.2', proto: echo(0, id, seq), id: id * 100 + 50 + seq };
  const fields = { ...back, in: 'wan', out: 'lan', ttl: 63 };
  return [
    ['filter:FORWARD:policy:1', fields],
    ['mangle:POSTROUTING:policy:1', fields],
  ];
};

const router = {
  'iptables-save.txt': '*mangle\n:POSTROUTING ACCEPT [0:0]\nCOMMIT\n*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n',
  'ip-rule.txt': '0:\tfrom all lookup local\n32766:\tfrom all lookup main\n',
  'ip-route.txt':
    '10.1.0.0/24 dev lan proto kernel scope link src 10.1.0.1\n10.2.0.0/24 dev wan proto kernel scope link src 10.2.0.1\nlocal 10.2.0.1 dev wan table local proto kernel scope host src 10.2.0.1\n',
  'sysctl.txt':
    'net.ipv4.ip_forward = 1\nnet.ipv4.conf.lan.forwarding = 1\nnet.ipv4.conf.lan.rp_filter = 0\nnet.ipv4.conf.all.rp_filter = 0\n',
  'ip-neigh.txt': '10.2.0.2 dev wan FAILED\n',
};

test('what_was_answered_had_left_whatever_became_of_the_neighbour', async () => {
  const lines = [...request(7, 1), ...reply(7, 1), ...request(7, 2), ...request(8, 1)];
  const { packets } = await analysed({ 'kern.log': log(lines), ...router });
  expect(packets.map(({ disposition, cause }) => cause?.kind ?? disposition)).toEqual([
    'forwarded',
    'forwarded',
    'neighbour-unreachable',
    'neighbour-unreachable',
  ]);
});

test('fewer_answers_than_packets_leave_open_which_of_them_arrived', async () => {
  const lines = [...request(7, 1), ...request(7, 2), ...reply(7, 2)];
  const { packets } = await analysed({ 'kern.log': log(lines), ...router });
  expect(packets.slice(0, 2).map(({ cause }) => cause?.confidence)).toEqual(['possible', 'possible']);
});

/** A packet that the nat chains of POSTROUTING see, as the first one of a connection, or one that they don't. */
const datagram = (id: number, seenByNat: boolean): readonly Line[] => {
  const fields = { in: 'lan', out: 'wan', ttl: 63, id, proto: 'PROTO=UDP SPT=4001 DPT=53 LEN=40' };
  const chains: readonly Line[] = [
    ['filter:FORWARD:policy:1', fields],
    ['mangle:POSTROUTING:policy:1', fields],
  ];
  return seenByNat ? [...chains, ['nat:POSTROUTING:rule:1', fields]] : chains;
};

test('a_flow_that_nat_sees_again_had_not_been_confirmed', async () => {
  const { packets } = await host()
    .trace(...datagram(1, true), ...datagram(2, true))
    .analysed();
  for (const { cause } of packets) {
    expect(cause).toMatchObject({ kind: 'nat-failure', confidence: 'possible' });
    expect(cause?.summary).toContain('came to nat 2 times');
  }
});

test('packets_that_nat_does_not_see_belong_to_a_confirmed_connection', async () => {
  const lines = [...datagram(1, true), ...datagram(2, false), ...datagram(3, false)];
  const files = { 'iptables-save.txt': router['iptables-save.txt'], 'kern.log': log(lines) };
  const { packets } = await analysed(files);
  expect(packets.map(({ disposition }) => disposition)).toEqual(['forwarded', 'forwarded', 'forwarded']);
});
