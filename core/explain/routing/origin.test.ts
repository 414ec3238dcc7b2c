import { expect, test } from 'vitest';
import { analysed, packet, stamped } from '../../testing/drawn-log.ts';

const ruleset = [
  '*mangle',
  ':POSTROUTING ACCEPT [0:0]',
  '-A POSTROUTING -j LOG --log-prefix "out: "',
  'COMMIT',
  '',
].join('\n');
const leaving = (src: string, id: number): string => `out: ${packet({ out: 'eth1', src, id })}`;

test('a_packet_whose_only_line_is_of_postrouting_was_sent_if_its_source_is_the_hosts_own', async () => {
  const { packets } = await analysed({
    'kern.log': stamped([leaving('10.1.0.1', 1), leaving('10.1.0.2', 2)]),
    'iptables-save.txt': ruleset,
    'ip-route.txt':
      'local 10.1.0.1 dev eth0 table local proto kernel scope host src 10.1.0.1\n10.1.0.0/24 dev eth0 proto kernel scope link src 10.1.0.1\n',
  });
  expect(packets.map(({ disposition }) => disposition)).toEqual(['sent', 'forwarded']);
});

test('where_nothing_tells_the_hosts_addresses_its_origin_is_left_open', async () => {
  const { packets } = await analysed({
    'kern.log': stamped([leaving('10.1.0.1', 1)]),
    'iptables-save.txt': ruleset,
  });
  expect(packets[0]).toMatchObject({ disposition: 'incomplete', cause: null });
});
