import { describe, expect, it } from 'vitest';
import { routeInput } from './route-input.ts';
import type { InputPacket } from './routed-packet.ts';
import { fate, send } from '../testing/fate.ts';
import {
  address,
  fibRule,
  kernelRules,
  localRoutes,
  mainRoutes,
  packet,
  route,
  router,
} from '../testing/records.ts';

type Changes = Parameters<typeof router>[0];

const strict = { 'conf.eth0.rp_filter': '1' };
const loose = { 'conf.all.rp_filter': '2' };

describe('a packet that came in', () => {
  it.each<[string, Partial<InputPacket>, Changes, string]>([
    ['is forwarded', {}, {}, 'forward eth1'],
    ['is for the host', { dst: '10.2.0.1' }, {}, 'local'],
    ['is a directed broadcast', { dst: '10.1.0.255' }, {}, 'broadcast'],
    ['is a limited broadcast without a source', { src: '0.0.0.0', dst: '255.255.255.255' }, {}, 'broadcast'],
    ['has a multicast source', { src: '224.0.0.1' }, {}, 'drop martian-source'],
    ['has no source', { src: '0.0.0.0' }, {}, 'drop martian-source'],
    ['has no destination', { dst: '0.0.0.0' }, {}, 'drop other'],
    ['has a loopback source', { src: '127.0.0.5' }, {}, 'drop martian-source'],
    ['has a loopback destination', { dst: '127.0.0.1' }, {}, 'drop other'],
    [
      'is for loopback, which is routed',
      { dst: '127.0.0.1' },
      { sysctls: { 'conf.all.route_localnet': '1' } },
      'local',
    ],
    ['has the address of the host', { src: '10.2.0.1' }, {}, 'drop martian-source'],
    [
      'has it, and that is accepted',
      { src: '10.2.0.1' },
      { sysctls: { 'conf.eth0.accept_local': '1' } },
      'forward eth1',
    ],
    [
      'came to a host that does not forward',
      {},
      { sysctls: { 'conf.eth0.forwarding': '0' } },
      'drop ip-forward-disabled',
    ],
    [
      'is local where nothing is forwarded',
      { dst: '10.2.0.1' },
      { sysctls: { 'conf.eth0.forwarding': '0' } },
      'local',
    ],
    ['comes with a TTL of 1', { ttl: 1 }, {}, 'drop ttl-expired'],
    ['is local with a TTL of 1', { ttl: 1, dst: '10.1.0.1' }, {}, 'local'],
    ['fills the MTU', { length: 1400 }, {}, 'forward eth1'],
    ['exceeds the MTU', { length: 1401 }, {}, 'drop mtu-exceeded'],
    ['exceeds it and may be fragmented', { length: 1401, df: false }, {}, 'forward eth1'],
    [
      'exceeds the MTU of its own way in too: GRO',
      { length: 2896 },
      {},
      'open: forward eth1, drop mtu-exceeded',
    ],
    ['does so and is no TCP or UDP', { length: 2896, protocol: 'icmp' }, {}, 'drop mtu-exceeded'],
  ])('%s', (_, fields, changes, expected) => {
    expect(send(fields, changes)).toBe(expected);
  });

  it('dies_of_what_the_kernel_checks_first', () => {
    const blackhole = {
      routes: [...localRoutes, ...mainRoutes, route('192.0.2.0/24', { type: 'blackhole' })],
    };
    expect(send({ ttl: 1 }, { ...blackhole, sysctls: { 'conf.eth0.forwarding': '1' } })).toBe(
      'drop blackhole',
    );
    // The kernel's drop reason is IP_INADDRERRORS here, as for any packet that the host would have to forward.
    expect(send({ ttl: 1 }, { ...blackhole, sysctls: { 'conf.eth0.forwarding': '0' } })).toBe(
      'drop ip-forward-disabled',
    );
    expect(send({ ttl: 1, src: '10.2.0.9' }, { sysctls: strict })).toBe('drop rp-filter');
  });

  it('has_no_route', () => {
    expect(send({}, { routes: [...localRoutes, ...mainRoutes.slice(1)] })).toBe('drop no-route');
  });

  it('has_the_route_mtu_before_that_of_the_device', () => {
    const routes = [...localRoutes, route('0.0.0.0/0', { dev: 'eth1', mtu: 1300 }), ...mainRoutes.slice(1)];
    expect(send({ length: 1350 }, { routes })).toBe('drop mtu-exceeded');
  });

  it('with_a_redacted_destination_can_not_be_routed', () => {
    const result = routeInput(router(), packet({ dst: 'xxx.xxx.xxx.113' }));
    expect([fate(result), result.missing[0]?.fact.kind]).toEqual(['open: ', 'redacted-destination']);
  });

  it('with_a_redacted_source_may_die_of_rp_filter_only_where_that_is_on', () => {
    expect(send({ src: 'xxx.xxx.xxx.113' })).toBe('forward eth1');
    expect(send({ src: 'xxx.xxx.xxx.113' }, { sysctls: strict })).toBe('open: forward eth1, drop rp-filter');
  });

  it('to_a_multicast_group_depends_on_its_members', () => {
    expect(routeInput(router(), packet({ dst: '224.0.0.5' })).missing[0]?.command).toBe('ip maddr');
  });

  it('takes_any_next_hop_of_a_multipath_route', () => {
    const nextHops = ['eth0', 'eth1'].map((dev) => ({ dev, via: null, weight: 1, flags: [] }));
    expect(send({}, { routes: [...localRoutes, route('0.0.0.0/0', { nextHops })] })).toBe(
      'forward eth0|eth1',
    );
  });
});

