import type { OptionMatches } from './judgement.ts';
import { judgeValue, valueOf } from './judgement.ts';
import { hasMasked, hex, maskedNumber } from './masked-number.ts';

/** mark_mt() (net/netfilter/xt_mark.c): `--mark 0x10/0xf0`. */
export const mark = {
  '--mark': (asked) =>
    judgeValue(
      asked,
      'mark',
      asked.packet.mark,
      (value) => {
        const wanted = maskedNumber(valueOf(asked));
        return wanted === null ? null : hasMasked(wanted, value);
      },
      (value) => `mark ${hex(value)}`,
    ),
} satisfies OptionMatches;
