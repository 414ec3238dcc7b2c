import type { Statement } from './statement.ts';
import { insideBraces } from './words.ts';

/** `reject`, `reject with tcp reset`, `reject with icmp type host-unreachable`, `reject with icmpx admin-prohibited`. */
export function rejectStatement(words: readonly string[], start: number): Statement {
  const end = endOf(words, start);
  const [kind = 'icmpx', ...rest] = words.slice(start + 2, end).filter((word) => word !== 'type');
  const code = rest[0] ?? 'port-unreachable';
  const prefix = kind === 'icmpv6' ? 'icmp6' : kind;
  return verdict(end, 'REJECT', ['--reject-with', kind === 'tcp' ? 'tcp-reset' : `${prefix}-${code}`]);
}

/** `queue`, `queue num 3 bypass`, `queue flags bypass,fanout to 1-4`. */
export function queueStatement(words: readonly string[], start: number): Statement {
  const end = endOf(words, start);
  const own = words.slice(start + 1, end);
  const numberAt = own.findIndex((word) => word === 'num' || word === 'to') + 1;
  const [number = '0'] = numberAt > 0 ? own.slice(numberAt) : [];
  const flags = own.flatMap((word) => word.split(','));
  const range = /^\d+-\d+$/.test(number)
    ? ['--queue-balance', number.replace('-', ':')]
    : ['--queue-num', number];
  return verdict(end, 'NFQUEUE', [...range, ...(flags.includes('bypass') ? ['--queue-bypass'] : [])]);
}

/**
 * `dnat to 10.0.0.1:8080 random,persistent`, `dnat ip to ip daddr map { ... }`, `masquerade to :1024-65535`,
 * `redirect to :3128`. Where the address comes out of a map, the words stand as nft prints them.
 */
export function natStatement(words: readonly string[], start: number): Statement {
  const end = endOf(words, start);
  const kind = words[start] ?? '';
  const to = words.indexOf('to', start);
  const value = to < 0 || to >= end ? [] : words.slice(to + 1, end);
  const [first = '', ...more] = value;
  const flags = (to < 0 || to >= end ? words.slice(start + 1, end) : more).flatMap((word) => word.split(','));
  const areFlags = flags.every((word) => natFlags.has(word));
  const flagOptions = areFlags
    ? flags.map((flag) => (flag === 'fully-random' ? '--random-fully' : `--${flag}`))
    : [];
  const isPlain = areFlags && insideBraces(first) === null && !first.startsWith('@');
  const portOnly = kind === 'masquerade' || kind === 'redirect';
  const option = portOnly ? '--to-ports' : kind === 'dnat' ? '--to-destination' : '--to-source';
  if (first === '') return verdict(end, kind.toUpperCase(), flagOptions);
  if (!isPlain) return verdict(end, kind.toUpperCase(), words.slice(start + 1, end));
  return verdict(end, kind.toUpperCase(), [
    option,
    portOnly ? first.replace(/^:/, '') : first,
    ...flagOptions,
  ]);
}

const natFlags: ReadonlySet<string> = new Set(['random', 'fully-random', 'persistent']);

function endOf(words: readonly string[], start: number): number {
  const comment = words.indexOf('comment', start);
  return comment < 0 ? words.length : comment;
}

function verdict(next: number, name: string, options: readonly string[]): Statement {
  return { next, verdict: { kind: 'jump', name, options } };
}
