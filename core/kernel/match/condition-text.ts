import type { Condition } from '../../model/ruleset.ts';

/** A condition as iptables-save prints it: `! --dport 443`; a match without options as `-m socket`. */
export function conditionText({ module, option, negated, values }: Condition): string {
  const name = option === '' ? `-m ${module}` : option;
  const words = option === '?' ? values : [name, ...values];
  return `${negated ? '! ' : ''}${words.join(' ')}`;
}
