import { expect, test } from 'vitest';
import { readEvents } from '../../testing/read-events.ts';
import { ulogd } from './ulogd.ts';

const read = (text: string, host?: string) => readEvents(ulogd, text, host);

test('LOGEMU: the prefix stands between the host and IN=, glued or not', () => {
  const { events, lines } =
    read(`Nov 23 08:02:57 vm with space: IN=r0 OUT= MAC=8e:73:6f:46:3c:f2:22:5d:4c:32:20:37:08:00 SRC=10.1.0.2 DST=10.2.0.2 LEN=31 TOS=00 PREC=0x00 TTL=64 ID=44889 DF PROTO=UDP SPT=33274 DPT=53 LEN=11 MARK=0x0 
Nov 23 08:02:57 vm iptable/filter-FORWARDIN=r0 OUT=r1 MAC=8e:73:6f:46:3c:f2:22:5d:4c:32:20:37:08:00 SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=00 PREC=0x00 TTL=63 ID=35510 DF PROTO=TCP SPT=38688 DPT=22 SEQ=4124246598 ACK=0 WINDOW=64240 SYN URGP=0 MARK=0x5 
2026-11-23T08:02:57+00:00 vm ulogd[812]: six IN=r1 OUT=r0 MAC= SRC=fd02::2 DST=fd01::2 LEN=99 TC=0 HOPLIMIT=63 FLOWLBL=174567 PROTO=ICMPv6 TYPE=1 CODE=4 MARK=0x0 `);
  expect(lines).toEqual({ parsed: 3, notOurs: 0, notModelled: 0, malformed: 0 });
  expect(events.map(({ printed, host, tracer, table, chain, number }) => [printed?.prefix, host, tracer, table, chain, number])).toEqual([
    ['with space:', 'vm', 'log', '', '', null],
    ['iptable/filter-FORWARD', 'vm', 'log', '', '', null],
    ['six', 'vm', 'log', '', '', null],
  ]); // prettier-ignore
  expect(events[1]).toMatchObject({
    src: '10.1.0.2',
    dport: 22,
    seq: 4124246598,
    tcpFlags: 2,
    mark: 5,
    fragment: 1,
  });
  expect(events[2]).toMatchObject({ family: 'ipv6', tableFamily: 'ip6', icmpType: 1, icmpCode: 4 });
});

test('JSON: addresses, ports and device have names of their own', () => {
  const { events } = read(
    `{"timestamp": "2026-09-28T18:52:30.943369-0300", "dvc": "Netfilter", "raw.pktlen": 60, "oob.prefix": "forward-drop ", "oob.time.sec": 1790632350, "oob.time.usec": 943369, "oob.mark": 7, "oob.hook": 2, "oob.family": 2, "ip.protocol": 6, "ip.tos": 16, "ip.ttl": 63, "ip.totlen": 60, "ip.id": 37733, "ip.fragoff": 16384, "src_port": 43936, "dest_port": 5432, "tcp.seq": 2289721423, "tcp.ackseq": 0, "tcp.ack": 0, "tcp.syn": 1, "oob.in": "eth2", "oob.out": "eth3", "src_ip": "192.168.10.20", "dest_ip": "192.168.20.30", "mac.str": "08:00:27:2d:64:2b:08:00:27:5b:f8:27:08:00"}
{"dvc": "spr", "oob.prefix": "DRP:INP ", "oob.family": 10, "ip.protocol": 58, "ip6.payloadlen": 24, "ip6.hoplimit": 255, "ip6.nexthdr": 58, "icmpv6.type": 134, "icmpv6.code": 0, "oob.in": "wlan0", "oob.out": "", "src_ip": "fe80::1", "dest_ip": "ff02::1"}`,
    'fw',
  );
  expect(events[0]).toMatchObject({ host: 'fw', family: 'ipv4', tableFamily: 'ip', inInterface: 'eth2', outInterface: 'eth3', src: '192.168.10.20', dst: '192.168.20.30', sport: 43936, dport: 5432, tos: 16, ttl: 63, mark: 7, dstMac: '08:00:27:2d:64:2b', protocol: 'tcp', ipId: 37733, length: 60, fragment: 1, seq: 2289721423, tcpFlags: 2 }); // prettier-ignore
  expect(events[0]?.printed?.prefix).toBe('forward-drop');
  expect(events[1]).toMatchObject({
    family: 'ipv6',
    protocol: 'icmpv6',
    length: 64,
    ttl: 255,
    icmpType: 134,
    icmpCode: 0,
  });
});

test('the host is what the bundle tells, else the device that somebody has named', () => {
  const line = (device: string): string =>
    `{"dvc": "${device}", "oob.prefix": "x", "ip.protocol": 17, "src_ip": "10.0.0.1", "dest_ip": "10.0.0.2"}`;
  expect(read(line('spr')).events[0]?.host).toBe('spr');
  expect(read(line('Netfilter')).events[0]?.host).toBe('');
  expect(read(line('spr'), 'fw').events[0]?.host).toBe('fw');
});

test('a frame of a bridge is of the bridge family; a line without addresses is no packet', () => {
  const { events, lines } =
    read(`{"oob.prefix": "x", "oob.family": 7, "ip.protocol": 17, "src_ip": "10.0.0.1", "dest_ip": "10.0.0.2"}
{"oob.prefix": "x", "oob.family": 7, "oob.protocol": 2054}
{"oob.prefix": "x", "oob.fam`);
  expect(events.map(({ tableFamily }) => tableFamily)).toEqual(['bridge']);
  expect(lines).toEqual({ parsed: 1, notOurs: 0, notModelled: 0, malformed: 2 });
});

test("pve-firewall.log: the parts of the rule's prefix are put together again, and a logger's own line is no packet", () => {
  const { events, lines } = read(`0 5 - 02/Sep/2023:10:00:00 +0200 starting pvefw logger
100 6 tap100i0-IN 02/Sep/2023:10:00:01 +0200 policy DROP: IN=fwbr100i0 OUT=fwbr100i0 PHYSIN=fwln100i0 PHYSOUT=tap100i0 MAC=00:00:5e:00:53:40:00:00:5e:00:53:41:08:00 SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=46187 DF PROTO=TCP SPT=41888 DPT=8080 SEQ=2763377861 ACK=0 WINDOW=64240 SYN 
0 6 PVEFW-HOST-IN 02/Sep/2023:10:00:02 +0200 IN=vmbr0 OUT= SRC=10.1.0.2 DST=10.2.0.2 LEN=40 TTL=64 ID=1 PROTO=UDP SPT=1 DPT=53 LEN=20 
100 6 tap100i0-IN 02/Sep/2023:10:00:03 +0200 policy DROP: IN=fwbr100i0 OUT=fwbr100i0 SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TTL=64 ID=3 PROTO=TCP SPT=41888 DPT=8080 SEQ=276`);
  expect(lines).toEqual({ parsed: 2, notOurs: 1, notModelled: 0, malformed: 1 });
  expect(events.map(({ printed, dport, inInterface }) => [printed?.prefix, dport, inInterface])).toEqual([
    [':100:6:tap100i0-IN: policy DROP:', 8080, 'fwbr100i0'],
    [':0:6:PVEFW-HOST-IN:', 53, 'vmbr0'],
  ]);
});
