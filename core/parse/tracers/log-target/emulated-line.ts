import { readFields } from '../kernel-log/trace-line.ts';
import type { LoggedLine } from './logged-line.ts';

const lineHead =
  /^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S{8,30}) (\S+) (?!kernel: )(?:ulogd(?:\[\d+\])?: )?(.*)$/;

/**
 * A line of ulogd's LOGEMU (ulogd_output_LOGEMU.c, util/printpkt.c), which looks like the kernel's but says the host
 * after the time and no `kernel:`; the prefix may be glued to `IN=`. The SYSLOG output has the same after
 * `ulogd[812]: `. Null for other lines.
 *
 *   Nov 23 08:02:57 vm with space: IN=r0 OUT= MAC=8e:73:... SRC=10.1.0.2 DST=10.2.0.2 LEN=31 TOS=00 ... MARK=0x0
 */
export function emulatedLine(text: string): LoggedLine | null {
  const out = text.indexOf(' OUT=');
  const fields = out < 0 ? -1 : text.lastIndexOf('IN=', out);
  if (fields < 0 || text.slice(fields, out).includes(' ') || !text.includes(' SRC=', out)) return null;
  const found = lineHead.exec(text.slice(0, fields));
  if (found === null) return null;
  const [, host = '', prefix = ''] = found;
  const bytes = new TextEncoder().encode(text.slice(fields));
  return {
    prefix,
    host,
    isBridge: false,
    read: (columns, fields) => readFields(bytes, 0, bytes.length, columns.names, fields),
  };
}
