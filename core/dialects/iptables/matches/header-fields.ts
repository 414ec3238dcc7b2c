import type { Family } from '../../../model/family.ts';
import type { Value } from '../../../model/rule-value.ts';
import { compare } from '../../compare.ts';
import { numberValue, readNumber, readRange, wordValue } from '../../values.ts';
import type { IptablesMatch } from '../match.ts';
import { listed, not, valueOf } from '../match.ts';

/** length_mt() (net/netfilter/xt_length.c): `--length 0:1400`, IP header included. */
export const length: IptablesMatch = {
  name: 'length',
  options: '--length',
  read: (options) =>
    options.map((option) =>
      compare({ kind: 'length', of: 'packet' }, [readRange(valueOf(option), ':', [0, 65535])], {
        negated: option.negated,
      }),
    ),
  listed: [
    listed(`length ${not}(?<range>\\d+(?::\\d+)?)`, ({ range = '' }) => ['length', '--length', range]),
  ],
};

/** ttl_mt() (net/netfilter/xt_hl.c): `--ttl-lt 5`. */
export const ttl: IptablesMatch = {
  ...hopsMatch('ttl', 'ipv4'),
  aliases: ['TTL'],
  listed: [
    listed(
      '(?<hop>TTL|HL) match (?:TTL|HL) (?<not>!)?(?<than>==|=|<|>) ?(?<value>\\d+)',
      ({ hop = '', than = '', value = '' }) => [
        hop.toLowerCase(),
        `--${hop.toLowerCase()}-${than === '<' ? 'lt' : than === '>' ? 'gt' : 'eq'}`,
        value,
      ],
    ),
  ],
};

/** hl_mt6(): the same for IPv6's hop limit. */
export const hl: IptablesMatch = hopsMatch('hl', 'ipv6');

function hopsMatch(name: 'ttl' | 'hl', family: Family): IptablesMatch {
  return {
    name,
    options: `--${name}-eq --${name}-lt --${name}-gt`,
    read: (options) =>
      options.map((option) =>
        compare({ kind: 'ttl', family }, [hops(option.option.slice(-2), valueOf(option))], {
          negated: option.negated,
        }),
      ),
  };
}

function hops(operator: string, text: string): Value {
  const number = readNumber(text);
  if (number === null || number > 255) return wordValue(text);
  if (operator === 'lt') return numberValue(0, number - 1);
  return operator === 'gt' ? numberValue(number + 1, 255) : numberValue(number);
}
