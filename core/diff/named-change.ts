import type { Evidence } from '../model/evidence.ts';
import type { FoundChange } from './script.ts';
import type { ComparedFlow } from './outcomes.ts';

/**
 * The changes that the causes themselves name: the line that let the packets die after is one that was added or
 * changed, the line that let them die before was removed or changed.
 */
export function changesNamedBy(
  changes: readonly FoundChange[],
  { before, after }: Pick<ComparedFlow, 'before' | 'after'>,
): readonly FoundChange[] {
  return changes.filter(
    (change) =>
      isCited(change.after, after?.cause?.evidence ?? []) ||
      isCited(change.before, before?.cause?.evidence ?? []),
  );
}

function isCited(line: FoundChange['before'], evidence: readonly Evidence[]): boolean {
  return line !== null && evidence.some((each) => each.file === line.file && each.line === line.line);
}
