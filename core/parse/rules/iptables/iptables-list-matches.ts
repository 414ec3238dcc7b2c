import type { Condition } from '../../../model/ruleset.ts';
import { tcpFlagNames } from '../tcp-flag-names.ts';

/** What a match prints in a listing, and the conditions that iptables-save would print for it. */
export interface MatchWords {
  /** Anchored at the beginning of what is left of the line; ends at a word's end. */
  readonly pattern: RegExp;
  conditions(match: RegExpExecArray, protocol: string): readonly Condition[];
}

type Groups = Readonly<Record<string, string>>;
/** Module, option, values; `negated` comes from the group `not`. */
type Translation = readonly [module: string, option: string, ...values: readonly string[]];

/** Words with named groups; `not` holds a `!` where the condition is negated. */
function words(
  pattern: string,
  translate: (groups: Groups, protocol: string) => Translation | null,
): MatchWords {
  return {
    pattern: new RegExp(`^(?:${pattern})(?=\\s|$)`),
    conditions(match, protocol) {
      const groups: Groups = match.groups ?? {};
      const translation = translate(groups, protocol);
      if (!translation) return [];
      const [module, option, ...values] = translation;
      return [
        { module, option, negated: groups['not'] !== undefined && groups['not'].trim() !== '', values },
      ];
    },
  };
}

const not = '(?<not>! ?)?';

