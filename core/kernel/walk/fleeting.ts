import type { Condition } from '../../model/condition.ts';

/** Whether the answer changes from one moment to the next, or from one rule to the next: a listing hides other interfaces in each. */
export function isFleeting(condition: Condition): boolean {
  switch (condition.kind) {
    case 'hidden-interfaces':
    case 'nth':
    case 'chance':
      return true;
    case 'undecidable':
      return ['rate', 'chance', 'connection-count'].includes(condition.because);
    case 'compare':
      return condition.field.kind === 'number-generator';
    default:
      return false;
  }
}
