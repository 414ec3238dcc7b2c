import type { RulePlace, Socket } from '../../model/cause.ts';
import { socketText } from '../../model/socket-text.ts';
import type { StepPlace } from '../../model/end-note.ts';

/** `rule 3 of filter/FORWARD`, `the policy of filter/FORWARD` */
export function ruleOrPolicy({ table, chain, rule }: RulePlace): string {
  return rule === null ? `the policy of ${table}/${chain}` : `rule ${rule} of ${table}/${chain}`;
}

/** As `ruleOrPolicy`, of a step that is a rule: `a rule of filter/FORWARD` where the tracer prints no number. */
export function ruleOf({ table, chain, rule }: RulePlace): string {
  return `${rule === null ? 'a rule' : `rule ${rule}`} of ${table}/${chain}`;
}

/** `filter/FORWARD rule:3`, as the log has it. */
export function step({ table, chain, kind, number }: StepPlace): string {
  return `${table}/${chain} ${kind}${number === null ? '' : `:${number}`}`;
}

/** `10.1.0.2:81`, `[fd00::1]:53`, or the address alone. */
export function socket({ address, port }: Socket): string {
  return socketText(address, port);
}
