import type { Ground } from '../model/cause.ts';
import type { LineRef } from '../model/evidence.ts';
import type { Finding } from './finding.ts';

/** What rests on a line that another file of the host contradicts is possible at most. */
export function unlessContradicted(
  finding: Finding,
  contradictionOf: (at: LineRef) => string | null,
): Finding {
  const { cause } = finding;
  if (cause?.confidence !== 'inferred') return finding;
  for (const line of cause.evidence) {
    const other = contradictionOf(line);
    if (other === null) continue;
    const grounds: readonly Ground[] = [...cause.grounds, { kind: 'files-differ', file: line.file, other }];
    return { ...finding, cause: { ...cause, confidence: 'possible', grounds } };
  }
  return finding;
}
