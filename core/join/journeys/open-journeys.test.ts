import { expect, test } from 'vitest';
import { NONE, OpenJourneys } from './open-journeys.ts';

test('journeys_of_an_identity_come_the_oldest_first_and_the_oldest_are_forgotten', () => {
  const open = new OpenJourneys(2, 10);
  expect(open.of(1)).toEqual([]);
  for (let journey = 0; journey < 100; journey++) open.add(1, journey);
  expect(open.of(1)).toEqual(Array.from({ length: 64 }, (_, i) => 36 + i));
  expect(open.of(0)).toEqual([]);
});

test('a_journey_that_is_found_under_a_further_identity_is_not_taken_for_one_that_began_there', () => {
  const open = new OpenJourneys(2, 4);
  open.add(0, 0);
  open.addTwin(1, 0);
  expect(open.of(1)).toEqual([0]);
  expect(open.newest[1]).toBeLessThan(NONE);
  open.add(1, 1);
  expect(open.of(1)).toEqual([0, 1]);
});
