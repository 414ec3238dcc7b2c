import type { Condition } from '../../../model/ruleset.ts';
import type { Comparison } from './comparison.ts';

/**
 * The spellings of `tcp flags` as `--tcp-flags MASK SET`; null for those that ask something else:
 *
 *   tcp flags syn / fin,syn,rst,ack      the flags of the mask are these and no others
 *   tcp flags & (fin|syn) == fin|syn     the same, as older versions print it
 *   tcp flags == syn                     of all eight flags only this one
 *   tcp flags syn                        the flag is set; with several named: one of them, which iptables can't ask
 *   tcp flags ! fin,rst                  none of them is set
 */
export function tcpFlagsCondition({ operator, mask, value }: Comparison): Condition | null {
  const named = flagList(value);
  const examined = mask === null ? null : flagList(mask);
  if (named === null || (mask !== null && examined === null)) return null;
  const condition = (bits: readonly string[], set: readonly string[], negated: boolean): Condition => ({
    module: 'tcp',
    option: '--tcp-flags',
    negated,
    values: [bits.join(','), set.length === 0 ? 'NONE' : set.join(',')],
  });
  switch (operator) {
    case '==':
    case '!=':
      return condition(examined ?? allFlags, named, operator === '!=');
    case '!':
      return examined === null ? condition(named, [], false) : null;
    case '':
      if (examined !== null) return condition(examined, named, false);
      return named.length === 1 ? condition(named, named, false) : null;
    default:
      return null;
  }
}

/** The bits of the flags in a trace line: `syn`, `0x18`, `psh,ack`; null for other words. */
export function flagBits(text: string): number | null {
  return flagList(text)?.reduce((bits, name) => bits | (1 << allFlags.indexOf(name)), 0) ?? null;
}

/** In the order of their bits in the header. */
const allFlags = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'];

/** `fin,syn`, `(fin|syn)`, `fin | syn`, `0x12`; null for other words. */
function flagList(text: string): readonly string[] | null {
  const inner = text.replace(/^\(|\)$/g, '');
  if (/^(?:0x[0-9a-f]{1,2}|\d{1,3})$/i.test(inner))
    return allFlags.filter((_, bit) => (Number(inner) & (1 << bit)) !== 0);
  const names = inner.split(/\s*[,|]\s*/).map((name) => name.trim().toUpperCase());
  return names.every((name) => allFlags.includes(name)) ? names : null;
}
