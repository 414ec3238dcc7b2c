import { expect, test } from 'vitest';
import { host } from '../../testing/host.ts';

/** A line of `nft monitor trace` that prints the packet: it names a chain, and none of its rules. */
function printed(trace: string, sport: number): string {
  return `trace id ${trace} inet fw forward packet: iif "eth0" oif "eth1" ip saddr 10.1.0.2 ip daddr 10.2.0.2 ip ttl 63 ip id ${sport} ip protocol udp ip length 52 udp sport ${sport} udp dport 7000 udp length 32 `;
}

const answer =
  'trace id 0000000f inet fw output packet: oif "eth0" ip saddr 10.2.0.2 ip daddr 10.1.0.2 ip ttl 64 ip id 9 ip protocol icmp ip length 80 icmp type destination-unreachable icmp code port-unreachable ';

test('what the host answered to one packet of a chain is nothing that another one met, whose own rule has no line', async () => {
  const lines = [printed('0000000a', 5001), answer, printed('0000000b', 5002), printed('0000000c', 5003)];
  const { packets } = await host()
    .file('nft-trace.txt', `${lines.join('\n')}\n`)
    .analysed();
  expect(
    packets.map(({ ingress, cause }) => [ingress['sport'], cause?.confidence ?? null]),
  ).not.toContainEqual([5002, 'inferred']);
});
