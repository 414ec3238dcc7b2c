import { expect, test } from 'vitest';
import { analysed, log } from '../../testing/drawn-log.ts';

test('lines of a log that held markup or wraps are shown as they stand in the file', async () => {
  const traced = log([
    ['raw:PREROUTING:policy:2', { in: 'eth0' }],
    ['filter:FORWARD:policy:1', { in: 'eth0', out: 'eth1' }],
  ]).split('\n');
  // Each would shift what follows it, if places were counted in the text without them.
  const lines = [`<pre>${traced[0]}`, `${traced[1]}&nbsp;&nbsp;&nbsp;`, 'unrelated', 'the last'];
  const { analysis } = await analysed({ 'kern.log': lines.join('\n') });
  expect(analysis.journeys.count).toBe(1);
  for (const [index, line] of lines.entries())
    expect(await analysis.texts.lines('kern.log', index + 1, index + 1)).toEqual([line]);
});
