import { describe, expect, test } from 'vitest';
import { host } from '../../testing/host.ts';

const router = host()
  .rules(
    '*nat',
    '-A PREROUTING -d 203.0.113.5/32 -j DNAT --to-destination 10.2.0.9',
    '*filter',
    ':FORWARD ACCEPT',
  )
  .router();
const passing = (id: number) =>
  [
    ['raw:PREROUTING:policy:2', { in: 'eth0', id }],
    ['nat:PREROUTING:policy:2', { in: 'eth0', id }],
    ['filter:FORWARD:policy:1', { in: 'eth0', out: 'eth1', ttl: 63, id }],
  ] as const;
const toVirtual = { in: 'eth0', id: 50, dst: '203.0.113.5' };

describe('a_death_in_the_routing_decision', () => {
  test('is_not_claimed_by_an_address_that_nat_may_have_rewritten_unseen', async () => {
    // The first packet visits nat; this one is of a connection that conntrack knows, and its FORWARD line is lost.
    const { packets } = await router
      .trace(...passing(1), ['raw:PREROUTING:policy:2', toVirtual], ...passing(2), ...passing(3))
      .analysed();
    const lost = packets.find(({ ingress }) => ingress['dst'] === '203.0.113.5');
    expect(lost?.cause?.confidence ?? 'possible').toBe('possible');
  });

  test('is_claimed_where_nat_let_the_address_be', async () => {
    const died = { in: 'eth0', id: 60, dst: '198.51.100.1' };
    const { packets } = await router
      .trace(
        ...passing(1),
        ['raw:PREROUTING:policy:2', died],
        ['nat:PREROUTING:policy:2', died],
        ...passing(2),
        ...passing(3),
      )
      .analysed();
    const dead = packets.find(({ ingress }) => ingress['dst'] === '198.51.100.1');
    expect(dead?.cause).toMatchObject({ kind: 'no-route', confidence: 'inferred' });
  });
});

test('an_icmp_error_to_an_address_that_snat_gives_may_be_for_somebody_else', async () => {
  const nat = (to: string): string =>
    [
      'table ip nat {',
      ' chain post {',
      '  type nat hook postrouting priority srcnat; policy accept;',
      `  udp dport 53 snat to ${to}`,
      ' }',
      '}',
    ].join('\n');
  const error =
    'iif "eth1" ip saddr 10.2.0.2 ip daddr 10.2.0.1 ip ttl 64 ip id 9 ip protocol icmp ip length 80 icmp type destination-unreachable icmp code port-unreachable';
  const trace = [`trace id a1 ip early in packet: ${error}`, 'trace id a1 ip early in policy accept'];
  const early =
    'table ip early {\n chain in {\n  type filter hook prerouting priority -350; policy accept;\n }\n}';
  const end = async (rules: string): Promise<string | undefined> => {
    const { packets } = await host()
      .router()
      .nft(early, rules)
      .file('nft-trace.txt', ...trace)
      .analysed();
    return packets[0]?.disposition;
  };
  expect(await end(nat('10.2.0.77'))).toBe('delivered');
  expect(await end(nat('10.2.0.1:9999'))).not.toBe('delivered');
});
