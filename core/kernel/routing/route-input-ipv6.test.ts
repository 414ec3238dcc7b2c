import { expect, it } from 'vitest';
import type { Sysctl } from '../../model/network.ts';
import { buildHostNetwork } from './host-network.ts';
import { routeInput } from './route-input.ts';
import type { InputPacket } from './routed-packet.ts';
import { kernelRules, packet, route } from '../testing/records.ts';

const forwarding = (value: string): Sysctl => ({
  key: 'net.ipv6.conf.all.forwarding',
  value,
  at: { file: 'sysctl.txt', line: 1 },
});

function send(fields: Partial<InputPacket>, sysctls: readonly Sysctl[] = [forwarding('1')]): string {
  const host = buildHostNetwork({
    fibRules: kernelRules.map((rule) => ({ ...rule, family: 'ipv6' as const })),
    routes: [
      route('fd00:1::1/128', { type: 'local', table: 'local', dev: 'eth0' }),
      route('fd00:1::/64', { dev: 'eth0' }),
      route('fd00:2::/64', { dev: 'eth1', mtu: 1300 }),
      route('fd00:3::/64', { type: 'unreachable' }),
      route('fe80::/64', { dev: 'eth1', metric: 1 }),
      route('fe80::/64', { dev: 'eth0', metric: 2 }),
    ],
    links: [],
    addresses: [],
    sysctls,
    tableNames: [],
    neighbours: [],
  });
  const from = packet({ family: 'ipv6', src: 'fd00:1::2', dst: 'fd00:2::2', ...fields });
  const { decided, possible } = routeInput(host, from);
  if (!decided) return `open: ${possible.length}`;
  if (decided.outcome === 'drop') return decided.cause.kind;
  return 'hops' in decided ? `${decided.outcome} ${decided.hops[0]?.dev}` : decided.outcome;
}

it.each<[string, Partial<InputPacket>, string]>([
  ['is forwarded', {}, 'forward eth1'],
  ['is for the host', { dst: 'fd00:1::1' }, 'local'],
  ['has no route', { dst: 'fd00:4::1' }, 'no-route'],
  ['has an unreachable route', { dst: 'fd00:3::1' }, 'unreachable'],
  ['comes with a hop limit of 1', { ttl: 1 }, 'ttl-expired'],
  ['is too big, which needs no DF', { length: 1301, df: false, protocol: 'icmpv6' }, 'mtu-exceeded'],
  ['has a link-local source', { src: 'fe80::2' }, 'other'],
  [
    'has a link-local destination, which stays on its link',
    { dst: 'fe80::2', src: 'fd00:1::2' },
    'forward eth0',
  ],
])('an IPv6 packet %s', (_, fields, expected) => {
  expect(send(fields)).toBe(expected);
});

it('ipv6_is_forwarded_by_conf_all_alone', () => {
  expect(send({}, [forwarding('0')])).toBe('ip-forward-disabled');
  expect(send({}, [])).toBe('open: 2');
});
