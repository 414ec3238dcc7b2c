import type { Condition } from '../../model/ruleset.ts';

/** A condition as iptables-save prints it: `! --dport 443`; a match without options as `-m socket`; a lookup as nft does. */
export function conditionText({ module, option, negated, values }: Condition): string {
  const name = option === '' ? `-m ${module}` : option;
  if (module === 'nft-set') return `${negated ? '! ' : ''}${lookupText(values)}`;
  const words = option === '?' ? values : [name, ...values];
  return `${negated ? '! ' : ''}${words.join(' ')}`;
}

/** `ip daddr . tcp dport @allow_in`, `tcp dport { 22, 80 }` */
function lookupText([fields = '', set = '', ...elements]: readonly string[]): string {
  return set.startsWith('@') ? `${fields} ${set}` : `${fields} { ${elements.join(', ')} }`;
}
