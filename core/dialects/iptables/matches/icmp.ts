import { icmp6Types, icmpTypes } from '../../../kernel/match/icmp-type-names.ts';
import type { Family } from '../../../model/family.ts';
import type { Value } from '../../../model/rule-value.ts';
import { compare } from '../../compare.ts';
import { numberValue, readNumber, wordValue } from '../../values.ts';
import type { IptablesMatch } from '../match.ts';
import { listed, valueOf } from '../match.ts';

/** icmp_match() (net/ipv4/netfilter/ip_tables.c): `--icmp-type 3/4`, `--icmp-type 8`, `--icmp-type echo-request`. */
export const icmp: IptablesMatch = {
  ...icmpMatch('icmp', '--icmp-type', 'ipv4', icmpTypes, ['icmp', '1']),
  listed: [
    listed('icmp ?(?<not>!)?type (?<type>\\d+)(?: code (?<code>\\d+))?', ({ type = '', code }) => [
      'icmp',
      '--icmp-type',
      code === undefined ? type : `${type}/${code}`,
    ]),
    listed('icmp (?<not>!)?(?<name>[a-z][a-z-]+)', ({ name = '' }) => ['icmp', '--icmp-type', name]),
  ],
};

/** icmp6_match() (net/ipv6/netfilter/ip6_tables.c): `--icmpv6-type 128`. */
export const icmp6: IptablesMatch = {
  ...icmpMatch('icmp6', '--icmpv6-type', 'ipv6', icmp6Types, ['icmpv6', 'ipv6-icmp', '58']),
  aliases: ['icmpv6', 'ipv6-icmp'],
  listed: [
    listed('ipv6-?icmp ?(?<not>!)?type (?<type>\\d+)(?: code (?<code>\\d+))?', ({ type = '', code }) => [
      'icmp6',
      '--icmpv6-type',
      code === undefined ? type : `${type}/${code}`,
    ]),
    listed('ipv6-?icmp (?<not>!)?(?<name>[a-z-]+)', ({ name = '' }) => ['icmp6', '--icmpv6-type', name]),
  ],
};

function icmpMatch(
  name: string,
  option: string,
  family: Family,
  names: ReadonlyMap<string, string>,
  impliedBy: readonly string[],
): IptablesMatch {
  return {
    name,
    options: option,
    impliedBy,
    read: (options) =>
      options.map((each) => {
        const written = valueOf(each).toLowerCase();
        const [type = '', code, more] = (names.get(written) ?? written).split('/');
        const { negated } = each;
        const { kind, value } = typeAndCode(written, type, code, more);
        return compare({ kind, family }, [value], { negated });
      }),
  };
}

function typeAndCode(
  written: string,
  type: string,
  code: string | undefined,
  more: string | undefined,
): { readonly kind: 'icmp-type' | 'icmp-type-and-code'; readonly value: Value } {
  const [first, second] = [readNumber(type), code === undefined ? null : readNumber(code)];
  // 255 is the kernel's own word for any type (net/ipv4/netfilter/ip_tables.c).
  if (written === 'any' || first === 255) return { kind: 'icmp-type', value: { kind: 'any' } };
  if (first === null || first > 255 || more !== undefined)
    return { kind: 'icmp-type', value: wordValue(written) };
  if (code === undefined) return { kind: 'icmp-type', value: numberValue(first) };
  return {
    kind: 'icmp-type-and-code',
    value: second === null || second > 255 ? wordValue(written) : numberValue((first << 8) | second),
  };
}
