import { expect, test } from 'vitest';
import { packet, tcp } from '../../testing/drawn-log.ts';
import { host } from '../../testing/host.ts';

const ofBridge = (prefix: string, out: string, rest: string): string =>
  `${prefix}IN=vnet7 OUT=${out} MAC source = 96:97:c1:76:00:92 MAC dest = c6:54:4d:75:d8:fa proto = 0x0800 IP SRC=10.1.0.2 IP DST=10.2.0.2, IP tos=0x00, IP proto=${rest}`;
const bridged = { in: 'virbr7', link: 'PHYSIN=vnet7', id: 9 };
const bridge = host()
  .rules(':FORWARD ACCEPT')
  .file(
    'ebtables-save.txt',
    '*nat',
    ':PREROUTING ACCEPT',
    '-A PREROUTING -p IPv4 --log-level notice --log-prefix "br in" --log-ip -j CONTINUE',
    '*filter',
    ':FORWARD ACCEPT',
    '-A FORWARD -p IPv4 --log-level notice --log-prefix "br fwd " --log-ip -j CONTINUE',
    '-A FORWARD -p IPv4 --ip-proto icmp -j DROP',
  );

function lines(proto: string, bridgeProto: string, id: number, all = true): string[] {
  const own = { ...bridged, proto, id };
  return [
    ofBridge('br in', '', bridgeProto),
    `TRACE: raw:PREROUTING:policy:2 ${packet(own)}`,
    ofBridge('br fwd  ', 'vnet8', bridgeProto),
    ...(all ? [`TRACE: filter:FORWARD:policy:1 ${packet({ ...own, out: 'virbr7' })}`] : []),
  ];
}

test('lines_of_ebtables_join_the_steps_of_iptables_of_the_same_frame', async () => {
  const echo = 'PROTO=ICMP TYPE=8 CODE=0 ID=77 SEQ=1';
  const { ways, packets } = await bridge
    .log(...lines(tcp(41001, 80), '6 SPT=41001 DPT=80', 9), ...lines(echo, '1', 10, false))
    .log(...lines(tcp(41001, 80), '6 SPT=41001 DPT=80', 11))
    .analysed();
  expect(ways[0]).toEqual([
    'nat:PREROUTING:rule:1',
    'raw:PREROUTING:policy:2',
    'filter:FORWARD:rule:1',
    'filter:FORWARD:policy:1',
  ]);
  expect(packets.map(({ ingress }) => [ingress['interface'], ingress['id'], ingress['icmpId']])).toEqual([
    ['vnet7', 9, null],
    ['vnet7', 10, 77],
    ['vnet7', 11, null],
  ]);
  expect(packets[1]).toMatchObject({
    disposition: 'dropped',
    cause: { table: 'filter', chain: 'FORWARD', rule: 2, confidence: 'inferred' },
  });
});
