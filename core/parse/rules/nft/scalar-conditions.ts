import type { Condition } from '../../../model/ruleset.ts';
import type { Comparison } from './comparison.ts';
import { icmpType } from '../../../kernel/match/nft-icmp-numbers.ts';
import { tcpFlagsCondition } from './tcp-flags.ts';
import { unknowableField } from './unknowable-fields.ts';
import { unquoted } from './words.ts';

/**
 * A comparison of one field with one value or range in iptables' option names; null where no option asks exactly the
 * same.
 */
export function translateScalar(field: string, comparison: Comparison): readonly Condition[] | null {
  const translated = (translations.get(field) ?? unknowableField(field))?.(comparison) ?? null;
  return translated === null ? null : [translated];
}

type Translate = (comparison: Comparison) => Condition | null;

const isEqual = ({ operator, mask }: Comparison): boolean =>
  mask === null && (operator === '' || operator === '==' || operator === '!=');

/** The option with the value of an equation, as `valueOf` turns it; null for other operators. */
function equals(
  module: string | null,
  option: string,
  valueOf: (value: string) => string | null = unquoted,
): Translate {
  return (comparison) => {
    const value = isEqual(comparison) ? valueOf(comparison.value) : null;
    if (value === null) return null;
    return { module, option, negated: comparison.operator === '!=', values: [value] };
  };
}

function address(option: '-s' | '-d', rangeOption: string): Translate {
  return (comparison) => {
    const { value, mask, operator } = comparison;
    const negated = operator === '!=';
    if (mask !== null && (operator === '==' || negated))
      return { module: null, option, negated, values: [`${value}/${mask}`] };
    if (!isEqual(comparison)) return null;
    return value.includes('-')
      ? { module: 'iprange', option: rangeOption, negated, values: [value] }
      : { module: null, option, negated, values: [value] };
  };
}

function port(module: string, side: 'sport' | 'dport'): Translate {
  return ({ operator, mask, value }) => {
    const range = mask === null ? portsOf(operator, value) : null;
    if (range === null) return null;
    const negated = operator === '!=';
    return module === 'multiport'
      ? { module, option: `--${side}s`, negated, values: [range] }
      : { module, option: `--${side}`, negated, values: [range] };
  };
}

function portsOf(operator: Comparison['operator'], value: string): string | null {
  if (!/^\d{1,5}(?:-\d{1,5})?$/.test(value))
    return /^[a-z][a-z0-9-]*$/.test(value) && !['<', '>', '<=', '>=', '!'].includes(operator) ? value : null;
  const number = Number(value);
  if (operator === '' || operator === '==' || operator === '!=') return value.replace('-', ':');
  if (Number.isNaN(number) || operator === '!') return null;
  if (operator === '<') return number === 0 ? null : `0:${number - 1}`;
  if (operator === '<=') return `0:${number}`;
  if (operator === '>') return number >= 65535 ? null : `${number + 1}:65535`;
  return `${number}:65535`;
}

/** `eth*` is iptables' `eth+`; an index stands for an interface that is gone, and a name with `+` has no equivalent. */
function interfaceName(value: string): string | null {
  const name = unquoted(value);
  if (/^\d+$/.test(name) || name.endsWith('+')) return null;
  return name.endsWith('*') ? `${name.slice(0, -1)}+` : name;
}

function states({ operator, mask, value }: Comparison): Condition | null {
  if (mask !== null || !['', '==', '!='].includes(operator)) return null;
  const names = value.toUpperCase().split(/[,|]/);
  if (operator !== '' && names.length > 1) return null;
  return { module: 'conntrack', option: '--ctstate', negated: operator === '!=', values: [names.join(',')] };
}

/**
 * `ct status dnat` is what iptables calls the state DNAT. Without a connection nft's comparison never holds, so that a
 * negated one has no equivalent.
 */
function status({ operator, mask, value }: Comparison): Condition | null {
  if (mask !== null || operator !== '' || !/^[a-z-]+$/.test(value)) return null;
  const name = value.toUpperCase();
  return name === 'DNAT' || name === 'SNAT'
    ? { module: 'conntrack', option: '--ctstate', negated: false, values: [name] }
    : { module: 'conntrack', option: '--ctstatus', negated: false, values: [name.replace('-', '_')] };
}

function mark(module: 'mark' | 'connmark'): Translate {
  return ({ operator, mask, value }) => {
    if (!['', '==', '!='].includes(operator) || !isNumber(value)) return null;
    if (mask !== null && !isNumber(mask)) return null;
    const short = (number: string): string => `0x${Number(number).toString(16)}`;
    const text = mask === null ? short(value) : `${short(value)}/${short(mask)}`;
    return { module, option: '--mark', negated: operator === '!=', values: [text] };
  };
}

function isNumber(text: string): boolean {
  return /^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text);
}

