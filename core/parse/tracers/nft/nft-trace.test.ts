import { describe, expect, test } from 'vitest';
import { nftTrace } from './nft-trace.ts';
import { readEvents } from '../../testing/read-events.ts';

const read = (text: string) => readEvents(nftTrace, text);

/** A connection's first packet through a router (nftables 1.0.6, Linux 6.18). */
const routed = `trace id 36c7a81a inet trace_debug trace_pre packet: iif "eth0" ether saddr 52:54:00:d2:9f:d0 ether daddr 52:54:00:5d:cc:c4 ip saddr 10.1.0.2 ip daddr 10.1.0.1 ip dscp cs1 ip ecn not-ect ip ttl 64 ip id 34867 ip protocol tcp ip length 60 tcp sport 58001 tcp dport 8080 tcp flags == syn tcp window 64240 
trace id 36c7a81a inet trace_debug trace_pre rule iif "eth0" meta l4proto { tcp, udp } counter packets 0 bytes 0 meta nftrace set 1 (verdict continue)
trace id 36c7a81a inet trace_debug trace_pre policy accept 
trace id 36c7a81a ip nat prerouting packet: iif "eth0" ether saddr 52:54:00:d2:9f:d0 ether daddr 52:54:00:5d:cc:c4 ip saddr 10.1.0.2 ip daddr 10.1.0.1 ip dscp cs1 ip ecn not-ect ip ttl 64 ip id 34867 ip length 60 tcp sport 58001 tcp dport 8080 tcp flags == syn tcp window 64240 
trace id 36c7a81a ip nat prerouting rule ip daddr 10.1.0.1 tcp dport 8080 counter packets 0 bytes 0 dnat to 10.2.0.2:80 (verdict accept)
trace id 36c7a81a inet filter forward packet: iif "eth0" oif "eth1" ether saddr 52:54:00:d2:9f:d0 ether daddr 52:54:00:5d:cc:c4 ip saddr 10.1.0.2 ip daddr 10.2.0.2 ip dscp cs1 ip ecn not-ect ip ttl 63 ip id 34867 ip protocol tcp ip length 60 tcp sport 58001 tcp dport 80 tcp flags == syn tcp window 64240 
trace id 36c7a81a inet filter forward rule ct status dnat counter packets 0 bytes 0 jump allowed_dnats (verdict jump allowed_dnats)
trace id 36c7a81a inet filter allowed_dnats rule ip daddr . tcp dport @allow_in counter packets 0 bytes 0 accept (verdict accept)`;

describe('one packet', () => {
  const { events, lines } = read(routed);

  test('is an event for each rule and policy, on its own line', () => {
    expect(lines).toEqual({ parsed: 8, notOurs: 0, notModelled: 0, malformed: 0 });
    expect(
      events.map(({ line, tableFamily, table, chain, kind, printed }) => [
        line,
        `${tableFamily} ${table} ${chain} ${kind}`,
        `${printed?.verdict} ${printed?.toChain ?? ''}`.trim(),
      ]),
    ).toEqual([
      [2, 'inet trace_debug trace_pre rule', 'continue'],
      [3, 'inet trace_debug trace_pre policy', 'accept'],
      [5, 'ip nat prerouting rule', 'accept'],
      [7, 'inet filter forward rule', 'jump allowed_dnats'],
      [8, 'inet filter allowed_dnats rule', 'accept'],
    ]);
    expect(events[2]?.printed?.text).toBe(
      'ip daddr 10.1.0.1 tcp dport 8080 counter packets 0 bytes 0 dnat to 10.2.0.2:80',
    );
    expect(
      events.every(
        ({ number, tracer, traceId }) => number === null && tracer === 'nft' && traceId === '36c7a81a',
      ),
    ).toBe(true);
  });

  test('has the header of the base chain in the chains that it calls', () => {
    expect(events[4]).toMatchObject({ family: 'ipv4', inInterface: 'eth0', outInterface: 'eth1', src: '10.1.0.2', dst: '10.2.0.2', sport: 58001, dport: 80, ttl: 63, tos: 0x20, dstMac: '52:54:00:5d:cc:c4' }); // prettier-ignore
    expect(events[1]).toMatchObject({ outInterface: '', dst: '10.1.0.1', dport: 8080, ttl: 64 });
  });

  test('has the same identity everywhere, also where nft leaves the protocol out', () => {
    for (const event of events)
      expect(event).toMatchObject({ protocol: 'tcp', ipId: 34867, length: 60, tcpFlags: 2 });
  });
});

