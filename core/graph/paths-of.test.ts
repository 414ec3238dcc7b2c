import { expect, it } from 'vitest';
import { host } from '../testing/host.ts';
import { pathsOf } from './paths-of.ts';

it('only_places_of_the_packets_are_left_with_their_packets', async () => {
  const { analysis } = await host()
    .rules(':FORWARD DROP', '-A FORWARD -p udp -j ACCEPT')
    .trace(
      ['raw:PREROUTING:policy:1', { in: 'eth0' }],
      ['filter:FORWARD:policy:2', { in: 'eth0', out: 'eth1', id: 1 }],
      ['raw:PREROUTING:policy:1', { in: 'eth9', id: 2 }],
      ['raw:PREROUTING:policy:1', { in: 'eth0', id: 3, dst: '10.2.0.3' }],
      ['filter:FORWARD:policy:2', { in: 'eth0', out: 'eth1', id: 3, dst: '10.2.0.3' }],
    )
    .analysed();
  const { flowPaths } = analysis;
  const some = pathsOf(flowPaths, Uint32Array.of(0, 2));
  const names = some.nodes.map(({ name, packets }) => `${name} ${packets}`);
  expect(names).toEqual(
    expect.arrayContaining(['in:eth0 2', 'raw/PREROUTING 2', 'routing 2', 'filter/FORWARD 2', 'drop 2']),
  );
  expect(names.join()).not.toContain('eth9');
  expect(some.path).toEqual(Uint32Array.of(0, 0));
  const all = pathsOf(
    flowPaths,
    Uint32Array.from(flowPaths.path, (_, i) => i),
  );
  expect(all.nodes.map(({ id, packets }) => [id, packets])).toEqual(
    flowPaths.nodes.map(({ id, packets }) => [id, packets]),
  );
});