function compared(module: string, name: string): Translate {
  return ({ operator, mask, value }) => {
    const suffix = operator === '<' ? 'lt' : operator === '>' ? 'gt' : operator.startsWith('<') || operator.startsWith('>') ? null : 'eq'; // prettier-ignore
    if (mask !== null || suffix === null || operator === '!' || !/^\d{1,3}$/.test(value)) return null;
    return { module, option: `--${name}-${suffix}`, negated: operator === '!=', values: [value] };
  };
}

function length({ operator, mask, value }: Comparison): Condition | null {
  const range = mask === null ? portsOf(operator, value) : null;
  return range === null || !/^[\d:]+$/.test(range)
    ? null
    : { module: 'length', option: '--length', negated: operator === '!=', values: [range] };
}

function icmp(header: 'icmp' | 'icmpv6'): Translate {
  const [module, option] = header === 'icmp' ? ['icmp', '--icmp-type'] : ['icmp6', '--icmpv6-type'];
  return equals(module, option, (value) => icmpType(value, header)?.toString() ?? null);
}

function familyOf(value: string): Condition | null {
  const option =
    value === 'ipv4' || value === 'ip' ? '-4' : value === 'ipv6' || value === 'ip6' ? '-6' : null;
  return option === null ? null : { module: null, option, negated: false, values: [] };
}

const family: Translate = (comparison) => {
  const condition = isEqual(comparison) ? familyOf(comparison.value) : null;
  return condition === null ? null : { ...condition, negated: comparison.operator === '!=' };
};

const dscp: Translate = (comparison) => {
  const isNumber = /^0x[0-9a-f]{1,2}$/.test(comparison.value);
  return isNumber ? dscpNumber(comparison) : dscpName(comparison);
};

const dscpNumber = equals('dscp', '--dscp');
const dscpName = equals('dscp', '--dscp-class', dscpClass);

function fragment({ operator, mask, value }: Comparison): Condition | null {
  if (mask === null || Number(mask) !== 0x1fff || Number(value) !== 0) return null;
  if (operator !== '!=' && operator !== '==') return null;
  return { module: null, option: '-f', negated: operator === '==', values: [] };
}

const protocol = (value: string): string | null =>
  /^(?:[a-z][a-z0-9-]*|\d{1,3})$/.test(value) ? value : null;

const portTranslations = ['tcp', 'udp', 'udplite', 'sctp', 'dccp', 'th'].flatMap(
  (header): [string, Translate][] => {
    const module = header === 'th' ? 'multiport' : header;
    return [
      [`${header} sport`, port(module, 'sport')],
      [`${header} dport`, port(module, 'dport')],
    ];
  },
);

const translations: ReadonlyMap<string, Translate> = new Map<string, Translate>([
  ['ip saddr', address('-s', '--src-range')],
  ['ip daddr', address('-d', '--dst-range')],
  ['ip6 saddr', address('-s', '--src-range')],
  ['ip6 daddr', address('-d', '--dst-range')],
  ['ip protocol', equals(null, '-p', protocol)],
  ['meta l4proto', equals(null, '-p', protocol)],
  ['iif', equals(null, '-i', interfaceName)],
  ['iifname', equals(null, '-i', interfaceName)],
  ['oif', equals(null, '-o', interfaceName)],
  ['oifname', equals(null, '-o', interfaceName)],
  ...portTranslations,
  ['tcp flags', tcpFlagsCondition],
  ['icmp type', icmp('icmp')],
  ['icmpv6 type', icmp('icmpv6')],
  ['ct state', states],
  ['ct status', status],
  ['ct mark', mark('connmark')],
  ['meta mark', mark('mark')],
  ['ip ttl', compared('ttl', 'ttl')],
  ['ip6 hoplimit', compared('hl', 'hl')],
  ['ip length', length],
  ['meta length', length],
  ['ip frag-off', fragment],
  ['ip dscp', dscp],
  ['ip6 dscp', dscp],
  ['ether saddr', equals('mac', '--mac-source')],
  ['meta pkttype', equals('pkttype', '--pkt-type', packetType)],
  ['meta skuid', equals('owner', '--uid-owner', userNumber)],
  ['meta skgid', equals('owner', '--gid-owner', userNumber)],
  ['meta nfproto', family],
  ['meta protocol', family],
  ['ether type', family],
  ['fib daddr type', equals('addrtype', '--dst-type', (value) => value.toUpperCase())],
  ['fib saddr type', equals('addrtype', '--src-type', (value) => value.toUpperCase())],
]);

function dscpClass(value: string): string | null {
  return /^(?:be|ef|cs[0-7]|af[1-4][1-3])$/.test(value) ? value.toUpperCase() : null;
}

function packetType(value: string): string | null {
  if (value === 'host' || value === 'unicast') return 'unicast';
  return value === 'broadcast' || value === 'multicast' ? value : null;
}

function userNumber(value: string): string | null {
  return /^\d+(?:-\d+)?$/.test(value) ? value : null;
}
