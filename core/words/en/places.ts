import type { RulePlace, Socket } from '../../model/cause.ts';
import { socketText } from '../../model/socket-text.ts';
import type { StepPlace } from '../../model/end-note.ts';

/** `rule 3 of filter/FORWARD`, `the policy of filter/FORWARD` */
export function ruleOrPolicy({ table, chain, rule }: RulePlace): string {
  const of = chainOf(table, chain);
  return rule === null ? `the policy of ${of}` : `rule ${rule} of ${of}`;
}

/** As `ruleOrPolicy`, of a step that is a rule: `a rule of filter/FORWARD` where the tracer prints no number. */
export function ruleOf({ table, chain, rule }: RulePlace): string {
  return `${rule === null ? 'a rule' : `rule ${rule}`} of ${chainOf(table, chain)}`;
}

/** `filter/FORWARD rule:3`, as the log has it. */
export function step({ table, chain, kind, number }: StepPlace): string {
  return `${chainOf(table, chain)} ${kind}${number === null ? '' : `:${number}`}`;
}

/** `10.1.0.2:81`, `[fd00::1]:53`, or the address alone. */
export function socket({ address, port }: Socket): string {
  return socketText(address, port);
}

/** `filter/FORWARD`; the chain alone where it was copied out of its table, whose name nobody knows. */
function chainOf(table: string, chain: string): string {
  return table === '' ? chain : `${table}/${chain}`;
}