const header = (id: string, chain: string, rest: string): string =>
  `trace id ${id} ip filter ${chain} packet: iif "eth0" ip saddr 10.1.0.2 ip daddr 10.2.0.2 ip ttl 64 ${rest}`;
const policy = (id: string, chain: string, verdict = 'accept'): string =>
  `trace id ${id} ip filter ${chain} policy ${verdict}`;
const ids = (text: string): readonly string[] => read(text).events.map(({ traceId }) => traceId);

describe('an id that comes again is another packet', () => {
  const udp = 'ip id 1 ip length 60 udp sport 1 udp dport 53';
  test('with another IP ID', () => {
    expect(ids([header('aa', 'pre', udp), policy('aa', 'pre'), header('aa', 'fwd', udp.replace('id 1', 'id 2')), policy('aa', 'fwd')].join('\n'))).toEqual(['aa', 'aa/2']); // prettier-ignore
  });
  test('with other TCP flags', () => {
    const tcp = (flags: string): string =>
      `ip id 0 ip length 52 tcp sport 1 tcp dport 2 tcp flags == ${flags}`;
    expect(ids([header('aa', 'pre', tcp('ack')), policy('aa', 'pre'), header('aa', 'fwd', tcp('0x11')), policy('aa', 'fwd')].join('\n'))).toEqual(['aa', 'aa/2']); // prettier-ignore
  });
  test('in a chain that the packet has been through', () => {
    expect(ids([header('aa', 'pre', udp), policy('aa', 'pre'), header('aa', 'pre', udp), policy('aa', 'pre')].join('\n'))).toEqual(['aa', 'aa/2']); // prettier-ignore
  });
  test('after its drop', () => {
    expect(ids([header('aa', 'pre', udp), policy('aa', 'pre', 'drop'), header('aa', 'fwd', udp), policy('aa', 'fwd')].join('\n'))).toEqual(['aa', 'aa/2']); // prettier-ignore
  });
  test('but not where NAT gave it another address and port', () => {
    const nat = header('aa', 'fwd', udp.replace('dport 53', 'dport 5353')).replace('10.2.0.2', '10.9.0.9');
    expect(ids([header('aa', 'pre', udp), policy('aa', 'pre'), nat, policy('aa', 'fwd')].join('\n'))).toEqual(['aa', 'aa']); // prettier-ignore
  });
  test('and packets with other ids between its lines are told apart', () => {
    expect(ids([header('aa', 'pre', udp), header('bb', 'pre', udp), policy('aa', 'pre'), policy('bb', 'pre')].join('\n'))).toEqual(['aa', 'bb']); // prettier-ignore
  });
});

test('TCP flags as nft prints them: a name, a list, a number', () => {
  const flags = (printed: string): number | undefined =>
    read(`${header('aa', 'c', `tcp sport 1 tcp dport 2 tcp flags ${printed}`)}\n${policy('aa', 'c')}`)
      .events[0]?.tcpFlags;
  expect(['== syn', '== 0x18', 'syn,ack', '== syn | ack', '== 0xc2'].map(flags)).toEqual([
    2, 0x18, 0x12, 0x12, 0xc2,
  ]);
});

