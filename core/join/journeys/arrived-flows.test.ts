import { describe, expect, test } from 'vitest';
import { analysed, log, tcp } from '../../testing/drawn-log.ts';

const came = (dport: number) =>
  ['raw:PREROUTING:policy:1', { in: 'eth0', proto: tcp(41001, dport) }] as const;
const went = (dport: number) =>
  ['filter:FORWARD:policy:1', { in: 'eth0', out: 'eth1', ttl: 63, proto: tcp(41001, dport) }] as const;

/** How many packets are seen where one came in for port 80 and one went on to port 81, after those lines. */
async function packetsWith(natRule: string, ...before: Parameters<typeof log>[0]): Promise<number> {
  const { packets } = await analysed({
    'iptables-save.txt': [
      ...['*raw', ':PREROUTING ACCEPT [0:0]', 'COMMIT'],
      ...['*nat', ':PREROUTING ACCEPT [0:0]', natRule, 'COMMIT'],
      ...['*filter', ':FORWARD ACCEPT [0:0]', 'COMMIT'],
    ].join('\n'),
    'kern.log': log([...before, came(80), went(81)]),
  });
  return packets.length;
}

describe('lines_with_other_ports', () => {
  const other = [came(81), went(81)];

  test('are_of_two_packets_where_no_rule_rewrites_and_the_later_ports_came_in_themselves', async () => {
    expect(await packetsWith('', ...other)).toBe(3);
  });

  test('are_of_one_where_a_rule_may_have_rewritten_them', async () => {
    const natRule = '-A PREROUTING -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 81';
    expect(await packetsWith(natRule, ...other)).toBe(2);
  });

  test('are_of_one_where_no_packet_came_in_with_the_later_ports', async () => {
    expect(await packetsWith('')).toBe(1);
  });
});
