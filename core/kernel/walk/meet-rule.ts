import type { Chain, Table } from '../../model/ruleset.ts';
import type { MapValue } from '../../model/condition.ts';
import type { Statement } from '../../model/statement.ts';
import type { Verdict } from '../../model/verdict.ts';
import { applyStatement } from './apply-statement.ts';
import { applyToHeaders } from './apply-to-headers.ts';
import { applyVerdict, handToSocket } from './apply-verdict.ts';
import type { Branch } from './branch.ts';
import { effectOf, type RuleEffect, type RuleVerdict, ruleVerdict } from './effect-of-rule.ts';
import { possibleValues } from './map-values.ts';
import { matchOfRule } from './match-of-rule.ts';
import { presume, type Walk } from './walk.ts';
import type { PlacedRule } from './walk-end.ts';

/** What came of a branch and a rule. */
export type Meeting =
  /** The packet does not match, and goes on with the next rule. */
  | { readonly kind: 'passed-by'; readonly branch: Branch }
  | {
      readonly kind: 'met';
      readonly branch: Branch;
      /** Null where what the rule does is not known. */
      readonly verdict: Verdict | null;
      /** The chain that a jump or goto leads to; null for other verdicts. */
      readonly called: Chain | null;
      /** False where the rule may have matched as well as not, and nothing depends on it. */
      readonly certain: boolean;
    };

/** Lets a packet meet a rule: in one branch for each thing that may come of it. */
export function meetRule(walk: Walk, branch: Branch, placed: PlacedRule): readonly Meeting[] {
  const effect = effectOf(placed.rule, placed.table);
  const meetings: Meeting[] = [];
  let certain = true;
  let matching: readonly Branch[] = [branch];
  const keepMatching = (conditions: RuleEffect['conditions']): void => {
    const matched = matching.flatMap((each) => matchOfRule(walk, each, placed, conditions, effect.isIdle));
    for (const each of matched)
      if (each.holds === 'no') meetings.push({ kind: 'passed-by', branch: each.branch });
    certain &&= matched.every(({ holds }) => holds !== 'unknown');
    matching = matched.flatMap((each) => (each.holds === 'no' ? [] : [each.branch]));
  };
  for (const { conditions, does } of effect.statements) {
    keepMatching(conditions);
    const done: Branch[] = [];
    for (const each of matching) {
      for (const { branch: after, packet } of statementDone(each, placed, does)) {
        if (packet === null) meetings.push({ kind: 'passed-by', branch: after });
        else done.push(packet === after.packet ? after : { ...after, packet });
      }
    }
    matching = done;
  }
  keepMatching(effect.conditions);
  for (const each of matching) meetings.push(...verdictsOn(walk, each, placed, effect.verdict, certain));
  return meetings;
}

/** `packet` null: the rule ends there as if it had not matched. */
function statementDone(
  branch: Branch,
  placed: PlacedRule,
  does: Statement,
): readonly { readonly branch: Branch; readonly packet: Branch['packet'] | null }[] {
  if (branch.headers !== null && does.kind !== 'tproxy')
    return applyToHeaders(branch, does, placed.rule.spec.dialect).map(({ branch: after, leavesRule }) => ({
      branch: after,
      packet: leavesRule ? null : after.packet,
    }));
  if (does.kind !== 'tproxy')
    return [{ branch, packet: applyStatement(branch.packet, does, placed.rule.spec.dialect) }];
  return handToSocket(branch, placed, does).map((applied) => ({
    branch: applied.branch,
    packet: applied.verdict === 'leaves-rule' ? null : applied.branch.packet,
  }));
}

function verdictsOn(
  walk: Walk,
  branch: Branch,
  placed: PlacedRule,
  verdict: RuleVerdict,
  certain: boolean,
): readonly Meeting[] {
  const met = (after: Branch, done: Verdict | null, called: Chain | null = null): Meeting => ({
    kind: 'met',
    branch: after,
    verdict: done,
    called,
    certain,
  });
  const { table } = placed;
  switch (verdict.kind) {
    case 'continue':
      return [met(branch, 'continue')];
    case 'call':
      return [met(branch, verdict.how, verdict.chain)];
    case 'missing-chain':
      return [met(withoutChain(walk, branch, table, verdict.name), 'continue')];
    case 'map': {
      const { fields, map } = verdict.map;
      return possibleValues(walk, branch, placed, fields, map).flatMap(
        ({ branch: known, value }): readonly Meeting[] => {
          if (value === null) return [{ kind: 'passed-by', branch: known }];
          const found = value === 'unknown' ? null : verdictIn(value, table);
          return found === null ? [met(known, null)] : verdictsOn(walk, known, placed, found, certain);
        },
      );
    }
    case 'statement':
      return applyVerdict(walk, branch, placed, verdict.statement).map(
        ({ branch: after, verdict: done }): Meeting =>
          done === 'leaves-rule' ? { kind: 'passed-by', branch: after } : met(after, done),
      );
  }
}

/** The packet as it would be if a chain that the bundle does not have gave it back. */
function withoutChain(walk: Walk, branch: Branch, table: Table, chain: string): Branch {
  return presume(walk, branch, `chain ${table.name}/${chain}`, {
    kind: 'missing-chain',
    table: table.name,
    chain,
  });
}

/** A verdict of a map; null for a value that is none. */
function verdictIn(value: MapValue, table: Table): RuleVerdict | null {
  return value.kind === 'verdict' ? ruleVerdict(value.verdict, table) : null;
}
