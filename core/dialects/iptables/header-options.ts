import { protocolNumber } from '../../kernel/protocol-number.ts';
import type { Condition } from '../../model/condition.ts';
import type { Value } from '../../model/rule-value.ts';
import { compare } from '../compare.ts';
import { numberValue, readNetwork, wordValue } from '../values.ts';
import type { MatchOption } from './match.ts';
import { valueOf } from './match.ts';

/** Options of the packet header, under every spelling, with the spelling of iptables-save. They take one value but -f. */
export const headerOptions: ReadonlyMap<string, string> = new Map([
  ['-p', '-p'],
  ['--protocol', '-p'],
  ['--proto', '-p'],
  ['-s', '-s'],
  ['--source', '-s'],
  ['--src', '-s'],
  ['-d', '-d'],
  ['--destination', '-d'],
  ['--dst', '-d'],
  ['-i', '-i'],
  ['--in-interface', '-i'],
  ['-o', '-o'],
  ['--out-interface', '-o'],
  ['-f', '-f'],
  ['--fragment', '-f'],
  ['--fragments', '-f'],
]);

/**
 * What an option of the header asks, ip_packet_match() (net/ipv4/netfilter/ip_tables.c):
 *
 *   -s 10.1.0.0/24 ! -d 10.2.0.2/32 -i eth+ -o br0 -p tcp -f
 */
export function headerCondition(option: MatchOption): Condition {
  const { negated } = option;
  const value = valueOf(option);
  switch (option.option) {
    case '-s':
    case '-d': {
      const side = option.option === '-s' ? 'src' : 'dst';
      return compare({ kind: 'address', side, family: null }, value.split(',').map(readNetwork), { negated });
    }
    case '-i':
    case '-o': {
      const side = option.option === '-i' ? 'in' : 'out';
      return compare({ kind: 'interface', side, by: 'name' }, [interfaceValue(value)], { negated });
    }
    case '-p':
      return compare({ kind: 'protocol', of: 'packet' }, [protocolValue(value)], { negated });
    default:
      return compare({ kind: 'fragment-offset' }, [numberValue(1, 0x1fff)], { negated });
  }
}

/** `eth+` stands for all names that begin with `eth`. */
export function interfaceValue(text: string): Value {
  const isPrefix = text.endsWith('+');
  return { kind: 'name', name: isPrefix ? text.slice(0, -1) : text, isPrefix };
}

function protocolValue(text: string): Value {
  const name = text.toLowerCase();
  if (name === 'all' || name === '0') return { kind: 'any' };
  const number = protocolNumber(name);
  return number === null ? wordValue(name) : numberValue(number);
}
