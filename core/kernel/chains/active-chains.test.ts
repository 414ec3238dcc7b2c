import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TracePlace } from '../../model/trace.ts';
import { host } from '../../testing/host.ts';
import { ActiveChains, type HostBaseChain } from './active-chains.ts';

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

test('a_chain_prints_between_two_priorities_where_one_of_that_hook_that_the_log_shows_does', () => {
  const chain = fc.record({
    priority: fc.integer({ min: -3, max: 3 }),
    nat: fc.boolean(),
    isShown: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(chain, { maxLength: 8 }),
      fc.integer({ min: -4, max: 4 }),
      fc.integer({ min: -4, max: 4 }),
      (drawn, above, below) => {
        const hooked = drawn.map(({ priority, nat }, i): HostBaseChain => ({
        host: '', tableFamily: 'inet', table: 't', chain: `c${i}`, hook: 'forward', layer: 'ip', priority, nat, side: 'nft', known: 'inferred',
      })); // prettier-ignore
        const shown = hooked.filter((_, i) => drawn[i]?.isShown);
        const places = shown.map(({ chain: name }): TracePlace => ({
        host: '', tracer: 'nft', family: 'ipv4', tableFamily: 'inet', table: 't', chain: name, kind: 'policy', number: null, printed: null,
      })); // prettier-ignore
        const chains = new ActiveChains(places, [], hooked);
        expect(chains.printsBetween('', 'nft', 'ipv4', { layer: 'ip', hook: 'forward' }, above, below)).toBe(
          shown.some(({ priority, nat }) => !nat && priority > above && priority < below),
        );
      },
    ),
  );
});
