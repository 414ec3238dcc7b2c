import type { BridgePort, Comparison, Condition, Negatable } from '../../model/condition.ts';
import { assertNever } from '../../model/family.ts';
import type { Field } from '../../model/rule-field.ts';
import type { Value } from '../../model/rule-value.ts';
import { protocolName } from '../protocol-names.ts';
import { hex, networkText } from '../values.ts';
import { formatAddress } from '../../kernel/address.ts';
import { tcpFlagWords } from './tcp-flag-values.ts';

/** A condition as iptables-save prints it: `! --dport 443`; a match without options as `-m socket`. */
export function printIptablesCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'compare':
      return negate(condition, comparisonWords(condition));
    case 'either-port':
      return negate(condition, `--ports ${condition.values.map(rangeWords).join(',')}`);
    case 'ipset':
      return [negate(condition, `--match-set ${condition.name} ${condition.sides.join(',')}`), ...condition.entryAsked].join(' '); // prettier-ignore
    case 'address-type': {
      const limit = condition.limitedTo === null ? '' : ` --limit-iface-${condition.limitedTo}`;
      return `${negate(condition, `--${condition.side}-type ${condition.types.join(',')}`)}${limit}`;
    }
    case 'reverse-path': {
      const { loose, byMark, acceptsLocal, negated } = condition;
      return [
        '-m rpfilter',
        ...(loose ? ['--loose'] : []),
        ...(byMark ? ['--validmark'] : []),
        ...(acceptsLocal ? ['--accept-local'] : []),
        ...(negated ? ['--invert'] : []),
      ].join(' ');
    }
    case 'bridge-port':
      return negate(condition, bridgePortWords(condition.ask, condition.name));
    case 'tcp-option':
      return negate(condition, `--tcp-option ${condition.option}`);
    case 'socket-exists':
      return negate(condition, '--socket-exists');
    case 'nth':
      return negate(condition, `--every ${condition.every} --packet ${condition.packet}`);
    case 'chance':
      return negate(condition, `--probability ${condition.probability}`);
    case 'comment':
      return `--comment "${condition.text}"`;
    case 'lookup':
      return negate(condition, condition.set.kind === 'named' ? `@${condition.set.name}` : '@?');
    case 'hidden-interfaces':
      return '-i ? -o ? (interfaces, which only -v lists)';
    case 'undecidable':
    case 'unknown':
      return condition.words;
    default:
      return assertNever(condition);
  }
}

function negate({ negated }: Negatable, words: string): string {
  return negated ? `! ${words}` : words;
}

function comparisonWords({ field, values, mask, isSet }: Comparison): string {
  const list = values.map((value) => valueWords(field, value)).join(',');
  const masked = mask === null ? list : `${list}/${hex(mask)}`;
  switch (field.kind) {
    case 'family':
      return list === 'ipv6' ? '-6' : '-4';
    case 'protocol':
    case 'next-header':
    case 'ethertype':
      return `-p ${list}`;
    case 'address':
      return values.some(({ kind }) => kind === 'addresses')
        ? `--${field.side}-range ${list}`
        : `${field.side === 'src' ? '-s' : '-d'} ${list}`;
    case 'interface':
      return `${field.side === 'in' ? '-i' : '-o'} ${list}`;
    case 'port':
      return `--${field.side === 'src' ? 's' : 'd'}port${isSet ? 's' : ''} ${list}`;
    case 'icmp-type':
    case 'icmp-code':
    case 'icmp-type-and-code':
      return `--${field.family === 'ipv6' ? 'icmpv6' : 'icmp'}-type ${list}`;
    case 'mark':
    case 'ct-mark':
      return `--mark ${masked}`;
    case 'tos':
      return `--tos ${masked}`;
    case 'ct-address':
    case 'ct-port': {
      const port = field.kind === 'ct-port' ? 'port' : '';
      return `--ct${field.of === 'original' ? 'orig' : 'repl'}${field.side}${port} ${list}`;
    }
    case 'ttl':
      return hopWords(field.family === 'ipv6' ? '--hl' : '--ttl', values);
    case 'fragment-offset':
      return '-f';
    case 'tcp-flags':
      return values.some(({ kind }) => kind === 'word')
        ? `--tcp-flags ${list}`
        : `--tcp-flags ${mask === null ? 'ALL' : tcpFlagWords(mask)} ${list}`;
    case 'owner':
      return `--${field.id}-owner ${list}`;
    case 'number-generator':
    case 'other':
      return list;
    default:
      return `${optionNames[field.kind]} ${list}`;
  }
}

const optionNames = {
  'ct-state': '--ctstate',
  'ct-status': '--ctstatus',
  'ct-direction': '--ctdir',
  'ct-protocol': '--ctproto',
  length: '--length',
  dscp: '--dscp',
  ecn: '--ecn-ip-ect',
  mac: '--mac-source',
  'link-type': '--pkt-type',
} as const;

function hopWords(option: string, values: readonly Value[]): string {
  const [value] = values;
  if (value?.kind !== 'number') return `${option}-eq ${values.map(rangeWords).join(',')}`;
  if (value.first === value.last) return `${option}-eq ${value.first}`;
  return value.first === 0 ? `${option}-lt ${value.last + 1}` : `${option}-gt ${value.first - 1}`;
}

function bridgePortWords(ask: BridgePort, name: Value | null): string {
  return `--physdev-${ask}${name === null ? '' : ` ${rangeWords(name)}`}`;
}

function valueWords(field: Field, value: Value): string {
  if (value.kind !== 'number') return rangeWords(value);
  const { first, last } = value;
  switch (field.kind) {
    case 'protocol':
    case 'ct-protocol':
      return first === last ? (protocolName(first) ?? String(first)) : rangeWords(value);
    case 'mark':
    case 'ct-mark':
    case 'tos':
    case 'dscp':
      return first === last ? hex(first) : rangeWords(value);
    case 'tcp-flags':
      return tcpFlagWords(first);
    case 'icmp-type-and-code':
      return `${first >> 8}/${first & 0xff}`;
    case 'owner':
      return first === last ? String(first) : `${first}-${last}`;
    default:
      return rangeWords(value);
  }
}

function rangeWords(value: Value): string {
  switch (value.kind) {
    case 'any':
      return 'any';
    case 'number':
      return value.first === value.last ? String(value.first) : `${value.first}:${value.last}`;
    case 'network':
      return networkText(value.base, value.mask, true);
    case 'addresses':
      return `${formatAddress(value.first)}-${formatAddress(value.last)}`;
    case 'name':
      return `${value.name}${value.isPrefix ? '+' : ''}`;
    case 'symbol':
      return value.symbol;
    case 'word':
      return value.word;
    default:
      return assertNever(value);
  }
}
