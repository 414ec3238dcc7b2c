import { parseAddress } from '../kernel/address.ts';
import type { Family } from '../model/family.ts';
import type { Refused } from '../model/query-fault.ts';

/** A packet as `netopsy route` is asked for it. */
export interface RouteQuery {
  readonly family: Family;
  readonly to: string;
  /** Null: the host itself sends it, and is bound to no address. */
  readonly from: string | null;
  /** The interface that it comes in by; null for a packet of the host itself. */
  readonly iif: string | null;
  readonly mark: number;
  readonly tos: number;
}

/** The words after `--to`, `--from`, `--iif`, `--mark`, `--tos`. */
export interface RouteWords {
  readonly to?: string | undefined;
  readonly from?: string | undefined;
  readonly iif?: string | undefined;
  readonly mark?: string | undefined;
  readonly tos?: string | undefined;
}

/** The query that the words mean, or why they mean none. */
export function routeQuery(words: RouteWords): RouteQuery | Refused {
  const { to, from = null, iif = null } = words;
  if (to === undefined) return { wrong: { kind: 'missing', option: 'to' } };
  const [target, source] = [parseAddress(to), from === null ? null : parseAddress(from)];
  if (target === null) return { wrong: { kind: 'no-address', option: 'to', text: to } };
  if (from !== null && typeof source !== typeof target)
    return {
      wrong:
        source === null
          ? { kind: 'no-address', option: 'from', text: from }
          : { kind: 'two-families', options: ['from', 'to'] },
    };
  if (iif !== null && from === null) return { wrong: { kind: 'iif-without-from' } };
  const [mark, tos] = [wholeNumber(words.mark ?? '0', 0xffffffff), wholeNumber(words.tos ?? '0', 0xff)];
  if (mark === null)
    return { wrong: { kind: 'no-number', option: 'mark', text: words.mark ?? '', most: 0xffffffff } };
  if (tos === null) return { wrong: { kind: 'no-number', option: 'tos', text: words.tos ?? '', most: 0xff } };
  return { family: typeof target === 'bigint' ? 'ipv6' : 'ipv4', to, from, iif, mark, tos };
}

function wholeNumber(text: string, most: number): number | null {
  if (!/^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text)) return null;
  return Number(text) <= most ? Number(text) : null;
}
