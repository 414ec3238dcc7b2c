import type { Condition } from '../../../model/ruleset.ts';
import type { Comparison } from './comparison.ts';

/** Fields that no file of a bundle can tell, by the match of iptables that asks for the same. */
export function unknowableField(field: string): ((comparison: Comparison) => Condition) | undefined {
  const [first = ''] = field.split(' ');
  const module =
    ['meta time', 'meta hour', 'meta day'].includes(field) ? 'time'
    : field === 'meta random' || ['numgen', 'jhash', 'symhash'].includes(first) ? 'statistic'
    : field === 'meta cpu' ? 'cpu'
    : field === 'iifgroup' || field === 'oifgroup' ? 'devgroup'
    : ['socket', 'osf'].includes(first) ? first
    : first === 'ipsec' ? 'policy'
    : field === 'ct helper' ? 'helper'
    : field === 'ct label' ? 'connlabel'
    : ['ct bytes', 'ct packets', 'ct avgpkt'].includes(field) ? 'connbytes'
    : null; // prettier-ignore
  if (module === null) return undefined;
  return ({ operator, mask, value }) => {
    const words = [
      field,
      ...(mask === null ? [] : ['&', mask]),
      ...(operator === '' ? [] : [operator]),
      value,
    ];
    return { module, option: '?', negated: false, values: words };
  };
}
