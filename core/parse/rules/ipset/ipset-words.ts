import type { LineRef } from '../../../model/evidence.ts';
import type { Family } from '../../../model/family.ts';
import type { IpSet, IpSetEntry } from '../../../model/ipset.ts';
import { iptablesTokens } from '../../../dialects/iptables/tokens.ts';

/** A set that is still being read. */
export type OpenSet = { -readonly [Field in keyof IpSet]: IpSet[Field] } & {
  readonly entries: IpSetEntry[];
  /** `Number of entries:` of `ipset list`; null where the file does not say it. */
  promised: number | null;
};

/** A set without entries, from its create options: `family inet hashsize 1024 maxelem 65536 timeout 300 netmask 24`. */
export function emptySet(name: string, type: string, options: string, at: LineRef): OpenSet {
  const words = options.split(/\s+/);
  const markMask = Number(valueAfter(words, 'markmask') ?? 0xffffffff);
  return {
    name,
    type,
    family: familyOf(type, valueAfter(words, 'family')),
    mask: valueAfter(words, 'netmask') ?? valueAfter(words, 'bitmask'),
    markMask: Number.isInteger(markMask) ? markMask : 0xffffffff,
    expires: words.includes('timeout'),
    complete: true,
    entries: [],
    promised: null,
    at,
  };
}

/** An entry with its options: `10.2.0.0/24,eth0 timeout 299 comment "a nomatch" nomatch`; null for what is none. */
export function setEntry(text: string, at: LineRef): IpSetEntry | null {
  const words = iptablesTokens(text)?.words;
  const [element, ...options] = words ?? [];
  if (element === undefined || element === '') return null;
  const flags = new Set<string>();
  for (let index = 0; index < options.length; index++) {
    const option = options[index] ?? '';
    if (withValue.has(option)) index++;
    else if (withoutValue.has(option)) flags.add(option);
    else return null;
  }
  return { element, nomatch: flags.has('nomatch'), wildcard: flags.has('wildcard'), at };
}

const withValue = new Set([
  'timeout',
  'packets',
  'bytes',
  'comment',
  'skbmark',
  'skbprio',
  'skbqueue',
  'before',
  'after',
]);
const withoutValue = new Set(['nomatch', 'wildcard', '-exist']);

function familyOf(type: string, option: string | null): Family | null {
  if (type.startsWith('bitmap:ip')) return 'ipv4';
  if (!type.startsWith('hash:') || type === 'hash:mac') return null;
  return option === 'inet6' ? 'ipv6' : 'ipv4';
}

function valueAfter(words: readonly string[], option: string): string | null {
  const index = words.indexOf(option);
  return index < 0 ? null : (words[index + 1] ?? null);
}
