import { describe, expect, test } from 'vitest';
import { OutcomeCache, UNKNOWN } from './outcome-cache.ts';
import type { OwnFact } from './recorded-reads.ts';

/** Packets by their facts; a packet stands for the event that it ended with. */
const packets: readonly Partial<Record<OwnFact, number>>[] = [
  { dst: 1, ttl: 1 },
  { dst: 1, ttl: 64 },
  { dst: 2, ttl: 1 },
  { dst: 1, ttl: 1, src: 9 },
];
const known = () => new OutcomeCache((fact, event) => packets[event]?.[fact] ?? 0);

describe('packets_of_one_way', () => {
  test('share_the_outcome_that_looked_at_nothing', () => {
    const outcomes = known();
    expect(outcomes.of(7, 0)).toBe(UNKNOWN);
    outcomes.learn(7, 0, [], 3);
    expect([0, 1, 2, 3].map((event) => outcomes.of(7, event))).toEqual([3, 3, 3, 3]);
    expect(outcomes.of(8, 0)).toBe(UNKNOWN);
  });

  test('share_an_outcome_if_they_are_equal_in_all_that_it_looked_at', () => {
    const outcomes = known();
    outcomes.learn(7, 0, ['dst', 'ttl'], 3);
    outcomes.learn(7, 2, ['dst'], 4);
    expect([0, 1, 2, 3].map((event) => outcomes.of(7, event))).toEqual([3, UNKNOWN, 4, 3]);
    outcomes.learn(7, 1, ['dst', 'ttl'], 5);
    expect([0, 1, 2, 3].map((event) => outcomes.of(7, event))).toEqual([3, 5, 4, 3]);
  });

  test('are_kept_apart_by_a_fact_that_only_some_explanations_looked_at', () => {
    const outcomes = known();
    outcomes.learn(7, 1, ['ttl'], 5);
    outcomes.learn(7, 0, ['src', 'ttl'], 3);
    expect([0, 1, 3].map((event) => outcomes.of(7, event))).toEqual([3, 5, UNKNOWN]);
  });
});
