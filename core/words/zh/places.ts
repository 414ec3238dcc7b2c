import type { RulePlace, Socket } from '../../model/cause.ts';
import type { StepPlace } from '../../model/end-note.ts';
import { socketText } from '../../model/socket-text.ts';

/** `filter/FORWARD 的规则 3`, `filter/FORWARD 的默认策略` */
export function ruleOrPolicy({ table, chain, rule }: RulePlace): string {
  const of = chainOf(table, chain);
  return rule === null ? `${of} 的默认策略` : `${of} 的规则 ${rule}`;
}

/** As `ruleOrPolicy`, of a step that is a rule: `filter/FORWARD 的某条规则` where the tracer prints no number. */
export function ruleOf({ table, chain, rule }: RulePlace): string {
  return `${chainOf(table, chain)} 的${rule === null ? '某条规则' : `规则 ${rule}`}`;
}

/** `filter/FORWARD rule:3`, as the log has it. */
export function step({ table, chain, kind, number }: StepPlace): string {
  return `${chainOf(table, chain)} ${kind}${number === null ? '' : `:${number}`}`;
}

/** `10.1.0.2:81`, `[fd00::1]:53`, or the address alone. */
export function socket({ address, port }: Socket): string {
  return socketText(address, port);
}

function chainOf(table: string, chain: string): string {
  return table === '' ? chain : `${table}/${chain}`;
}
