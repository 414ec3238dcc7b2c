import { describe, expect, test } from 'vitest';
import { alignChain } from './align-chain.ts';

/** Fits drawn as text: a line a place (`number: one digit a rule, the last for the chain's end`). */
function aligned(drawing: string): readonly (number | null)[] {
  const places = drawing
    .trim()
    .split('\n')
    .map((line) => {
      const [number = '', digits = ''] = line.trim().split(': ');
      return { number: Number(number), fits: [...digits].map(Number) };
    });
  return alignChain(places);
}

describe('alignChain', () => {
  test('places_that_fit_one_rule_each_are_those_rules', () => {
    expect(aligned('1: 100\n2: 010')).toEqual([0, 1]);
  });

  test('order_decides_between_rules_that_fit_alike', () => {
    // The first place can be either rule; the second only the first rule after which nothing is left but the end.
    expect(aligned('1: 1100\n2: 0100\n3: 0011')).toEqual([0, 1, 2]);
  });

  test('a_kept_distance_decides_between_alignments_that_are_equal_otherwise', () => {
    expect(aligned('7: 1100\n8: 0100\n9: 0011')).toEqual([0, 1, 2]);
  });

  test('a_place_that_no_rule_can_be_has_none_and_disturbs_no_other', () => {
    expect(aligned('1: 100\n2: 000\n3: 010')).toEqual([0, null, 1]);
  });

  test('where_nothing_decides_nothing_is_said', () => {
    expect(aligned('5: 110')).toEqual([null]);
  });
});
