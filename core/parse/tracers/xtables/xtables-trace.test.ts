import { describe, expect, test } from 'vitest';
import { readEvents } from '../../testing/read-events.ts';
import { xtablesTrace } from './xtables-trace.ts';

const read = (text: string) => readEvents(xtablesTrace, text);

/** xtables-monitor 1.8.9 on a router. */
const routed = `PACKET: 2 d39cee59 IN=r0 MACSRC=22:5d:4c:32:20:37 MACDST=8e:7:6f:46:3c:f2 MACPROTO=0800 SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x0 TTL=64 ID=39001 DF SPORT=37432 DPORT=22 SYN MARK=0x7 
 TRACE: 2 d39cee59 mangle:PREROUTING:rule:0x2:CONTINUE  -4 -t mangle -A PREROUTING -j MARK --set-xmark 0x7/0xffffffff
 TRACE: 2 d39cee59 mangle:PREROUTING:policy:ACCEPT 
PACKET: 2 d39cee59 IN=r0 OUT=r1 MACSRC=22:5d:4c:32:20:37 MACDST=8e:7:6f:46:3c:f2 MACPROTO=0800 SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x0 TTL=63 ID=39001 DF SPORT=37432 DPORT=22 SYN MARK=0x7 
 TRACE: 2 d39cee59 filter:FORWARD:rule:0x4:JUMP:APPS  -4 -t filter -A FORWARD -p tcp -j APPS
 TRACE: 2 d39cee59 filter:APPS:rule:0x7:0xfffffffb  -4 -t filter -A APPS -p tcp -m tcp --dport 22 -j RETURN
 TRACE: 2 d39cee59 filter:FORWARD:rule:0xb:ACCEPT  -4 -t filter -A FORWARD -p tcp -m tcp --dport 22 -j ACCEPT`;

describe('one packet', () => {
  const { events, lines } = read(routed);

  test('is an event for each rule and policy, with handle, text and verdict', () => {
    expect(lines).toEqual({ parsed: 7, notOurs: 0, notModelled: 0, malformed: 0 });
    expect(
      events.map(({ line, table, chain, kind, printed }) => [
        line,
        `${table}:${chain}:${kind}`,
        printed?.handle,
        printed?.verdict,
        printed?.toChain,
      ]),
    ).toEqual([
      [2, 'mangle:PREROUTING:rule', 2, 'continue', null],
      [3, 'mangle:PREROUTING:policy', null, 'accept', null],
      [5, 'filter:FORWARD:rule', 4, 'jump', 'APPS'],
      [6, 'filter:APPS:rule', 7, 'return', null],
      [7, 'filter:FORWARD:rule', 11, 'accept', null],
    ]);
    expect(events[3]?.printed?.text).toBe('-A APPS -p tcp -m tcp --dport 22 -j RETURN');
  });

  test('has its header and identity', () => {
    expect(events[4]).toMatchObject({ tracer: 'xtables', traceId: 'd39cee59', family: 'ipv4', tableFamily: 'ip', inInterface: 'r0', outInterface: 'r1', dstMac: '8e:07:6f:46:3c:f2', src: '10.1.0.2', sport: 37432, ttl: 63, mark: 7, protocol: 'tcp', ipId: 39001, length: 60, fragment: 1, tcpFlags: 2 }); // prettier-ignore
  });
});

test('IPv6, whose length the program prints 20 bytes too small', () => {
  const [event] =
    read(`PACKET: 10 7e25b2b7 IN=r0 MACSRC=22:5d:4c:32:20:37 MACDST=8e:73:6f:46:3c:f2 MACPROTO=86dd SRC=fd01::2 DST=fd02::2 LEN=60 TC=4 HOPLIMIT=64 FLOWLBL=816187 SPORT=58036 DPORT=22 SYN 
 TRACE: 10 7e25b2b7 raw:PREROUTING:rule:0x2:CONTINUE  -6 -t raw -A PREROUTING -j TRACE`).events;
  expect(event).toMatchObject({
    family: 'ipv6',
    tableFamily: 'ip6',
    length: 80,
    ttl: 64,
    tos: 4,
    ipId: 0,
    protocol: 'tcp',
  });
  expect(event?.printed?.text).toBe('-A PREROUTING -j TRACE');
});

test('the protocol is that of the rules that matched, else what the ports and flags tell', () => {
  const packet = (id: string, rest: string): string =>
    `PACKET: 2 ${id} IN=r0 SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x0 TTL=64 ID=${id} ${rest}`;
  const { events } = read(`${packet('1', 'SPORT=1 DPORT=2')}
 TRACE: 2 1 filter:FORWARD:rule:0x4:DROP  -4 -t filter -A FORWARD -m comment --comment "-p udp" -p sctp -j DROP
${packet('2', 'SPORT=1 DPORT=2')}
 TRACE: 2 2 filter:FORWARD:policy:DROP 
${packet('3', '')}
 TRACE: 2 3 filter:FORWARD:rule:0x5:DROP  -4 -t filter -A FORWARD ! -p tcp -j DROP
${packet('4', '')}
 TRACE: 2 4 filter:FORWARD:rule:0x6:DROP  -4 -t filter -A FORWARD -p icmp -j DROP`);
  expect(events.map(({ protocol }) => protocol)).toEqual(['sctp', 'udp', '', 'icmp']);
});

test('up to 1.8.5 the header stands after the first rule, and no blank after the IP ID', () => {
  const header = (ttl: number, out: string): string =>
    `PACKET: 0 aa IN=eth0 ${out}SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x0 TTL=${ttl} ID=7DF SPORT=1 DPORT=22 SYN `;
  const { events } = read(` TRACE: 2 aa raw:PREROUTING:rule:0x3:CONTINUE  -4 -t raw -A PREROUTING -j TRACE
${header(64, '')}
 TRACE: 2 aa raw:PREROUTING:policy:ACCEPT 
 TRACE: 2 aa filter:FORWARD:rule:0x6:ACCEPT  -4 -t filter -A FORWARD -j ACCEPT
${header(63, 'OUT=eth1 ')}`);
  expect(
    events.map(({ line, chain, ttl, outInterface, ipId, fragment }) => [
      line,
      chain,
      ttl,
      outInterface,
      ipId,
      fragment,
    ]),
  ).toEqual([
    [1, 'PREROUTING', 64, '', 7, 1],
    [3, 'PREROUTING', 64, '', 7, 1],
    [4, 'FORWARD', 63, 'eth1', 7, 1],
  ]);
});

test('changes of the ruleset are known, and a rule without a text has none', () => {
  const { events, lines } = read(` EVENT: -4 -t filter -A G -p tcp -m tcp --dport 5 -j ACCEPT
NEWGEN: GENID=34 PID=6617 NAME=iptables-nft
 TRACE: 2 aa filter:APPS:rule:0x7:GOTO:X
 TRACE: 2 aa filter:X:return:
PACKET: 2 aa IN=r0
unrelated`);
  expect(lines).toEqual({ parsed: 2, notOurs: 1, notModelled: 2, malformed: 1 });
  expect(
    events.map(({ kind, printed }) => [kind, printed?.text, printed?.verdict, printed?.toChain]),
  ).toEqual([
    ['rule', null, 'goto', 'X'],
    ['return', null, 'return', null],
  ]);
});
