import { describe } from 'vitest';
import { describeEveryHeader } from './describe-every-header.ts';

describe('the walk of all headers', () => {
  describeEveryHeader({ rulesets: 5, headers: 120 });
});