describe('the reverse path filter', () => {
  const elsewhere = { src: '203.0.113.9' };

  it.each<[string, Partial<InputPacket>, Changes, string]>([
    ['passes what came in by the way back', {}, { sysctls: strict }, 'forward eth1'],
    ['drops what did not', elsewhere, { sysctls: strict }, 'drop rp-filter'],
    [
      'is the larger of all and the interface',
      elsewhere,
      { sysctls: { ...strict, ...loose } },
      'forward eth1',
    ],
    ['passes any way back when loose', elsewhere, { sysctls: loose }, 'forward eth1'],
    ['also guards the host itself', { ...elsewhere, dst: '10.1.0.1' }, { sysctls: strict }, 'drop rp-filter'],
    [
      'drops what has no way back',
      elsewhere,
      {
        sysctls: loose,
        routes: [...localRoutes, ...mainRoutes.slice(1), route('192.0.2.0/24', { dev: 'eth1' })],
      },
      'drop rp-filter',
    ],
    [
      'counts a blackhole as no way back',
      elsewhere,
      {
        sysctls: loose,
        routes: [...localRoutes, ...mainRoutes, route('203.0.113.0/24', { type: 'blackhole' })],
      },
      'drop rp-filter',
    ],
    [
      'drops on an interface without an address, even loose',
      elsewhere,
      { sysctls: loose, addresses: [address('eth1', '10.2.0.1')] },
      'drop rp-filter',
    ],
  ])('%s', (_, fields, changes, expected) => {
    expect(send(fields, changes)).toBe(expected);
  });

  it('looks_back_as_if_from_the_interface_that_the_packet_leaves_by', () => {
    const routes = [...localRoutes, ...mainRoutes, route('0.0.0.0/0', { dev: 'eth0', table: '100' })];
    const rule = (iif: string) => fibRule(100, { iif, action: { kind: 'lookup', table: '100' } });
    const dst = { ...elsewhere, dst: '10.2.0.9' };
    expect(send(dst, { sysctls: strict, routes, fibRules: [rule('eth1'), ...kernelRules] })).toBe(
      'forward eth1',
    );
    const local = { ...elsewhere, dst: '10.1.0.1' };
    expect(send(local, { sysctls: strict, routes, fibRules: [rule('lo'), ...kernelRules] })).toBe('local');
    expect(send(local, { sysctls: strict, routes, fibRules: [rule('eth0'), ...kernelRules] })).toBe(
      'drop rp-filter',
    );
  });

  it('sees_ports_only_if_a_rule_that_is_not_for_lo_asks_for_them', () => {
    const routes = [...localRoutes, ...mainRoutes, route('203.0.113.0/24', { dev: 'eth0', table: '100' })];
    const own = fibRule(100, { iif: 'lo', sport: [443, 443], action: { kind: 'lookup', table: '100' } });
    const other = fibRule(90, { to: '198.51.100.0/24', dport: [1, 1] });
    const local = { ...elsewhere, dst: '10.1.0.1' };
    const sysctls = strict;
    expect(send(local, { sysctls, routes, fibRules: [own, ...kernelRules] })).toBe('drop rp-filter');
    expect(send(local, { sysctls, routes, fibRules: [own, other, ...kernelRules] })).toBe('local');
  });

  it('heeds_the_mark_only_with_src_valid_mark', () => {
    const routes = [...localRoutes, ...mainRoutes, route('203.0.113.0/24', { dev: 'eth0', table: '100' })];
    const rule = fibRule(100, { fwmark: { value: 1, mask: 0xff }, action: { kind: 'lookup', table: '100' } });
    const fibRules = [kernelRules[0] ?? rule, rule, ...kernelRules.slice(1)];
    const marked = { ...elsewhere, mark: 1, dst: '10.2.0.9' };
    expect(send(marked, { sysctls: strict, routes, fibRules })).toBe('drop rp-filter');
    expect(send(marked, { sysctls: { ...strict, 'conf.all.src_valid_mark': '1' }, routes, fibRules })).toBe(
      'forward eth1',
    );
  });

  it('says_which_lines_prove_it', () => {
    const { decided, evidence } = routeInput(router({ sysctls: strict }), packet(elsewhere));
    expect(decided).toMatchObject({ cause: { kind: 'rp-filter' }, source: { mode: 1 } });
    expect(evidence.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['0.0.0.0/0', 'net.ipv4.conf.eth0.rp_filter = 1']),
    );
  });
});
