import { SOURCE_ROUTE_SHIFT, SOURCE_ROUTES } from '../../../model/trace.ts';
import { ascii } from './log-text.ts';

const PAREN_CLOSE = 0x29;
/** Option kinds (include/uapi/linux/ip.h): IPOPT_END, IPOPT_NOOP, IPOPT_LSRR, IPOPT_SSRR. */
const END = 0;
const NOOP = 1;
const LOOSE = 0x83;
const STRICT = 0x89;

/**
 * The source route among the options of an IP header, which the log prints as bytes in hexadecimal: kind, length, data.
 * `start` is after the bracket of `OPT (830704C000020900)`; the answer is as `IdentityColumns.fragment` holds it.
 */
export function readSourceRoute(bytes: Uint8Array, start: number, end: number): number {
  let stop = start;
  while (stop < end && bytes[stop] !== PAREN_CLOSE) stop++;
  for (let at = start; at + 2 <= stop;) {
    const kind = byteAt(bytes, at);
    if (kind === END) break;
    if (kind === LOOSE) return SOURCE_ROUTES.indexOf('loose') << SOURCE_ROUTE_SHIFT;
    if (kind === STRICT) return SOURCE_ROUTES.indexOf('strict') << SOURCE_ROUTE_SHIFT;
    const length = kind === NOOP ? 1 : at + 4 <= stop ? byteAt(bytes, at + 2) : 0;
    // A length below 2 is of no option, and what is no number of none at all.
    if (!(length >= 1)) break;
    at += length * 2;
  }
  return 0;
}

/** The byte whose two hexadecimal digits stand there; NaN for anything else. */
function byteAt(bytes: Uint8Array, at: number): number {
  const digits = ascii(bytes, at, at + 2);
  return /^[\dA-Fa-f]{2}$/.test(digits) ? Number.parseInt(digits, 16) : NaN;
}
