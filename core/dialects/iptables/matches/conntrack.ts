import { protocolNumber } from '../../../kernel/protocol-number.ts';
import type { Comparison, Condition } from '../../../model/condition.ts';
import type { Field } from '../../../model/rule-field.ts';
import type { Value } from '../../../model/rule-value.ts';
import { compare, undecidable } from '../../compare.ts';
import { numberValue, readNetwork, symbolValue, wordValue } from '../../values.ts';
import type { IptablesMatch, MatchOption } from '../match.ts';
import { listed, not, optionWords, unknownOption, valueOf } from '../match.ts';
import { portValue } from '../port-values.ts';

/**
 * conntrack_mt() (net/netfilter/xt_conntrack.c): `--ctstate NEW,RELATED --ctorigdst 10.1.0.0/24 --ctdir ORIGINAL`.
 *
 * For a packet without a connection the kernel stops after `--ctstate`: what else the match asks counts as fulfilled
 * with it, and as failed without it.
 */
export const conntrack: IptablesMatch = {
  name: 'conntrack',
  options:
    '--ctstate --ctproto --ctorigsrc --ctorigdst --ctreplsrc --ctrepldst --ctorigsrcport --ctorigdstport --ctreplsrcport --ctrepldstport --ctstatus --ctexpire --ctdir',
  read(options) {
    const lacking = options.some(({ option }) => option === '--ctstate') ? 'holds' : 'fails';
    return options.map((option) => (option.option === '--ctstate' ? states(option) : asked(option, lacking)));
  },
  listed: [
    listed(`${not}ctstate (?<states>[A-Z,]+)`, ({ states: names = '' }) => ['conntrack', '--ctstate', names]),
    listed(
      `${not}(?<option>ctproto|ctorigsrc|ctorigdst|ctreplsrc|ctrepldst|ctorigsrcport|ctorigdstport|ctreplsrcport|ctrepldstport|ctstatus|ctexpire|ctdir) (?<value>\\S+)`,
      ({ option, value = '' }) => ['conntrack', `--${option}`, value],
    ),
  ],
};

/** The older name of `--ctstate`. */
export const state: IptablesMatch = {
  name: 'state',
  options: '--state',
  read: (options) => options.map(states),
  listed: [listed(`${not}state (?<states>[A-Z,]+)`, ({ states: names = '' }) => ['state', '--state', names])],
};

function states(option: MatchOption): Condition {
  return compare({ kind: 'ct-state' }, valueOf(option).split(',').map(symbolValue), {
    negated: option.negated,
    lacking: 'differs',
  });
}

function asked(option: MatchOption, lacking: Comparison['lacking']): Condition {
  const { negated } = option;
  const value = valueOf(option);
  const ask = (field: Field, values: readonly Value[]): Condition =>
    compare(field, values, { negated, lacking });
  switch (option.option) {
    case '--ctproto': {
      const number = protocolNumber(value);
      return ask({ kind: 'ct-protocol' }, [number === null ? wordValue(value) : numberValue(number)]);
    }
    case '--ctorigsrc':
    case '--ctorigdst':
    case '--ctreplsrc':
    case '--ctrepldst':
      return ask({ kind: 'ct-address', ...tupleSide(option.option), family: null }, [readNetwork(value)]);
    case '--ctorigsrcport':
    case '--ctorigdstport':
    case '--ctreplsrcport':
    case '--ctrepldstport':
      return ask({ kind: 'ct-port', ...tupleSide(option.option) }, [portValue(value)]);
    case '--ctdir':
      return ask({ kind: 'ct-direction' }, [symbolValue(value.toUpperCase())]);
    case '--ctstatus':
      return ask({ kind: 'ct-status' }, value.split(',').map(symbolValue));
    case '--ctexpire':
      return undecidable('conntrack', 'connection-age', optionWords('conntrack', [option]));
    default:
      return unknownOption('conntrack', option);
  }
}

/** `--ctorigsrcport`: the source of the original direction. */
function tupleSide(option: string): { readonly of: 'original' | 'reply'; readonly side: 'src' | 'dst' } {
  const [, direction, side] = /^--ct(orig|repl)(src|dst)/.exec(option) ?? [];
  return { of: direction === 'orig' ? 'original' : 'reply', side: side === 'src' ? 'src' : 'dst' };
}
