import { expect, test } from 'vitest';
import { host } from '../../testing/host.ts';

/** No route leads to 10.3.0.7, and the ruleset has a chain after raw that the packet has no line of. */
const cut = host()
  .rules(
    '*raw',
    ':PREROUTING ACCEPT',
    '*mangle',
    '-A PREROUTING -p udp -j DROP',
    '*filter',
    ':FORWARD ACCEPT',
  )
  .router()
  .trace(['raw:PREROUTING:policy:1', { in: 'eth0', dst: '10.3.0.7' }]);

test('a_listed_table_is_at_work_where_the_log_shows_nothing_that_comes_after_it', async () => {
  const { packets } = await cut.analysed();
  expect(packets[0]).toMatchObject({ disposition: 'incomplete', cause: null });
});

test('a_listed_table_of_which_packets_that_went_on_have_no_line_was_loaded_by_listing_it', async () => {
  const { packets } = await cut
    .trace(
      ['raw:PREROUTING:policy:1', { in: 'eth0', id: 2 }],
      ['filter:FORWARD:policy:1', { in: 'eth0', out: 'eth1', id: 2, ttl: 63 }],
    )
    .analysed();
  expect(packets[0]?.cause).toMatchObject({ kind: 'no-route', confidence: 'inferred' });
});