test('an echo of ICMP has its ID as port and its sequence number; other ICMP has neither', () => {
  const [echo, error] =
    read(`${header('aa', 'c', 'ip id 0 ip length 84 icmp type echo-reply icmp code net-unreachable icmp id 9253 icmp sequence 1 @th,64,96 24106')}
${policy('aa', 'c')}
${header('bb', 'c', 'ip id 1 ip length 59 icmp type destination-unreachable icmp code port-unreachable icmp id 0 icmp sequence 0')}
${policy('bb', 'c')}`).events;
  expect(echo).toMatchObject({ protocol: 'icmp', icmpType: 0, icmpCode: 0, sport: 9253, dport: -1, seq: 1 });
  expect(error).toMatchObject({ icmpType: 3, icmpCode: 3, sport: -1, seq: 0 });
});

test('IPv6, whose length does not count its own header', () => {
  const [event] =
    read(`trace id 02e3d32d inet f fwd packet: iif "r0" oif "r1" ether saddr 22:5d:4c:32:20:37 ether daddr 8e:73:6f:46:3c:f2 ip6 saddr fd01::2 ip6 daddr fd02::2 ip6 dscp cs0 ip6 ecn ect0 ip6 hoplimit 63 ip6 flowlabel 12 ip6 nexthdr tcp ip6 length 40 tcp sport 50756 tcp dport 22 tcp flags == syn
trace id 02e3d32d inet f fwd rule tcp dport vmap @vm (verdict drop)`).events;
  expect(event).toMatchObject({
    family: 'ipv6',
    protocol: 'tcp',
    src: 'fd01::2',
    length: 80,
    ttl: 63,
    tos: 2,
    sport: 50756,
  });
  expect(event?.printed).toMatchObject({ text: 'tcp dport vmap @vm', verdict: 'drop' });
});

test('ARP is known, and no packet of IP', () => {
  const { events, lines } =
    read(`trace id e23bad14 arp a i packet: iif "r0" ether saddr 22:5d:4c:32:20:37 ether daddr ff:ff:ff:ff:ff:ff arp operation request 
trace id e23bad14 arp a i rule arp operation request accept (verdict accept)`);
  expect(events).toEqual([]);
  expect(lines).toEqual({ parsed: 0, notOurs: 0, notModelled: 2, malformed: 0 });
});

test('a mark is carried on from where a line shows it', () => {
  const udp = 'ip id 1 udp sport 1 udp dport 53';
  const { events } = read(`${header('aa', 'mk', udp)}
trace id aa ip filter mk rule meta mark set 0x00001234 (verdict continue)
${policy('aa', 'mk')} meta mark 0x00001234 
${header('aa', 'fwd', udp)}
trace id aa ip filter fwd rule log prefix "meta mark set 0x1" jump x (verdict jump x)
trace id aa ip filter x verdict continue meta mark 0x00001234 
${policy('aa', 'fwd', 'drop')} meta mark 0x00001234 `);
  expect(events.map(({ chain, kind, mark }) => [chain, kind, mark])).toEqual([
    ['mk', 'rule', 0],
    ['mk', 'policy', 0x1234],
    ['fwd', 'rule', 0x1234],
    ['x', 'return', 0x1234],
    ['fwd', 'policy', 0x1234],
  ]);
});

test('what older kernels print at the end of a base chain and after a return says nothing new', () => {
  const { events, lines } = read(`${header('aa', 'c', '')}
trace id aa ip filter c rule jump u (verdict jump u)
trace id aa ip filter u rule return (verdict return)
trace id aa ip filter u verdict return 
trace id aa ip filter c verdict continue 
${policy('aa', 'c')}`);
  expect(lines.parsed).toBe(6);
  expect(events.map(({ chain, kind }) => `${chain} ${kind}`)).toEqual(['c rule', 'u rule', 'c policy']);
});

test('a rule that came after the monitor is known by its handle', () => {
  expect(
    read('trace id 5d0cd0a1 ip filter c unknown rule handle 12 (verdict goto web)').events[0]?.printed,
  ).toEqual({
    handle: 12,
    text: null,
    prefix: null,
    verdict: 'goto',
    toChain: 'web',
  });
});

