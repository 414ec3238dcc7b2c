import { printMapLookup, printMapValue } from '../dialects/nft/print-condition.ts';
import { printCondition } from '../dialects/print-condition.ts';
import { routedTo } from '../kernel/routing/routed-to.ts';
import type { WalkAssumed, WalkedRule } from '../kernel/walk/assumption.ts';
import type { Assumed } from '../model/assumed.ts';
import type { RulePlace } from '../model/cause.ts';

/** What a walk takes for granted, with conditions as their dialect prints them. */
export function simulatedAssumption(assumed: WalkAssumed): Assumed {
  switch (assumed.kind) {
    case 'condition': {
      const { kind, dialect, condition, holds, at } = assumed;
      const plain = 'negated' in condition ? { ...condition, negated: false } : condition;
      return { kind, words: printCondition(dialect, plain), holds, at: placeOf(at) };
    }
    case 'map-value': {
      const { kind, fields, map, value, at } = assumed;
      const shown = value === null ? null : printMapValue(value);
      return { kind, words: printMapLookup(fields, map), value: shown, at: placeOf(at) };
    }
    case 'caller':
      return { ...assumed, at: placeOf(assumed.at) };
    case 'routing':
      return { ...assumed, decision: routedTo(assumed.decision) };
    default:
      return assumed;
  }
}

function placeOf({ table, chain, number }: WalkedRule): RulePlace {
  return { table, chain, rule: number };
}
