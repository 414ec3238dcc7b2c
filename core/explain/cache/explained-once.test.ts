import { beforeEach, expect, test, vi } from 'vitest';
import type { DrawnFields } from '../../testing/drawn-log.ts';
import { host } from '../../testing/host.ts';
import type * as reads from './recorded-reads.ts';

const { explained } = vi.hoisted(() => ({ explained: { packets: 0 } }));

vi.mock('./recorded-reads.ts', async (original) => {
  const { recordReads } = await original<typeof reads>();
  return {
    recordReads: (...ending: Parameters<typeof recordReads>) => {
      explained.packets++;
      return recordReads(...ending);
    },
  };
});

beforeEach(() => {
  explained.packets = 0;
});

const PACKETS = 60;
const router = host()
  .rules(
    '*raw',
    '-A PREROUTING -j TRACE',
    '*filter',
    ':INPUT DROP',
    ':FORWARD DROP',
    '-A INPUT -p tcp -m tcp --dport 22 -j DROP',
    '-A FORWARD -d 10.2.0.0/16 -j ACCEPT',
    '-A FORWARD -p tcp -m tcp --dport 81 -j DROP',
    '*nat',
    ':POSTROUTING ACCEPT',
  )
  .router();

const into = { in: 'eth0' };
const through = { in: 'eth0', out: 'eth1', ttl: 63 };

/** Each packet has addresses and ports of its own: what a cause needn't look at must not make it a case of its own. */
test.each<[way: string, lines: readonly [string, DrawnFields][], dst: string]>([
  [
    'dropped by a policy',
    [
      ['raw:PREROUTING:policy:2', into],
      ['filter:FORWARD:policy:3', through],
    ],
    '10.3.0',
  ],
  [
    'dropped by a rule',
    [
      ['raw:PREROUTING:policy:2', into],
      ['filter:FORWARD:rule:2', through],
    ],
    '10.3.0',
  ],
  [
    'dropped on the host',
    [
      ['raw:PREROUTING:policy:2', into],
      ['filter:INPUT:rule:1', into],
    ],
    '10.1.0',
  ],
  [
    'sent on',
    [
      ['raw:PREROUTING:policy:2', into],
      ['filter:FORWARD:rule:1', through],
      ['nat:POSTROUTING:policy:1', { out: 'eth1', ttl: 63 }],
    ],
    '10.2.0',
  ],
])('packets_of_one_way_that_differ_in_addresses_are_explained_together: %s', async (_, lines, dst) => {
  const packets = Array.from({ length: PACKETS }, (__, i) => {
    const own = { src: `10.1.0.${i + 2}`, dst: `${dst}.${i + 2}`, sport: 40_000 + i, id: i + 1 };
    return lines.map(([place, fields]): [string, DrawnFields] => [place, { ...fields, ...own }]);
  });
  const analysed = await router.trace(...packets.flat()).analysed();
  expect(analysed.packets).toHaveLength(PACKETS);
  // What the last lines of a log tell is another case.
  expect(explained.packets).toBeLessThanOrEqual(2);
});
