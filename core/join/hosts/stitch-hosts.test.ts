import { dispositions } from '../../model/disposition.ts';
import { describe, expect, test } from 'vitest';
import { journeysOfPacket } from '../../model/sightings.ts';
import { analysed, type DrawnFields, packet, stamped, tcp } from '../../testing/drawn-log.ts';
import { stitchHosts } from './stitch-hosts.ts';

/** A packet's lines on edge1, which forwards it, and on core2 if it comes there. */
function ways(
  id: number,
  fields: DrawnFields = {},
  core: 'drops' | 'passes' | 'misses' = 'passes',
): string[] {
  const own = { proto: tcp(40000, 80, id * 1000), ...fields, id };
  const line = (host: string, place: string, more: DrawnFields): string =>
    `${host} TRACE: ${place} ${packet({ ...own, ...more })}`;
  return [
    line('edge1', 'raw:PREROUTING:policy:2', { in: 'ens3', ttl: 64 }),
    line('edge1', 'filter:FORWARD:policy:1', { in: 'ens3', out: 'ens4', ttl: 63 }),
    ...(core === 'misses' ? [] : [line('core2', 'raw:PREROUTING:policy:2', { in: 'enp1', ttl: 63 })]),
    ...(core === 'passes'
      ? [line('core2', 'filter:FORWARD:policy:2', { in: 'enp1', out: 'enp2', ttl: 62 })]
      : core === 'drops'
        ? [line('core2', 'filter:FORWARD:rule:1', { in: 'enp1', out: 'enp2', ttl: 62 })]
        : []),
  ];
}

async function seen(lines: readonly string[]) {
  const log = stamped(lines).replace(/^(\[[^\]]*\]) (\S+) /gm, 'Nov 21 07:54:22 $2 kernel: $1 ');
  const filter = (rules: string) => `*filter\n:FORWARD ACCEPT [0:0]\n${rules}COMMIT\n`;
  const { packets } = await analysed({
    'kern.log': log,
    'edge1/iptables-save.txt': filter(''),
    'core2/iptables-save.txt': filter('-A FORWARD -p tcp -m tcp --dport 22 -j DROP\n'),
  });
  return packets.map(({ host, disposition, seenOn }) => ({
    host,
    disposition,
    says: seenOn.map(({ says }) => says),
  }));
}

describe('a_packet_on_two_hosts', () => {
  test('is_told_on_each_with_what_the_other_saw', async () => {
    const ssh = { proto: tcp(40000, 22, 5) };
    expect(await seen([...ways(1), ...ways(2, ssh, 'drops'), ...ways(3)])).toEqual([
      { host: 'edge1', disposition: 'forwarded', says: ['left core2 via enp2'] },
      { host: 'core2', disposition: 'forwarded', says: ['left edge1 via ens4'] },
      { host: 'edge1', disposition: 'forwarded', says: ['dropped on core2 in filter/FORWARD'] },
      { host: 'core2', disposition: 'dropped', says: ['left edge1 via ens4'] },
      { host: 'edge1', disposition: 'forwarded', says: ['left core2 via enp2'] },
      { host: 'core2', disposition: 'forwarded', says: ['left edge1 via ens4'] },
    ]);
  });

  test('was_never_seen_on_the_next_only_where_packets_before_and_after_it_were', async () => {
    const [, , lost] = await seen([...ways(1), ...ways(2, {}, 'misses'), ...ways(3)]);
    expect(lost?.says).toEqual(['never seen on core2']);
    const [, , last] = await seen([...ways(1), ...ways(2, {}, 'misses')]);
    expect(last?.says).toEqual([]);
  });

  test('is_another_one_where_what_no_hop_changes_differs', async () => {
    const two = await seen([...ways(1, {}, 'misses'), ...ways(2).slice(2)]);
    expect(two.flatMap(({ says }) => says)).toEqual([]);
  });
});

/** A host's log of one packet that it forwards without lowering its TTL, as a bridge does. */
function logOf(host: string): string {
  return [
    ['raw:PREROUTING:policy:1', { in: 'eth0' }],
    ['mangle:FORWARD:policy:1', { in: 'eth0', out: 'eth1' }],
    ['mangle:POSTROUTING:policy:1', { out: 'eth1' }],
  ]
    .map(
      ([place, fields], i) =>
        `Nov 21 06:36:4${i} ${host} kernel: [  42${i}.000000] TRACE: ${place as string} ${packet(fields as object)}\n`,
    )
    .join('');
}

test.each([[['a', 'b']], [['a', 'b', 'c']]])(
  'logs of %s that say the same lead a packet nowhere in a circle',
  async (hosts) => {
    const files = Object.fromEntries(hosts.map((host) => [`${host}/kern.log`, logOf(host)]));
    const { events, journeys } = (await analysed(files)).analysis;
    const disposition = new Uint8Array(journeys.count).fill(dispositions.indexOf('forwarded'));
    const sightings = stitchHosts(events, journeys, { disposition });
    expect(journeys.count).toBe(hosts.length);
    const starts = [...sightings.previous].filter((before) => before < 0);
    expect(starts).toHaveLength(1);
    for (let at = 0; at < journeys.count; at++)
      expect(journeysOfPacket(sightings, at)).toHaveLength(hosts.length);
  },
);
