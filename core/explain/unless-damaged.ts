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
  if (cause === null) {
    if (!isLogDamaged) return finding;
    return { ...finding, note: note === null ? DAMAGED_LOG : `${note}; ${DAMAGED_LOG}` };
  }
  const file = cause.evidence.find((line) => isDamaged(line.file))?.file;
  if (file === undefined && !isLogDamaged) return finding;
  const reason = file === undefined ? DAMAGED_LOG : `${file} is damaged: what it says may be wrong`;
  return {
    ...finding,
    cause: { ...cause, confidence: 'possible', summary: `${cause.summary}; but ${reason}` },
  };
}

const DAMAGED_LOG = 'its log is damaged: what it says may be wrong';
