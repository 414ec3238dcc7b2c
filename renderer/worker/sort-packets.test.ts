import { expect, it } from 'vitest';
import { parseFilter } from '../selection/parse.ts';
import { captureOf, kernelLog } from '../testing/capture.ts';
import { applyFilter } from './apply-filter.ts';
import { packetsInRows } from './capture.ts';
import type { JourneyColumn } from './sort-columns.ts';

/** Four packets by their ids: 10, 9, 0x8000 and 11, which has no source port and comes in on no interface. */
const log = kernelLog([
  'raw:PREROUTING:policy:1 eth10 - 10.1.0.10>10.2.0.2 TCP 1000>80 10',
  'filter:FORWARD:policy:1 eth10 eth1 10.1.0.10>10.2.0.2 TCP 1000>80 10',
  'filter:FORWARD:policy:1 eth2 eth1 10.1.0.9>10.2.0.2 UDP 1000>53 9',
  'filter:FORWARD:policy:1 eth2 eth1 10.1.0.100>10.2.0.2 UDP 1000>53 32768',
  'filter:OUTPUT:policy:1 - eth1 192.0.2.1>10.2.0.2 UDP 1000>53 11',
]);
const rules = '*filter\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n';
const held = captureOf({ 'kern.log': log, 'iptables-save.txt': rules });

async function sorted(by: JourneyColumn, down: boolean, filter = '') {
  const capture = await held;
  const { selection } = parseFilter(filter);
  const result = applyFilter(capture, { generation: 1, selection, sort: { by, down }, packet: 2 });
  return { ...result, order: Array.from(packetsInRows(capture, 0, result.packets), (packet) => packet + 1) };
}

it.each([
  ['time', [1, 2, 3, 4], [4, 3, 2, 1]],
  ['src', [2, 1, 3, 4], [4, 3, 1, 2]],
  ['in', [2, 3, 1, 4], [1, 2, 3, 4]],
  ['out', [1, 2, 3, 4], [1, 2, 3, 4]],
  ['proto', [1, 2, 3, 4], [2, 3, 4, 1]],
  ['steps', [2, 3, 4, 1], [1, 2, 3, 4]],
  ['ID', [2, 1, 4, 3], [3, 4, 1, 2]],
  ['SEQ', [1, 2, 3, 4], [1, 2, 3, 4]],
] as const)('rows_are_in_the_order_of_%s_and_back', async (by, up, down) => {
  expect((await sorted(by, false)).order).toEqual(up);
  expect((await sorted(by, true)).order).toEqual(down);
});

it('the_open_packet_and_the_first_to_open_are_found_again_in_their_rows', async () => {
  const all = await sorted('ID', true);
  expect(all.row).toBe(3);
  expect(all.first).toBe(1);
  expect(all.firstRow).toBe(2);
  const some = await sorted('src', true, 'udp');
  expect(some.order).toEqual([4, 3, 2]);
  expect(some.row).toBe(2);
});
