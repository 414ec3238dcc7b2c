import { readFields } from '../kernel-log/trace-line.ts';
import type { LoggedLine } from './logged-line.ts';

const lineStyle =
  /^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S{8,30}) (\S+) (?!kernel: )(?:ulogd(?:\[\d+\])?: )?(.*?)(IN=\S* OUT=.* SRC=\S.*)$/;

/**
 * A line of ulogd's LOGEMU (ulogd_output_LOGEMU.c, util/printpkt.c), which looks like the kernel's but says the host
 * behind the time and no `kernel:`; the prefix may be glued to `IN=`. The SYSLOG output has the same behind
 * `ulogd[812]: `. Null for other lines.
 *
 *   Nov 23 08:02:57 vm with space: IN=r0 OUT= MAC=8e:73:... SRC=10.1.0.2 DST=10.2.0.2 LEN=31 TOS=00 ... MARK=0x0
 */
export function emulatedLine(text: string): LoggedLine | null {
  const found = lineStyle.exec(text);
  if (found === null) return null;
  const [, host = '', prefix = '', packet = ''] = found;
  const bytes = new TextEncoder().encode(packet);
  return {
    prefix,
    host,
    isBridge: false,
    read: (columns, fields) => readFields(bytes, 0, bytes.length, columns.names, fields),
  };
}
