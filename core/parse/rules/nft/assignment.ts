import type { Expression } from './comparison.ts';
import type { Statement } from './statement.ts';

/** `meta mark set 0x10`, `ct mark set meta mark`, `ip ttl set 64`, `tcp option maxseg size set 1400`. */
export function assignmentStatement({
  field,
  value,
  next,
}: Extract<Expression, { kind: 'assignment' }>): Statement {
  const xmark = field === 'meta mark' ? xmarkOf(value) : null;
  if (field === 'meta mark')
    return { next, action: 'MARK', options: xmark === null ? [field, 'set', value] : ['--set-xmark', xmark] };
  if (field === 'ct mark') return { next, action: 'CONNMARK', options: [field, 'set', value] };
  const action =
    field === 'meta nftrace' ? 'TRACE'
    : field.startsWith('ct ') ? 'CT'
    : field.endsWith(' dscp') ? 'DSCP'
    : field === 'ip ttl' ? 'TTL'
    : field === 'ip6 hoplimit' ? 'HL'
    : field.startsWith('tcp option maxseg') ? 'TCPMSS'
    : null; // prettier-ignore
  return action === null ? { next } : { next, action, options: [field, 'set', value] };
}

/**
 * What `meta mark set` does as VALUE/MASK of iptables' --set-xmark, which clears the bits of the mask and flips those of
 * the value: `0x20`, `meta mark | 0x4000`, `mark and 0xffff00ff xor 0x100`. Null for other values (`ct mark`).
 */
function xmarkOf(value: string): string | null {
  const number = '(0x[0-9a-f]{1,8}|\\d{1,10})';
  const simple = new RegExp(`^${number}$`, 'i').exec(value);
  const combined = new RegExp(
    `^(?:meta )?mark(?: (?:&|and) ${number})?(?: (\\||or|\\^|xor) ${number})?$`,
    'i',
  ).exec(value);
  const text = (bits: number, mask: number): string =>
    `0x${(bits >>> 0).toString(16)}/0x${(mask >>> 0).toString(16)}`;
  if (simple) return text(Number(simple[1]), 0xffffffff);
  if (!combined) return null;
  const [, and, operator, operand = '0'] = combined;
  const cleared = and === undefined ? 0 : ~Number(and);
  const isOr = operator === '|' || operator === 'or';
  return text(Number(operand), isOr ? cleared | Number(operand) : cleared);
}
