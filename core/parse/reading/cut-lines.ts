import { type Diagnostic, diagnostic } from '../../model/diagnostic.ts';

/**
 * What to say of log lines that a pager cut at the edge of the screen, where it leaves its mark. They can't be read, be they
 * of TRACE or of a LOG rule; null where there are none.
 *
 *   Jan  3 10:00:00 gw kernel: DROPPED: IN=enp6s0 OUT= MAC=... SRC=198.51.100.7 DST=172.19.0.4 LEN=60 T>
 */
export function noteOfCutLines(lines: readonly string[], path: string): Diagnostic | null {
  const isCut = (line: string): boolean => line.endsWith('>') && inFields.test(line);
  const first = lines.findIndex(isCut);
  if (first < 0) return null;
  return diagnostic('log-lines-cut', { lines: lines.filter(isCut).length }, path, first + 1);
}

const inFields = /(?:^|[^A-Z])IN=[^\s=]* OUT=/;
