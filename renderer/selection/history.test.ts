import { expect, it } from 'vitest';
import { goBack, goForward, startHistory, visit } from './history.ts';

const at = (filter: string, packet: number | null = null) => ({ filter, packet });

it('back_and_forward_undo_each_other', () => {
  const there = visit(visit(startHistory(at('')), at('dropped')), at('dropped tcp'));
  expect(goBack(there).present).toEqual(at('dropped'));
  expect(goForward(goBack(there))).toEqual(there);
});

it('a_new_place_ends_the_way_forward', () => {
  const history = visit(goBack(visit(startHistory(at('')), at('dropped'))), at('tcp'));
  expect(history.future).toEqual([]);
  expect(goForward(history)).toBe(history);
});

it('walking_packets_under_one_filter_is_one_place', () => {
  const history = visit(visit(startHistory(at('', 1)), at('', 2)), at('tcp', 7));
  expect(goBack(history).present).toEqual(at('', 2));
  expect(history.past).toHaveLength(1);
});

it('there_is_nothing_before_the_beginning', () => {
  const history = startHistory(at(''));
  expect(goBack(history)).toBe(history);
});
