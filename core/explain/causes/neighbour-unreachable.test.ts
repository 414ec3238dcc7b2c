import { expect, test } from 'vitest';
import { analysed, stamped } from '../../testing/drawn-log.ts';

const line = (place: string, out: string, hops: number): string =>
  `TRACE: ${place} IN=lan OUT=${out} SRC=2001:0db8:0001:0000:0000:0000:0000:000c DST=2001:0db8:0002:0000:0000:0000:0000:dead LEN=68 TC=0 HOPLIMIT=${hops} FLOWLBL=7 PROTO=UDP SPT=4015 DPT=53 LEN=28`;

const forwarded = [
  line('filter:FORWARD:policy:1', 'wan', 63),
  line('mangle:POSTROUTING:policy:1', 'wan', 63),
];

function bundle(lines: readonly string[]): Readonly<Record<string, string>> {
  return {
    'kern.log': stamped(lines),
    'ip6tables-save.txt':
      '*mangle\n:POSTROUTING ACCEPT [0:0]\nCOMMIT\n*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n',
    'ip-6-rule.txt': '0:\tfrom all lookup local\n32766:\tfrom all lookup main\n',
    'ip-6-route.txt':
      '2001:db8:1::/64 dev lan proto kernel metric 256 pref medium\n2001:db8:2::/64 dev wan proto kernel metric 256 pref medium\nlocal 2001:db8:2::1 dev wan table local proto kernel metric 0 pref medium\n',
    'ip-link.txt':
      '2: lan: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT\n3: wan: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT\n',
    'sysctl.txt': 'net.ipv6.conf.all.forwarding = 1\nnet.ipv6.conf.lan.forwarding = 1\n',
    'ip-6-neigh.txt': '2001:db8:2::dead dev wan FAILED\n',
  };
}

const heard = `TRACE: filter:INPUT:policy:1 IN=wan OUT= SRC=2001:0db8:0009:0000:0000:0000:0000:0001 DST=2001:0db8:0002:0000:0000:0000:0000:0001 LEN=68 TC=0 HOPLIMIT=64 FLOWLBL=8 PROTO=UDP SPT=4016 DPT=53 LEN=28`;

test('where_the_log_hears_something_from_that_link_the_entry_may_be_younger_than_the_packet', async () => {
  const { packets } = await analysed(bundle([...forwarded, heard]));
  expect(packets[0]?.cause).toMatchObject({ kind: 'neighbour-unreachable', confidence: 'possible' });
});

test('what_other_stations_of_the_link_send_says_nothing_of_the_neighbour', async () => {
  const other = heard.replace(/SRC=\S+/, 'SRC=2001:0db8:0002:0000:0000:0000:0000:0007');
  const { packets } = await analysed(bundle([...forwarded, other]));
  expect(packets[0]?.cause).toMatchObject({ kind: 'neighbour-unreachable', confidence: 'inferred' });
});

test('a_connection_that_acknowledges_what_the_neighbour_sent_shows_it_alive', async () => {
  const acknowledging = forwarded.map((each) =>
    each.replace(
      'PROTO=UDP SPT=4015 DPT=53 LEN=28',
      'PROTO=TCP SPT=4017 DPT=80 SEQ=8 ACK=9 WINDOW=64240 RES=0x00 ACK URGP=0',
    ),
  );
  const { packets } = await analysed(bundle([...forwarded, ...acknowledging]));
  expect(packets[0]?.cause).toMatchObject({ kind: 'neighbour-unreachable', confidence: 'possible' });
});

test('a_neighbour_that_answered_a_ping_earlier_is_not_claimed_to_be_unreachable', async () => {
  const ping = (type: number, from: string, to: string): string =>
    `TRACE: mangle:POSTROUTING:policy:1 IN=${type === 128 ? 'lan' : 'wan'} OUT=${type === 128 ? 'wan' : 'lan'} SRC=${from} DST=${to} LEN=104 TC=0 HOPLIMIT=63 FLOWLBL=7 PROTO=ICMPv6 TYPE=${type} CODE=0 ID=77 SEQ=1`;
  const [client, server] = [
    '2001:0db8:0001:0000:0000:0000:0000:000c',
    '2001:0db8:0002:0000:0000:0000:0000:dead',
  ];
  const { packets } = await analysed(bundle([ping(128, client, server), ping(129, server, client)]));
  expect(packets.map(({ disposition }) => disposition)).toEqual(['forwarded', 'forwarded']);
});

test('a_neighbour_is_found_though_the_log_prints_ipv6_addresses_in_full', async () => {
  const { packets } = await analysed(bundle(forwarded));
  expect(packets[0]?.cause).toMatchObject({ kind: 'neighbour-unreachable', confidence: 'inferred' });
  expect(packets[0]?.ingress['dst']).toBe('2001:0db8:0002:0000:0000:0000:0000:dead');
});
