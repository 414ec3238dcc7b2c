import type { Condition } from '../../../model/condition.ts';
import { compare, undecidable } from '../../compare.ts';
import { numberValue, readNumber, wordValue } from '../../values.ts';
import type { IptablesMatch, MatchOption } from '../match.ts';
import { listed, not, optionWords, unknownOption, valueOf } from '../match.ts';
import { portValue, portValues } from '../port-values.ts';
import { readTcpFlags } from '../tcp-flag-values.ts';

/** tcp_mt() (net/netfilter/xt_tcpudp.c): `--tcp-flags FIN,SYN,RST,ACK SYN`, which is what `--syn` stands for. */
export const tcp: IptablesMatch = {
  ...transport('tcp', ['tcp', '6'], '--tcp-flags:2 --syn:0 --tcp-option', (option) => {
    const { negated } = option;
    switch (option.option) {
      case '--syn':
        return tcpFlags('FIN,SYN,RST,ACK', 'SYN', negated);
      case '--tcp-flags':
        return tcpFlags(valueOf(option), option.values[1] ?? '', negated);
      case '--tcp-option': {
        const number = readNumber(valueOf(option));
        return number === null
          ? unknownOption('tcp', option)
          : { kind: 'tcp-option', option: number, negated };
      }
      default:
        return null;
    }
  }),
  listed: [
    // tcp, udp, sctp, dccp and esp name themselves and then say their options.
    listed('(?:tcp|udp|udplite|sctp|dccp|esp)', () => null),
    listed(`(?<side>[sd])pts?:${not}(?<ports>[\\w:-]+)`, ({ side, ports = '' }, protocol) => [
      portMatch(protocol),
      `--${side}port`,
      ports,
    ]),
    listed(`flags:${not}(?<mask>[^\\s/]+)/(?<set>\\S+)`, ({ mask = '', set = '' }) => [
      'tcp',
      '--tcp-flags',
      mask,
      set,
    ]),
    listed(`option=${not}(?<option>\\d+)`, ({ option = '' }, protocol) =>
      portMatch(protocol) === 'dccp' ? ['dccp', '--dccp-option', option] : ['tcp', '--tcp-option', option],
    ),
  ],
};

export const udp = transport('udp', ['udp', '17']);
export const udplite = transport('udplite', ['udplite']);
export const sctp = transport('sctp', ['sctp', '132'], '--chunk-types:2');
export const dccp = transport('dccp', ['dccp'], '--dccp-types --dccp-option');

/** multiport_mt() (net/netfilter/xt_multiport.c): `--dports 22,80,1000:2000`; `--ports` means either of the two. */
export const multiport: IptablesMatch = {
  name: 'multiport',
  options: '--sports --dports --ports',
  aliases: ['mport'],
  spellings: { '--source-ports': '--sports', '--destination-ports': '--dports' },
  read: (options) =>
    options.map((option): Condition => {
      const { negated } = option;
      const values = portValues(valueOf(option));
      if (option.option === '--ports') return { kind: 'either-port', values, negated };
      const side = option.option === '--sports' ? 'src' : 'dst';
      return compare({ kind: 'port', side, header: 'th' }, values, { negated, isSet: true });
    }),
  listed: [
    listed(`multiport (?<side>sports|dports|ports)\\s+${not}(?<ports>\\S+)`, ({ side, ports = '' }) => [
      'multiport',
      `--${side}`,
      ports,
    ]),
  ],
};

/** A protocol with ports (`--dport 80`, `! --sport 1024:65535`), and options of its own. */
function transport(
  name: string,
  impliedBy: readonly string[],
  more = '',
  readMore: (option: MatchOption) => Condition | null = () => null,
): IptablesMatch {
  return {
    name,
    options: `--sport --dport ${more}`.trim(),
    impliedBy,
    spellings: { '--source-port': '--sport', '--destination-port': '--dport' },
    read: (options) =>
      options.map((option) => {
        const { negated } = option;
        if (option.option === '--sport' || option.option === '--dport') {
          const side = option.option === '--sport' ? 'src' : 'dst';
          return compare({ kind: 'port', side, header: name }, [portValue(valueOf(option))], { negated });
        }
        return readMore(option) ?? undecidable(name, 'header-part', optionWords(name, [option]));
      }),
  };
}

function tcpFlags(mask: string, set: string, negated: boolean): Condition {
  const [examined, expected] = [readTcpFlags(mask), readTcpFlags(set)];
  return examined === null || expected === null
    ? compare({ kind: 'tcp-flags' }, [wordValue(`${mask} ${set}`)], { negated })
    : compare({ kind: 'tcp-flags' }, [numberValue(expected)], { mask: examined, negated });
}

/** The match that `-p` of a listing brings along, which prints protocols by number since 1.8.9. */
function portMatch(protocol: string): string {
  const byNumber: Readonly<Record<string, string>> = {
    '17': 'udp',
    '33': 'dccp',
    '132': 'sctp',
    '136': 'udplite',
  };
  return ['udp', 'sctp', 'dccp', 'udplite'].includes(protocol) ? protocol : (byNumber[protocol] ?? 'tcp');
}
