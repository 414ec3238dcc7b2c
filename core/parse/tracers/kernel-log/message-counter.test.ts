import { expect, test } from 'vitest';
import type { LineCounts } from '../../../model/artifact.ts';
import type { MessageTally } from '../../kernel-messages/message-tally.ts';
import { KernelLogReader } from './log-reader.ts';
import { TraceColumns } from './trace-columns.ts';

const trace =
  'TRACE: filter:INPUT:rule:1 IN=eth0 OUT= SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=4131 DF PROTO=TCP SPT=41001 DPT=80 SEQ=1 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0';
const arp = 'll header: 00000000: ff ff ff ff ff ff 96 24 4d ed 2f 82 08 06        .......$M./...';

/** A message of the `i`th line, of a kind whose number is `which`. */
function said(which: number, i: number): string {
  switch (which) {
    case 0:
      return `br0: port 2(veth${i % 300}) entered ${i % 2 === 0 ? 'blocking' : 'forwarding'} state`;
    case 1:
      return `TCP: request_sock_TCP: Possible SYN flooding on port ${i % 150}. ${i % 5 === 0 ? 'Dropping request' : 'Sending cookies'}.  Check SNMP counters.`;
    case 2:
      return `UDP: bad checksum. From 10.0.${(i % 1500) >> 8}.${i % 256}:${i} to 10.2.0.2:53 ulen ${i}`;
    case 3:
      return `IPVS: rr: ${i % 3 === 0 ? 'TCP' : 'UDP'} [2001:db8::${i % 40}]:443 - no destination available`;
    case 4:
      return `IPv4: martian source 10.2.0.2 from 127.0.0.${i % 7}, on dev eth0`;
    case 5:
      return arp;
    case 6:
      return `net_ratelimit: ${i} callbacks suppressed`;
    case 7:
      return 'nf_conntrack: table full, dropping packet';
    case 8:
      return `br0: port 2(veth${i % 300}) entered promiscuous mode`;
    default:
      return `nf_ct_proto_17: bad checksum IN= OUT= SRC=10.9.0.${i % 9} DST=10.2.0.9 LEN=77 TOS=0x00 PREC=0x00 TTL=60 ID=${i} PROTO=UDP SPT=${i} DPT=80 LEN=57`;
  }
}

/** Lines that look random and are the same in each run; after `count` of them, `first` and the other host's. */
function lines(count: number, hosts: readonly string[], first: string): readonly string[] {
  let state = 1;
  const random = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
  return Array.from({ length: count }, (_, i) => {
    const host = hosts[Math.floor(i / BLOCK) % hosts.length] as string;
    const text = i % BLOCK === 0 ? first : said(random(10), random(4000));
    return `Nov 21 07:54:${10 + (i % 50)} ${host} kernel: [ ${10_000 + i}.463384] ${text}${i % 11 === 0 ? ' \r' : ''}`;
  });
}

const BLOCK = 3000;

function read(log: readonly string[]): { tally: MessageTally; fates: LineCounts } {
  const reader = new KernelLogReader(new TraceColumns(), { path: 'kern.log' });
  reader.push(new TextEncoder().encode(log.map((line) => `${line}\n`).join('')));
  const { lines: fates } = reader.finish();
  return { tally: reader.tally.messages, fates };
}

/** The scanner counts lines only once a line of TRACE has shown their prefix: without one, each is read. */
test.each([
  ['of one host', ['rtr']],
  ['of two hosts', ['rtr', 'fw']],
])('messages_that_are_counted_are_told_like_those_that_are_read: %s', (_, hosts) => {
  const each = read(lines(30_000, hosts, 'usb 1-2: USB disconnect'));
  const counted = read(lines(30_000, hosts, trace));
  expect(each.tally.groups.size).toBeGreaterThan(300);
  const told = ({ tally }: ReturnType<typeof read>) =>
    Array.from(tally.groups, (group) => JSON.stringify(group));
  const toldOfEach = new Set(told(each));
  expect(told(counted).filter((group) => !toldOfEach.has(group))).toEqual([]);
  expect(counted.tally.groups.size).toBe(each.tally.groups.size);
  expect(counted.fates).toEqual({
    ...each.fates,
    parsed: each.fates.parsed + 10,
    notOurs: each.fates.notOurs - 10,
  });
});
