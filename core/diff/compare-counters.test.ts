import { expect, test } from 'vitest';
import { compareCaptures } from '../diff.ts';
import { type DrawnHost, host } from '../testing/host.ts';

const save = (policy: number, drop: number, accept: number): DrawnHost =>
  host().rules(
    `:INPUT DROP [${policy}:${policy * 60}]`,
    `[${drop}:${drop * 60}] -A INPUT -s 10.1.2.3 -j DROP`,
    `[${accept}:0] -A INPUT -p tcp -j ACCEPT`,
  );

async function counted(
  before: DrawnHost,
  after: DrawnHost,
): Promise<readonly (readonly [number | null, number])[]> {
  const [one, other] = await Promise.all([before.analysed(), after.analysed()]);
  const { counted: drops, changes } = compareCaptures(one.analysis, other.analysis);
  expect(changes).toEqual([]);
  return drops.map(({ rule, packets }) => [rule?.number ?? null, packets]);
}

test('two_dumps_show_which_drops_counted_in_between', async () => {
  expect(await counted(save(1, 40, 7), save(9, 43, 99))).toEqual([[null, 8], [1, 3]]); // prettier-ignore
});

test('a_counter_that_fell_was_reset_and_tells_nothing', async () => {
  expect(await counted(save(1, 40, 7), save(9, 3, 8))).toEqual([]);
});
