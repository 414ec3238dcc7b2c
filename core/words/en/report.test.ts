import { expect, test } from 'vitest';
import { headline } from './report.ts';

const counts = { packets: 10, dead: 3, possible: 0, open: 0, reasons: 1, allClear: false };

test('what_is_only_possible_is_no_fact_in_the_headline', () => {
  expect(headline(counts)).toBe('3 of 10 packets were dropped or rejected.');
  expect(headline({ ...counts, possible: 3 })).toBe(
    '3 of 10 packets may have been dropped or rejected; that is not proven.',
  );
  expect(headline({ ...counts, possible: 3, reasons: 2 })).toBe(
    '3 of 10 packets may have been dropped or rejected, for 2 reasons; that is not proven.',
  );
  expect(headline({ ...counts, possible: 2, reasons: 2 })).toBe(
    '1 of 10 packets was dropped or rejected, possibly 2 more, for 2 reasons.',
  );
});
