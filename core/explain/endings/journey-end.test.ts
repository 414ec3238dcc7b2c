import { expect, test } from 'vitest';
import { host } from '../../testing/host.ts';

const frame = (iif: string): string =>
  `iif "${iif}" ip saddr 10.75.0.11 ip daddr 10.75.0.12 ip ttl 64 ip id 7 ip protocol udp ip length 52 udp sport 5000 udp dport 7002`;
const step = (chain: string, iif: string): readonly string[] => [
  `trace id a1 ${chain} packet: ${frame(iif)}`,
  `trace id a1 ${chain} policy accept`,
];
const chain = (family: string, table: string, name: string, hook: string): readonly string[] => [
  `table ${family} ${table} {`,
  ` chain ${name} {`,
  `  type filter hook ${hook}; policy accept;`,
  ' }',
  '}',
];
const rules = [
  ...chain('bridge', 'b', 'pre', 'prerouting priority -300'),
  ...chain('ip', 'i', 'pre', 'prerouting priority -300'),
  ...chain('bridge', 'b2', 'fwd', 'forward priority -200'),
  ...chain('ip', 'i2', 'fwd', 'forward priority 0'),
];

async function endOf(...steps: readonly (readonly string[])[]) {
  const { packets } = await host()
    .nft(...rules)
    .file('nft-trace.txt', ...steps.flat())
    .analysed();
  return packets[0]?.disposition;
}

test('a_frame_that_br_netfilter_showed_to_ip_is_awaited_in_the_forward_of_ip', async () => {
  const bridged = [step('bridge b pre', 'vnet7'), step('ip i pre', 'br0'), step('bridge b2 fwd', 'vnet7')];
  expect(await endOf(...bridged)).toBe('incomplete');
  expect(await endOf(...bridged, step('ip i2 fwd', 'br0'))).toBe('forwarded');
  // Nothing shows that IP sees frames of this bridge.
  expect(await endOf(step('bridge b pre', 'vnet7'), step('bridge b2 fwd', 'vnet7'))).toBe('forwarded');
});
