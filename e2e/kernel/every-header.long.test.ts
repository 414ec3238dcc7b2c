import { describe } from 'vitest';
import { describeEveryHeader } from './describe-every-header.ts';

/** Some 100,000 headers. */
describe('the walk of all headers, at length', () => {
  describeEveryHeader({ rulesets: 60, headers: 600 });
});