/** By match, from the print functions of iptables extensions/lib{xt,ipt,ip6t}_NAME.c. */
export const matchWords: readonly MatchWords[] = [
  {
    pattern: /^\/\* (.*?) \*\/(?=\s|$)/,
    conditions: ([, text = '']) => [
      { module: 'comment', option: '--comment', negated: false, values: [text] },
    ],
  },
  // tcp, udp, sctp and dccp name themselves and then say their options.
  words('(?:tcp|udp|udplite|sctp|dccp|esp|ah)', () => null),
  words(`(?<side>[sd])pts?:${not}(?<ports>[\\w:-]+)`, ({ side, ports = '' }, protocol) => [
    portMatch(protocol),
    `--${side}port`,
    ports,
  ]),
  words(`flags:${not}(?<mask>[^\\s/]+)/(?<set>\\S+)`, ({ mask = '', set = '' }) => [
    'tcp',
    '--tcp-flags',
    tcpFlagNames(mask),
    tcpFlagNames(set),
  ]),
  words(`option=${not}(?<option>\\d+)`, ({ option = '' }) => ['tcp', '--tcp-option', option]),
  words(`spis?:${not}(?<spi>[\\w:]+)`, ({ spi = '' }, protocol) =>
    protocol === 'ah' ? ['ah', '--ahspi', spi] : ['esp', '--espspi', spi],
  ),
  words('ipv6-?icmp ?(?<not>!)?type (?<type>\\d+)(?: code (?<code>\\d+))?', ({ type = '', code }) => [
    'icmp6',
    '--icmpv6-type',
    code === undefined ? type : `${type}/${code}`,
  ]),
  words('icmp ?(?<not>!)?type (?<type>\\d+)(?: code (?<code>\\d+))?', ({ type = '', code }) => [
    'icmp',
    '--icmp-type',
    code === undefined ? type : `${type}/${code}`,
  ]),
  words('ipv6-?icmp (?<not>!)?(?<name>[a-z-]+)', ({ name = '' }) => ['icmp6', '--icmpv6-type', name]),
  words('icmp (?<not>!)?(?<name>[a-z][a-z-]+)', ({ name = '' }) => ['icmp', '--icmp-type', name]),
  words(`${not}ctstate (?<states>[A-Z,]+)`, ({ states = '' }) => ['conntrack', '--ctstate', states]),
  words(`${not}state (?<states>[A-Z,]+)`, ({ states = '' }) => ['state', '--state', states]),
  words(
    `${not}(?<option>ctproto|ctorigsrc|ctorigdst|ctreplsrc|ctrepldst|ctorigsrcport|ctorigdstport|ctreplsrcport|ctrepldstport|ctstatus|ctexpire|ctdir) (?<value>\\S+)`,
    ({ option, value = '' }) => ['conntrack', `--${option}`, value],
  ),
  words(`(?:mark|MARK) match ${not}(?<mark>0x[0-9a-f]+(?:/0x[0-9a-f]+)?)`, ({ mark = '' }) => [
    'mark',
    '--mark',
    mark,
  ]),
  words(`(?:connmark|CONNMARK) match\\s+${not}(?<mark>0x[0-9a-f]+(?:/0x[0-9a-f]+)?)`, ({ mark = '' }) => [
    'connmark',
    '--mark',
    mark,
  ]),
  words(`multiport (?<side>sports|dports|ports)\\s+${not}(?<ports>\\S+)`, ({ side, ports = '' }) => [
    'multiport',
    `--${side}`,
    ports,
  ]),
  {
    pattern: /^ADDRTYPE match((?: (?:src-type|dst-type) !?[A-Z,]+| limit-(?:in|out))+)(?=\s|$)/,
    conditions: ([, printed = '']) => addressTypes(printed),
  },
  {
    pattern: /^limit: avg (\S+) burst (\d+)(?! mode)(?=\s|$)/,
    conditions: ([, rate = '', burst = '']) => [
      { module: 'limit', option: '--limit', negated: false, values: [rate] },
      // iptables-save leaves out the default burst.
      ...(burst === '5'
        ? []
        : [{ module: 'limit', option: '--limit-burst', negated: false, values: [burst] }]),
    ],
  },
  words(`${not}match-set (?<set>\\S+) (?<sides>[a-z,]+)`, ({ set = '', sides = '' }) => [
    'set',
    '--match-set',
    set,
    sides,
  ]),
  words('return-nomatch', () => ['set', '--return-nomatch']),
  words('PHYSDEV match', () => null),
  words(`${not}--physdev-(?<option>in|out) (?<dev>\\S+)`, ({ option, dev = '' }) => [
    'physdev',
    `--physdev-${option}`,
    dev,
  ]),
  words(`${not}--physdev-(?<option>is-in|is-out|is-bridged)`, ({ option }) => [
    'physdev',
    `--physdev-${option}`,
  ]),
  words(`${not}owner (?<id>UID|GID) match (?<value>\\S+)`, ({ id = '', value = '' }) => [
    'owner',
    `--${id.toLowerCase()}-owner`,
    value,
  ]),
  words(`${not}owner socket exists`, () => ['owner', '--socket-exists']),
  {
    pattern:
      /^statistic mode (?:random( !)? probability (\S+)|nth( !)? every (\d+)(?: packet (\d+))?)(?=\s|$)/,
    conditions: ([, notRandom, probability, notNth, every = '', packet = '0']) => {
      const one = (option: string, value: string, negated = false): Condition => ({
        module: 'statistic',
        option,
        negated,
        values: [value],
      });
      return probability === undefined
        ? [one('--mode', 'nth'), one('--every', every, notNth !== undefined), one('--packet', packet)]
        : [one('--mode', 'random'), one('--probability', probability, notRandom !== undefined)];
    },
  },
  words(`length ${not}(?<range>\\d+(?::\\d+)?)`, ({ range = '' }) => ['length', '--length', range]),
  words(
    '(?<hop>TTL|HL) match (?:TTL|HL) (?<not>!)?(?<than>==|=|<|>) ?(?<value>\\d+)',
    ({ hop = '', than = '', value = '' }) => [
      hop.toLowerCase(),
      `--${hop.toLowerCase()}-${than === '<' ? 'lt' : than === '>' ? 'gt' : 'eq'}`,
      value,
    ],
  ),
  words(`(?:tos|TOS) match ?${not}(?<tos>0x[0-9a-f]+(?:/0x[0-9a-f]+)?)`, ({ tos = '' }) => [
    'tos',
    '--tos',
    tos,
  ]),
  words(`DSCP match ${not}(?<dscp>0x[0-9a-f]+)`, ({ dscp = '' }) => ['dscp', '--dscp', dscp]),
  words(`MAC\\s?${not}(?<mac>(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2})`, ({ mac = '' }) => [
    'mac',
    '--mac-source',
    mac,
  ]),
  words(`(?<side>source|destination) IP range ${not}(?<range>[^\\s-]+-\\S+)`, ({ side, range = '' }) => [
    'iprange',
    side === 'source' ? '--src-range' : '--dst-range',
    range,
  ]),
  words('PKTTYPE (?<not>!)?= (?<type>\\S+)', ({ type = '' }) => ['pkttype', '--pkt-type', type]),
  words(`${not}helper match "?(?<name>[^\\s"]+)"?`, ({ name = '' }) => ['helper', '--helper', name]),
  words(`tcpmss match ${not}(?<range>[\\d:]+)`, ({ range = '' }) => ['tcpmss', '--mss', range]),
  words('socket --transparent', () => ['socket', '--transparent']),
  words('socket', () => ['socket', '']),
];

function portMatch(protocol: string): string {
  const names: Readonly<Record<string, string>> = {
    '17': 'udp',
    '33': 'dccp',
    '132': 'sctp',
    '136': 'udplite',
  };
  return ['udp', 'sctp', 'dccp', 'udplite'].includes(protocol) ? protocol : (names[protocol] ?? 'tcp');
}

/** `src-type !LOCAL dst-type LOCAL limit-in` behind `ADDRTYPE match`. */
function addressTypes(printed: string): Condition[] {
  return [...printed.matchAll(/(src-type|dst-type|limit-in|limit-out)(?: (!)?([A-Z,]+))?/g)].map(
    ([, option = '', negation, types]) => ({
      module: 'addrtype',
      option: option.startsWith('limit') ? `--${option.replace('limit', 'limit-iface')}` : `--${option}`,
      negated: negation !== undefined,
      values: types === undefined ? [] : [types],
    }),
  );
}
