import type { RejectAnswer } from '../../../model/statement.ts';
import { icmpCodeName } from '../icmp-numbers.ts';
import { endOfRule, type NftStatement } from '../statement.ts';
import { unquoted } from '../words.ts';

/** `accept`, `jump ssh`: what ends a rule. */
export const verdicts: readonly NftStatement[] = [
  ...(['accept', 'drop', 'return', 'continue'] as const).map((kind): NftStatement => ({
    words: [kind],
    read: (_, start) => ({ next: start + 1, statements: [{ kind }] }),
  })),
  ...(['jump', 'goto'] as const).map((kind): NftStatement => ({
    words: [kind],
    read: (words, start) => ({
      next: start + 2,
      statements: [{ kind, chain: unquoted(words[start + 1] ?? '') }],
    }),
  })),
  { words: ['reject'], read: reject },
  { words: ['queue'], read: queue },
];

/** `reject`, `reject with tcp reset`, `reject with icmp type host-unreachable`, `reject with icmpx admin-prohibited`. */
function reject(words: readonly string[], start: number): ReturnType<NftStatement['read']> {
  const hasAnswer = words[start + 1] === 'with';
  const own = hasAnswer ? words.slice(start + 2, start + 5).filter((word) => word !== 'type') : [];
  const [kind = 'icmpx', code = 'port-unreachable'] = own;
  const hasType = hasAnswer && words[start + 3] === 'type';
  const next = hasAnswer ? start + (hasType ? 5 : 4) : start + 1;
  const answer: RejectAnswer = kind === 'tcp' ? { kind: 'tcp-reset' } : icmpAnswer(kind, code);
  return { next, statements: [{ kind: 'reject', answer }] };
}

/** With -n, nft prints the numbers of codes; those of icmpx are its own (NFT_REJECT_ICMPX_*, linux/netfilter/nf_tables.h). */
function icmpAnswer(header: string, code: string): RejectAnswer {
  const number = /^\d{1,3}$/.test(code) ? Number(code) : null;
  if (header === 'icmp' || header === 'icmpv6')
    return { kind: header, code: number === null ? code : icmpCodeName(number, header) };
  const names = ['no-route', 'port-unreachable', 'host-unreachable', 'admin-prohibited'];
  return { kind: 'icmpx', code: (number === null ? undefined : names[number]) ?? code };
}

/** `queue`, `queue num 3 bypass`, `queue flags bypass,fanout to 1-4`; to a number that is computed, any may be meant. */
function queue(words: readonly string[], start: number): ReturnType<NftStatement['read']> {
  const next = endOfRule(words, start);
  const own = words.slice(start + 1, next);
  const numberAt = own.findIndex((word) => word === 'num' || word === 'to') + 1;
  const [, first, last = first] =
    /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(numberAt > 0 ? (own[numberAt] ?? '') : '0') ?? [];
  const bypass = own.flatMap((word) => word.split(',')).includes('bypass');
  return {
    next,
    statements: [{ kind: 'queue', first: Number(first ?? 0), last: Number(last ?? 0xffff), bypass }],
  };
}
