import { expect, it } from 'vitest';
import type { Link, RoutingTableName } from '../../model/network.ts';
import { address, fibRule, kernelRules, packet, route, router } from '../testing/records.ts';
import type { HostNetwork } from './host-network.ts';
import { routeInput } from './route-input.ts';

const l3mdev = [fibRule(1000, { l3mdev: true, action: { kind: 'lookup', table: '' } }), ...kernelRules];
const inVrf = [
  route('10.1.0.0/24', { dev: 'eth0', table: '10' }),
  route('0.0.0.0/0', { via: '10.2.0.7', dev: 'eth1', table: '10' }),
];
const main = route('0.0.0.0/0', { dev: 'eth9' });

function link(name: string, fields: Partial<Link>): Link {
  const at = { file: 'ip-link.txt', line: 1 };
  return {
    name,
    mtu: 1500,
    flags: ['UP'],
    master: null,
    vrf: null,
    mac: null,
    listing: 'whole',
    at,
    ...fields,
  };
}

const port = link('eth0', { master: 'blue', vrf: { kind: 'port', table: '10' } });
const vrf = link('blue', { vrf: { kind: 'vrf', table: '10' } });
const name = (of: string, number: string): RoutingTableName => ({ name: of, number, at: port.at });

function wayOut(
  links: readonly Link[],
  tableNames: readonly RoutingTableName[] = [],
  routes = inVrf,
): string {
  const host = router({
    fibRules: l3mdev,
    links,
    tableNames,
    routes: [main, ...routes],
    addresses: [address('lo', '127.0.0.1')],
  });
  return endOn(host);
}

/** The interface that it leaves by, or else how it ends; `open` where that is not certain. */
function endOn(host: HostNetwork): string {
  const { decided } = routeInput(host, packet());
  if (decided === null) return 'open';
  return decided.outcome === 'forward' ? decided.hops.map(({ dev }) => dev).join() : decided.outcome;
}

it('a_packet_of_a_vrf_is_routed_by_its_table', () => {
  expect(wayOut([port, vrf])).toBe('eth1');
  expect(wayOut([port])).toBe('eth1');
  expect(wayOut([link('eth0', { master: 'blue' }), vrf])).toBe('eth1');
});

it('ip_vrf_tells_what_ip_link_without_d_does_not', () => {
  const plain = link('eth0', { master: 'blue' });
  expect(wayOut([plain], [name('vrf blue', '10')])).toBe('eth1');
  expect(wayOut([plain])).not.toBe('eth1');
});

it('a_port_of_a_bridge_or_bond_is_in_no_vrf', () => {
  expect(wayOut([link('eth0', { master: 'br0', vrf: { kind: 'none' } })])).toBe('eth9');
  expect(wayOut([link('eth0', { master: 'br0' }), link('br0', { vrf: { kind: 'none' } })])).toBe('eth9');
});

it('a_table_goes_by_its_name_and_its_number', () => {
  const named = inVrf.map((each) => ({ ...each, table: 'tenant' }));
  expect(wayOut([port, vrf], [name('tenant', '10')], named)).toBe('eth1');
  const asked = inVrf.map((each) => ({ ...each, table: 'vrf blue' }));
  expect(wayOut([port, vrf], [], asked)).toBe('eth1');
});

it('the_address_of_a_vrfs_port_is_local_in_the_vrf_alone', () => {
  const addresses = [address('eth0', '192.0.2.1')];
  const at = (links: readonly Link[]): string =>
    endOn(router({ fibRules: l3mdev, links, routes: [main, ...inVrf], addresses }));
  expect(at([port, vrf])).toBe('local');
  expect(at([link('eth0', {})])).toBe('local');
  const other = [link('eth0', {}), link('eth5', { master: 'blue', vrf: { kind: 'port', table: '10' } }), vrf];
  const elsewhere = router({
    fibRules: l3mdev,
    links: other,
    routes: [main, ...inVrf],
    addresses: [address('eth5', '192.0.2.1')],
  });
  expect(endOn(elsewhere)).not.toBe('local');
});
