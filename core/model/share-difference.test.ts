import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareDifference } from './share-difference.ts';

const of = (packets: number, all: number) => ({ packets, all });

describe('two_captures_differ_by_shares_and_not_by_counts', () => {
  it('a_client_that_sends_less_makes_no_difference', () => {
    const share = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(share, share, fc.integer({ min: 1, max: 50 }), (packets, more, times) => {
        const all = packets + more;
        expect(shareDifference(of(packets * times, all * times), of(packets, all))).toBe('');
      }),
    );
  });

  it('a_share_that_falls_or_rises_by_a_quarter_does', () => {
    expect(shareDifference(of(40, 100), of(30, 100))).toBe('fewer');
    expect(shareDifference(of(30, 100), of(40, 100))).toBe('more');
    expect(shareDifference(of(40, 100), of(36, 100))).toBe('');
    // Fewer packets, but of much fewer ones.
    expect(shareDifference(of(40, 100), of(20, 20))).toBe('more');
  });

  it('what_begins_or_ends_always_does', () => {
    expect(shareDifference(of(0, 100_000), of(1, 100_000))).toBe('appeared');
    expect(shareDifference(of(1, 100_000), of(0, 3))).toBe('vanished');
    expect(shareDifference(of(0, 5), of(0, 9))).toBe('');
  });

  it('one_way_round_is_the_opposite_of_the_other', () => {
    const opposite = { '': '', more: 'fewer', fewer: 'more', appeared: 'vanished', vanished: 'appeared' };
    const side = fc.tuple(fc.nat(200), fc.nat(200)).map(([packets, others]) => of(packets, packets + others));
    fc.assert(
      fc.property(side, side, (a, b) => {
        expect(shareDifference(a, b)).toBe(opposite[shareDifference(b, a)]);
      }),
    );
  });
});
