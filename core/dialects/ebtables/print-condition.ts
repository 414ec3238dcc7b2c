import type { Condition } from '../../model/condition.ts';
import { printIptablesCondition } from '../iptables/print-condition.ts';
import { etherTypeWords } from './ether-types.ts';

/** A condition as ebtables-save prints it: `-p IPv4`, `--ip-src 10.0.0.0/8`; else it has the words of iptables. */
export function printEbtablesCondition(condition: Condition): string {
  if (condition.kind !== 'compare') return printIptablesCondition(condition);
  const { field, values, negated } = condition;
  if (field.kind === 'ethertype') {
    const [value] = values;
    const words =
      value?.kind === 'number' ? etherTypeWords(value.first) : value?.kind === 'word' ? value.word : '';
    return `-p ${negated ? '! ' : ''}${words}`;
  }
  const option = optionOf(condition);
  if (option === null) return printIptablesCondition(condition);
  const [, ...rest] = printIptablesCondition({ ...condition, negated: false }).split(' ');
  return `${option} ${negated ? '! ' : ''}${rest.join(' ')}`;
}

function optionOf({ field }: Extract<Condition, { kind: 'compare' }>): string | null {
  switch (field.kind) {
    case 'address':
      return `--${field.family === 'ipv6' ? 'ip6' : 'ip'}-${field.side}`;
    case 'protocol':
      return '--ip-proto';
    case 'port':
      return `--ip-${field.side === 'src' ? 's' : 'd'}port`;
    case 'mac':
      return '-s';
    default:
      return null;
  }
}
