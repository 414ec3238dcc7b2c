import { expect, test } from 'vitest';
import type { BridgePort, ForwardingEntry } from '../model/witness.ts';
import { refusedFrame } from './forward-frame.ts';

const at = { file: 'bridge.txt', line: 1 };
const open = {
  bridge: 'br0',
  state: 'forwarding',
  hairpin: false,
  flood: true,
  isolated: false,
  locked: false,
  at,
};
const port = (dev: string, change: Partial<BridgePort> = {}): BridgePort => ({ ...open, dev, ...change });
const entry = (mac: string, dev: string, isOwn = false): ForwardingEntry => ({
  mac,
  dev,
  bridge: 'br0',
  isOwn,
  at,
});
const frame = { port: 'p1', dstMac: '52:54:00:00:00:02' };
const known = [entry(frame.dstMac, 'p2')];
const others = [entry('52:54:00:00:00:09', 'p2')];

test.each<[string, BridgePort[], ForwardingEntry[], string | undefined]>([
  ['to_a_known_station', [port('p1'), port('p2')], known, undefined],
  ['from_a_closed_port', [port('p1', { state: 'blocking' }), port('p2')], known, 'port-state'],
  ['to_a_disabled_port', [port('p1'), port('p2', { state: 'disabled' })], known, 'port-state'],
  [
    'between_isolated_ports',
    [port('p1', { isolated: true }), port('p2', { isolated: true })],
    known,
    'isolated',
  ],
  ['from_an_isolated_port_to_another', [port('p1', { isolated: true }), port('p2')], known, undefined],
  ['back_out_of_its_own_port', [port('p1'), port('p2')], [entry(frame.dstMac, 'p1')], 'no-hairpin'],
  ['back_where_hairpin_is_on', [port('p1', { hairpin: true })], [entry(frame.dstMac, 'p1')], undefined],
  ['to_the_host_itself', [port('p1'), port('p2')], [entry(frame.dstMac, 'p2', true)], undefined],
  ['to_an_unknown_station', [port('p1'), port('p2'), port('p3', { flood: false })], [], undefined],
  [
    'to_an_unknown_station_that_no_port_floods_to',
    [port('p1'), port('p2', { flood: false }), port('p3', { state: 'disabled' })],
    others,
    'no-flooding',
  ],
  [
    'to_a_station_of_a_bridge_whose_stations_are_not_listed',
    [port('p1'), port('p2', { flood: false }), port('p3', { state: 'disabled' })],
    [],
    undefined,
  ],
  ['by_a_port_that_is_not_listed', [port('p2')], known, undefined],
  [
    'where_flags_are_not_shown',
    [port('p1', { isolated: null }), port('p2', { isolated: null })],
    known,
    undefined,
  ],
])('%s', (_name, ports, entries, refusal) => {
  expect(refusedFrame(frame, { ports, entries })?.kind).toBe(refusal);
});
