import type { Asked, Judgement, OptionMatches } from './judgement.ts';
import { judgeValue, valueOf } from './judgement.ts';

/** length_mt() (net/netfilter/xt_length.c): `--length 0:1400`, IP header included. */
export const length = {
  '--length': (asked) =>
    judgeValue(asked, 'length', asked.packet.length, (bytes) => {
      const [first = '', last = first] = valueOf(asked).split(':');
      const [low, high] = [Number(first), last === '' ? 65535 : Number(last)];
      return Number.isNaN(low) || Number.isNaN(high) ? null : low <= bytes && bytes <= high;
    }),
} satisfies OptionMatches;

/** ttl_mt() (net/netfilter/xt_hl.c): `--ttl-lt 5`. */
export const ttl = {
  '--ttl-eq': (asked) => judgeHops(asked, 'TTL', (own, wanted) => own === wanted),
  '--ttl-lt': (asked) => judgeHops(asked, 'TTL', (own, wanted) => own < wanted),
  '--ttl-gt': (asked) => judgeHops(asked, 'TTL', (own, wanted) => own > wanted),
} satisfies OptionMatches;

/** hl_mt6(): the same for IPv6's hop limit. */
export const hopLimit = {
  '--hl-eq': (asked) => judgeHops(asked, 'hop limit', (own, wanted) => own === wanted),
  '--hl-lt': (asked) => judgeHops(asked, 'hop limit', (own, wanted) => own < wanted),
  '--hl-gt': (asked) => judgeHops(asked, 'hop limit', (own, wanted) => own > wanted),
} satisfies OptionMatches;

function judgeHops(asked: Asked, name: string, compare: (own: number, wanted: number) => boolean): Judgement {
  const wanted = /^\d{1,3}$/.test(valueOf(asked)) ? Number(valueOf(asked)) : null;
  const holds = (own: number): boolean | null => (wanted === null ? null : compare(own, wanted));
  return judgeValue(asked, name, asked.packet.ttl, holds, (own) => `${name} ${own}`);
}
