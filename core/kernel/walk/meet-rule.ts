import type { Chain, Table, Target } from '../../model/ruleset.ts';
import type { Verdict } from '../../model/verdict.ts';
import { valuesInMap } from '../match/nft-map.ts';
import { applyStatement } from './apply-statement.ts';
import { type Applied, applyTarget } from './apply-target.ts';
import { assume, type Branch } from './branch.ts';
import { effectOf, type RuleEffect, type RuleVerdict, verdictOf } from './effect-of-rule.ts';
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
      for (const { branch: after, packet } of statementDone(walk, each, does)) {
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
  walk: Walk,
  branch: Branch,
  does: Target,
): readonly { readonly branch: Branch; readonly packet: Branch['packet'] | null }[] {
  if (does.name !== 'TPROXY') return [{ branch, packet: applyStatement(branch.packet, does) }];
  return applyTarget(walk, branch, does).map((applied) => ({
    branch: applied.branch,
    packet: applied.verdict === 'drop' ? null : applied.branch.packet,
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
    case 'map':
      return verdictsInMap(walk, branch, placed, verdict.target).flatMap((found): readonly Meeting[] => {
        if (found.verdict === 'none') return [{ kind: 'passed-by', branch: found.branch }];
        if (found.verdict === 'unknown') return [met(found.branch, null)];
        return verdictsOn(walk, found.branch, placed, found.verdict, certain);
      });
    case 'target': {
      // Without a socket, tproxy of nft ends the rule (nft_tproxy_eval_v4(), net/netfilter/nft_tproxy.c); that of iptables drops.
      const breaks = verdict.target.name === 'TPROXY' && placed.rule.actions !== undefined;
      return applyTarget(walk, branch, verdict.target).map((applied: Applied): Meeting => {
        if (breaks && applied.verdict === 'drop') return { kind: 'passed-by', branch: applied.branch };
        return met(applied.branch, applied.verdict);
      });
    }
  }
}

/** The packet as it would be if a chain that the bundle does not have gave it back. */
function withoutChain(walk: Walk, branch: Branch, table: Table, chain: string): Branch {
  return presume(walk, branch, `what chain ${chain} of ${table.name} does`, {
    kind: 'missing-chain',
    table: table.name,
    chain,
  });
}

/** What a verdict map may say to the packet; `none`: it has nothing for it. */
function verdictsInMap(
  walk: Walk,
  branch: Branch,
  placed: PlacedRule,
  target: Target,
): readonly { readonly branch: Branch; readonly verdict: RuleVerdict | 'none' | 'unknown' }[] {
  const { table, chain, number } = placed;
  const { values, isOpen } = valuesInMap(target, branch.packet, table.sets);
  const open = isOpen ? [{ branch, verdict: 'unknown' as const }] : [];
  const [only] = values;
  if (values.length === 1 && only !== undefined) return [{ branch, verdict: verdictIn(only, table) }, ...open];
  if (values.length > MOST_VALUES) walk.isComplete = false;
  const words = target.options.slice(0, target.options.indexOf('vmap') + 2).join(' ');
  const at = { table: table.name, chain: chain.name, number };
  const answers = values.slice(0, MOST_VALUES).map((value) => ({
    value: verdictIn(value, table),
    assumed: { kind: 'map-value', words, value, at } as const,
  }));
  const { src, dst, sport, dport } = branch.packet;
  const about = [src, dst, sport, dport].join(' ');
  const question = { words: `${words} for ${about}`, isFleeting: words.startsWith('numgen ') };
  const answered = answers.length === 0 ? [] : assume(branch, question, answers);
  return [...answered.map((each) => ({ branch: each.branch, verdict: each.value })), ...open];
} // prettier-ignore

const MOST_VALUES = 64;

/** `accept`, `jump dns`: a verdict of a map. */
function verdictIn(words: string | null, table: Table): RuleVerdict | 'none' | 'unknown' {
  if (words === null) return 'none';
  const [verb = '', name = ''] = words.split(' ');
  if (verb === 'jump' || verb === 'goto') return verdictOf({ kind: verb, name, options: [] }, table);
  if (verb === 'continue') return { kind: 'continue' };
  if (!['accept', 'drop', 'return', 'queue'].includes(verb)) return 'unknown';
  return { kind: 'target', target: { kind: 'jump', name: verb.toUpperCase(), options: [] } };
}
