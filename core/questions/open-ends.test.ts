import { expect, test } from 'vitest';
import { analysed, packet, stamped } from '../testing/drawn-log.ts';
import { flowsOfOpenEnds, openEnds } from './open-ends.ts';

test('each_open_end_has_the_flows_of_its_own_packets_the_most_packets_first', async () => {
  const { analysis } = await analysed({
    'kern.log': stamped([
      `one: ${packet({ in: 'eth0', id: 1 })}`,
      `two: ${packet({ in: 'eth0', id: 2, src: '10.1.0.7' })}`,
      `one: ${packet({ in: 'eth0', id: 3, src: '10.1.0.8' })}`,
      `one: ${packet({ in: 'eth0', id: 4, src: '10.1.0.8' })}`,
    ]),
  });
  const open = openEnds(analysis);
  const flows = flowsOfOpenEnds(analysis, open);
  expect(flows.map((own) => own.map(({ src, packets }) => [src, packets]))).toEqual([
    [
      ['10.1.0.8', 2],
      ['10.1.0.2', 1],
    ],
    [['10.1.0.7', 1]],
  ]);
});