test('the words packet: in a rule begin no header, and a chain may be called rule', () => {
  const { events, lines } =
    read(`trace id aa ip filter rule packet: iif "r0" ip saddr 10.1.0.2 ip daddr 10.2.0.2
trace id aa ip filter rule rule log prefix "a packet: iif x" (verdict continue)
trace id aa ip filter rule rule drop comment " packet: " (verdict drop)`);
  expect(lines).toEqual({ parsed: 3, notOurs: 0, notModelled: 0, malformed: 0 });
  expect(events.map(({ chain, inInterface, printed }) => [chain, inInterface, printed?.text])).toEqual([
    ['rule', 'r0', 'log prefix "a packet: iif x"'],
    ['rule', 'r0', 'drop comment " packet: "'],
  ]);
});

test('the connection of newer versions is known and not modelled', () => {
  const { lines } = read(
    'trace id a62 inet filter PRE conntrack: ct direction original ct state new ct id 32',
  );
  expect(lines).toEqual({ parsed: 0, notOurs: 0, notModelled: 1, malformed: 0 });
});

/** As a web page about an nft set has it: headers shortened, prose between, two lines glued, a table left out. */
const article = `trace id f0f627 ip raw prerouting packet: iif "veth0" ether saddr ..
> trace id 9c01f8 inet filter forward packet: iif "enp0" oif "veth21" ether saddr .. ip daddr 192.168.70.10 .. tcp dport 22 tcp flags == syn tcp window 29200
trace id 9c01f8 inet filter allowed_dnats rule drop (verdict drop)     <- here
trace id is different, but the packet has the same contents.
trace id 497abf58 inet filter allowed_dnats rule meta nfproto ipv4 ip daddr . tcp dport @allow_in accept (verdict accept)
trace id 497abf58 ip postrouting packet: iif "enp0" oif "veth21" ether .. trace id 497abf58 ip postrouting policy accept`;

test('lines that people shortened are read as far as they go', () => {
  const { events, lines } = read(article);
  expect(lines).toEqual({ parsed: 5, notOurs: 1, notModelled: 0, malformed: 0 });
  expect(
    events.map(({ line, traceId, table, chain, printed }) => [
      line,
      traceId,
      `${table}/${chain}`,
      printed?.verdict,
    ]),
  ).toEqual([
    [1, 'f0f627', 'raw/prerouting', null],
    [3, '9c01f8', 'filter/allowed_dnats', 'drop'],
    [5, '497abf58', 'filter/allowed_dnats', 'accept'],
    [6, '497abf58', '/postrouting', 'accept'],
  ]);
  expect(events[1]).toMatchObject({
    src: '',
    dst: '192.168.70.10',
    dport: 22,
    outInterface: 'veth21',
    protocol: 'tcp',
  });
  expect(events[2]).toMatchObject({ family: 'ipv4', protocol: 'tcp', src: '', dport: -1 });
});

test('more different rules than are remembered are read all the same', () => {
  const rules = 20_100;
  const text = [
    header('aa', 'c', 'udp sport 1 udp dport 2'),
    ...Array.from(
      { length: rules },
      (_, n) => `trace id aa ip filter c rule udp dport ${n} (verdict continue)`,
    ),
    policy('aa', 'c'),
  ].join('\n');
  const { events } = read(text);
  expect(events).toHaveLength(rules + 1);
  expect(events[rules - 1]?.printed?.text).toBe(`udp dport ${rules - 1}`);
});

test('an id that comes to more chains than any packet does is another packet after that', () => {
  const chains = Array.from({ length: 300 }, (_, n) => [
    header('aa', `c${n}`, 'ip id 1 udp sport 1 udp dport 2'),
    policy('aa', `c${n}`),
  ]);
  expect(new Set(ids(chains.flat().join('\n')))).toEqual(new Set(['aa', 'aa/2']));
});
