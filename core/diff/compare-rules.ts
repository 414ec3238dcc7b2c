import { ruleWords } from '../dialects/rule-content.ts';
import type { ChangeDetail } from '../model/change-detail.ts';
import { assertNever } from '../model/family.ts';
import type { Rule } from '../model/ruleset.ts';
import { type AlignedRule, alignRules } from './align-rules.ts';
import type { Describe } from './describe-change.ts';
import type { Entry, FoundChange, Script } from './script.ts';

/** Lays the rules of both times into one list; `onChanged` hears of those that were altered in their place. */
export function compareRules(
  before: readonly Rule[],
  after: readonly Rule[],
  describe: Describe,
  onChanged: (from: Rule, to: Rule) => void,
): Script<Rule> {
  const moves = new Map<Rule, FoundChange>();
  return alignRules(before, after).map((aligned): Entry<Rule> => {
    switch (aligned.kind) {
      case 'same':
        return { before: aligned.before, after: aligned.after, change: null };
      case 'removed': {
        const { before: old } = aligned;
        const detail = ruleDetail(old);
        return {
          before: old,
          after: null,
          change: describe('rule-removed', detail, shown(old), null, [old]),
        };
      }
      case 'added': {
        const { after: now } = aligned;
        const detail = ruleDetail(now);
        return { before: null, after: now, change: describe('rule-added', detail, null, shown(now), [now]) };
      }
      case 'changed': {
        const { before: old, after: now } = aligned;
        onChanged(old, now);
        const detail = (chain: string): ChangeDetail => ({
          kind: 'rule-changed',
          chain,
          position: now.number,
          before: ruleWords(old),
          after: ruleWords(now),
        });
        return {
          before: old,
          after: now,
          change: describe('rule-changed', detail, shown(old), shown(now), [old, now]),
        };
      }
      case 'left':
      case 'arrived':
        return movedEntry(aligned, moves, describe);
      default:
        return assertNever(aligned);
    }
  });
}

/** Both places of a moved rule are one change. */
function movedEntry(
  { kind, before, after }: Extract<AlignedRule, { kind: 'left' | 'arrived' }>,
  moves: Map<Rule, FoundChange>,
  describe: Describe,
): Entry<Rule> {
  const detail = (chain: string): ChangeDetail => ({
    kind: 'rule-moved',
    chain,
    text: ruleWords(before),
    from: before.number,
    to: after.number,
  });
  const change =
    moves.get(before) ?? describe('rule-moved', detail, shown(before), shown(after), [before, after]);
  moves.set(before, change);
  return kind === 'left' ? { before, after: null, change } : { before: null, after, change };
}

function ruleDetail(rule: Rule): (chain: string) => ChangeDetail {
  return (chain) => ({ kind: 'rule', chain, position: rule.number, text: ruleWords(rule) });
}

function shown(rule: Rule): FoundChange['before'] {
  return { ...rule.at, text: ruleWords(rule) };
}
