import type { Condition } from '../model/condition.ts';
import type { Dialect } from '../model/ruleset.ts';
import { printEbtablesCondition } from './ebtables/print-condition.ts';
import { printIptablesCondition } from './iptables/print-condition.ts';
import { printNftCondition } from './nft/print-condition.ts';

/** A condition in the words of the tool that its rule is written for. */
export function printCondition(dialect: Dialect, condition: Condition): string {
  switch (dialect) {
    case 'iptables':
      return printIptablesCondition(condition);
    case 'nft':
      return printNftCondition(condition);
    default:
      return printEbtablesCondition(condition);
  }
}
