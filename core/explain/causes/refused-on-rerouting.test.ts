import { describe, expect, test } from 'vitest';
import { host } from '../../testing/host.ts';

const rules = [
  '-A OUTPUT -p tcp -j ACCEPT',
  '*mangle',
  '-A OUTPUT -p udp --dport 81 -j MARK --set-mark 0x5',
  ':POSTROUTING ACCEPT',
  '*nat',
  '-A OUTPUT -p udp --dport 82 -j DNAT --to-destination 192.0.2.9',
  ':POSTROUTING ACCEPT',
];
const own = (dport: number, id: number) =>
  ({
    out: 'eth1',
    src: '10.2.0.1',
    dst: '10.2.0.2',
    id,
    proto: `PROTO=UDP SPT=4000 DPT=${dport} LEN=40`,
  }) as const;
const passing = (id: number) =>
  [
    ['mangle:OUTPUT:policy:2', own(80, id)],
    ['nat:OUTPUT:policy:2', own(80, id)],
    ['filter:OUTPUT:policy:2', own(80, id)],
    ['mangle:POSTROUTING:policy:1', own(80, id)],
  ] as const;
const marked = { ...own(81, 5), proto: `${own(81, 5).proto} MARK=0x5` };

const drawn = (...more: readonly string[]) =>
  host()
    .rules(...rules)
    .router('blackhole default table 55')
    .file('ip-rule.txt', '0:\tfrom all lookup local', ...more, '32766:\tfrom all lookup main')
    .trace(...passing(1));

describe('a_local_packet_that_is_routed_again', () => {
  test('dies_where_its_new_mark_leads_into_a_blackhole', async () => {
    const { packets } = await drawn('100:\tfrom all fwmark 0x5 lookup 55')
      .trace(['mangle:OUTPUT:rule:1', own(81, 5)], ['mangle:OUTPUT:policy:2', marked], ...passing(6))
      .trace(...passing(7))
      .analysed();
    expect(packets[1]).toMatchObject({
      disposition: 'dropped',
      cause: {
        kind: 'blackhole',
        confidence: 'inferred',
        evidence: [{}, { file: 'ip-rule.txt' }, { file: 'ip-route.txt' }],
      },
    });
  });

  test('does_not_die_there_where_the_mark_changes_nothing', async () => {
    const { packets } = await drawn()
      .trace(['mangle:OUTPUT:rule:1', own(81, 5)], ['mangle:OUTPUT:policy:2', marked], ...passing(6))
      .trace(...passing(7))
      .analysed();
    expect(packets[1]).toMatchObject({ disposition: 'incomplete', cause: null });
  });

  test('dies_where_nothing_routes_the_destination_that_nat_gave_it', async () => {
    const { packets } = await drawn()
      .trace(['mangle:OUTPUT:policy:2', own(82, 5)], ['nat:OUTPUT:rule:1', own(82, 5)], ...passing(6))
      .trace(...passing(7))
      .analysed();
    expect(packets[1]?.cause).toMatchObject({ kind: 'no-route', confidence: 'inferred' });
    expect(packets[1]?.cause?.summary).toContain('192.0.2.9');
  });
});
