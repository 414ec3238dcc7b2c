import { expect, it } from 'vitest';
import { hookOfChain, positionOf, tablesAfter, tablesOfHook } from './hooks.ts';

it('tables_of_a_hook_stand_in_the_order_of_their_priorities', () => {
  for (const [hook, tables] of Object.entries(tablesOfHook)) {
    const priorities = tables.map((table) => positionOf(table, hook.toUpperCase())?.priority ?? NaN);
    expect(priorities).toEqual(priorities.toSorted((a, b) => a - b));
  }
});

it('nat_rewrites_destinations_before_filter_and_sources_after', () => {
  expect(tablesAfter('nat', 'output')).toEqual(['filter', 'security']);
  expect(tablesAfter('filter', 'input')).toEqual(['security', 'nat']);
  expect(tablesAfter('nat', 'postrouting')).toEqual([]);
});

it('user_defined_chains_and_missing_tables_have_no_position', () => {
  expect(hookOfChain('FORWARD')).toBe('forward');
  expect(hookOfChain('forward')).toBeNull();
  expect(positionOf('filter', 'DOCKER-USER')).toBeNull();
  expect(positionOf('nat', 'FORWARD')).toBeNull();
  expect(tablesAfter('nat', 'forward')).toEqual([]);
});
