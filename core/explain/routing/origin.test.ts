import { expect, test } from 'vitest';
import { packet } from '../../testing/drawn-log.ts';
import { host } from '../../testing/host.ts';

const logging = host().rules('*mangle', '-A POSTROUTING -j LOG --log-prefix "out: "');
const leaving = (src: string, id: number): string => `out: ${packet({ out: 'eth1', src, id })}`;

test('a_packet_whose_only_line_is_of_postrouting_was_sent_if_its_source_is_the_hosts_own', async () => {
  const { packets } = await logging.router().log(leaving('10.1.0.1', 1), leaving('10.1.0.2', 2)).analysed();
  expect(packets.map(({ disposition }) => disposition)).toEqual(['sent', 'forwarded']);
});

test('where_nothing_tells_the_hosts_addresses_its_origin_is_left_open', async () => {
  const { packets } = await logging.log(leaving('10.1.0.1', 1)).analysed();
  expect(packets[0]).toMatchObject({ disposition: 'incomplete', cause: null });
});
