import type { Ground } from '../model/cause.ts';
import type { Finding } from './finding.ts';

/**
 * What rests on a file that is not what was packed is possible at most: one digit that was altered moves a packet to
 * another rule. `isLogDamaged`: of the packet's own log.
 */
export function unlessDamaged(
  finding: Finding,
  isLogDamaged: boolean,
  isDamaged: (file: string) => boolean,
): Finding {
  const { cause, note } = finding;
  if (cause === null) return isLogDamaged ? { ...finding, note: { kind: 'damaged-log', note } } : finding;
  const file = cause.evidence.find((line) => isDamaged(line.file))?.file ?? null;
  if (file === null && !isLogDamaged) return finding;
  const grounds: readonly Ground[] = [...cause.grounds, { kind: 'damaged', file }];
  return { ...finding, cause: { ...cause, confidence: 'possible', grounds } };
}
