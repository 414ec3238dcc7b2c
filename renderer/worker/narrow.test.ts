import { beforeAll, describe, expect, it } from 'vitest';
import { parseFilter } from '../selection/parse.ts';
import { captureOf, kernelLog } from '../testing/capture.ts';
import { applyFilter } from './apply-filter.ts';
import { packetsInRows, rowOf, type Capture } from './capture.ts';

const rules = `*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
:ALLOW - [0:0]
-A FORWARD -j ALLOW
-A ALLOW -p tcp --dport 80 -j ACCEPT
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
-A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 10.2.0.2:80
COMMIT
`;

/** Packet 1: allowed. 2: dropped by the policy. 3: rewritten from port 8080 to 80 and allowed. */
const log = kernelLog([
  'nat:PREROUTING:policy:2 eth0 - 10.1.0.2>10.2.0.2 TCP 1000>80 1',
  'filter:FORWARD:rule:1 eth0 eth1 10.1.0.2>10.2.0.2 TCP 1000>80 1',
  'filter:ALLOW:rule:1 eth0 eth1 10.1.0.2>10.2.0.2 TCP 1000>80 1',
  'nat:POSTROUTING:policy:1 eth0 eth1 10.1.0.2>10.2.0.2 TCP 1000>80 1',
  'nat:PREROUTING:policy:2 eth0 - 10.1.0.3>10.2.0.2 UDP 2000>53 2',
  'filter:FORWARD:rule:1 eth0 eth1 10.1.0.3>10.2.0.2 UDP 2000>53 2',
  'filter:ALLOW:return:2 eth0 eth1 10.1.0.3>10.2.0.2 UDP 2000>53 2',
  'filter:FORWARD:policy:2 eth0 eth1 10.1.0.3>10.2.0.2 UDP 2000>53 2',
  'nat:PREROUTING:rule:1 eth0 - 10.1.0.4>10.9.0.9 TCP 3000>8080 3',
  'filter:FORWARD:rule:1 eth0 eth1 10.1.0.4>10.2.0.2 TCP 3000>80 3',
  'filter:ALLOW:rule:1 eth0 eth1 10.1.0.4>10.2.0.2 TCP 3000>80 3',
  'nat:POSTROUTING:policy:1 eth0 eth1 10.1.0.4>10.2.0.2 TCP 3000>80 3',
]);

let capture: Capture;
beforeAll(async () => {
  capture = await captureOf({ 'kern.log': log, 'iptables-save.txt': rules });
});

function filtered(text: string) {
  const { selection } = parseFilter(text);
  return applyFilter(capture, { generation: 1, selection, sort: null, packet: 2 });
}

function packetsOf(text: string): number[] {
  const { packets } = filtered(text);
  return Array.from(packetsInRows(capture, 0, packets), (index) => index + 1);
}

describe('a filter lets through', () => {
  it.each<[string, number[]]>([
    ['', [1, 2, 3]],
    ['src 10.1.0.3', [2]],
    ['src 10.1.0.2 src 10.1.0.3', [1, 2]],
    ['src 10.1.0.0/24', [1, 2, 3]],
    ['dport 80', [1, 3]],
    ['dport 8000-9000', [3]],
    ['dport 80 dport 53', [1, 2, 3]],
    ['dport 8080 dst 10.2.0.2', [3]],
    ['udp', [2]],
    ['ipv6', []],
    ['dropped', [2]],
    ['dead', [2]],
    ['not dead', [1, 3]],
    ['not tcp not udp', []],
    ['chain filter/ALLOW', [1, 2, 3]],
    ['chain nat/POSTROUTING', [1, 3]],
    ['chain POSTROUTING tcp', [1, 3]],
    ['edge filter/ALLOW>filter/FORWARD', [2]],
    ['rule filter/ALLOW 1', [1, 3]],
    ['policy filter/FORWARD', [2]],
    ['rule nat/PREROUTING 1', [3]],
    ['dport 80 or udp', [1, 2, 3]],
    ['dead or src 10.1.0.4', [2, 3]],
    ['not (dead or src 10.1.0.4)', [1]],
    ['tcp and (dport 8080 or dead)', [3]],
    ['(tcp dport 80) and not (dport 8080)', [1]],
    ['src 10.1.0.2 and src 10.1.0.3', []],
    ['host 10.2.0.2 dport 53', [2]],
    ['net 10.1', [1, 2, 3]],
    ['src 10.1.0/24 port 2000', [2]],
    ['port 3000-3100', [3]],
    ['ttl < 64', []],
    ['ttl >= 64 id 2', [2]],
    ['syn', [1, 3]],
    ['flags syn,ack', []],
    ['len 60 seq 1', [1, 3]],
    ['dnat', [3]],
    ['not nat', [1, 2]],
    ['snat', []],
    ['nat 10.9.0.9', [3]],
    ['nat 10.1.0.2', []],
    ['chain filter/ALL*', [1, 2, 3]],
    ['rule ALLOW 1', [1, 3]],
    ['conversation tcp 10.1.0.4:3000>10.9.0.9:8080', [3]],
    ['conversation tcp 10.2.0.2:80>10.1.0.4:3000', []],
    ['cause policy', [2]],
    ['cause policy filter/FORWARD', [2]],
    ['cause policy filter/INPUT', []],
    ['in eth0 out eth+', [1, 2, 3]],
    ['in eth1', []],
    ['host rtr', [1, 2, 3]],
    ['packet 3', [3]],
    ['packet 1 packet 3', [1, 3]],
    ['flow tcp 10.1.0.4:3000>10.9.0.9:8080', [3]],
    ['flow tcp 10.1.0.4:3000>10.2.0.2:80', []],
    ['kern.log:6', [2]],
    ['10.1.0.4', [3]],
    ['10.9', [3]],
    ['10.2.0.2:80', [1, 3]],
    ['postrouting', [1, 3]],
    ['ETH1 UDP', [2]],
  ])('%s', (text, packets) => {
    expect(packetsOf(text)).toEqual(packets);
  });
});

it('counts_what_is_left', () => {
  const result = filtered('dropped');
  expect(result.byDisposition).toMatchObject({ dropped: 1, forwarded: 0 });
  expect(result.deadEnds).toEqual([1]);
  expect(result.row).toBe(0);
  expect(result.first).toBe(2);
  expect(result.edges).toContainEqual(
    expect.objectContaining({ from: 'filter/FORWARD', to: 'drop', packets: 1 }),
  );
});

it('says_which_word_nothing_fulfils', () => {
  expect(filtered('dport 81 tcp').remarks.join()).toContain('dport 81');
  expect(filtered('not dport 81').remarks).toEqual([]);
});

it('knows_the_row_of_a_packet', () => {
  filtered('tcp');
  expect([0, 1, 2, 99].map((index) => rowOf(capture, index))).toEqual([0, -1, 1, -1]);
});

it('uses_31_conditions_at_most_and_says_so', () => {
  const many = Array.from({ length: 40 }, () => 'not udp').join(' ');
  expect(filtered(many).remarks.join()).toContain('31');
  expect(packetsOf(many)).toEqual([1, 3]);
});
