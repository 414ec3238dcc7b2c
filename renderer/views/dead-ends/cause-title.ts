import type { Cause } from '../../../core/index.ts';
import { words } from '../../language.ts';

/** A cause in two or three words, and where it is. */
export function causeTitle(cause: Cause): { readonly what: string; readonly where: string } {
  const chain = cause.table === null || cause.chain === null ? '' : `${cause.table}/${cause.chain}`;
  const where = cause.rule === null ? chain : `${chain} ${cause.rule}`;
  return { what: words.causes.title(cause.kind), where };
}
