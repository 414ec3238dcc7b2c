import type { PlacedStatement, RareStatement } from '../../model/ruleset.ts';
import type { Statement } from '../../model/statement.ts';
import { type IptablesTarget, type ListedTarget, targetOptions } from './target.ts';
import { conntrackTargets } from './targets/conntrack.ts';
import { headerTargets } from './targets/header.ts';
import { logTargets } from './targets/log.ts';
import { markTargets } from './targets/mark.ts';
import { natTargets } from './targets/nat.ts';
import { otherTargets } from './targets/others.ts';
import { tproxy } from './targets/tproxy.ts';
import { verdictTargets } from './targets/verdicts.ts';

/** Every target that is known. */
const all: readonly IptablesTarget[] = [
  ...verdictTargets,
  ...natTargets,
  ...markTargets,
  ...logTargets,
  ...headerTargets,
  ...conntrackTargets,
  tproxy,
  ...otherTargets,
];

const byName: ReadonlyMap<string, IptablesTarget> = new Map(all.map((target) => [target.name, target]));

/** The targets that do what all rules are searched for; no other target does it. A `verdict` is one of the kernel's own. */
export const rareTargets: Readonly<Record<RareStatement, ReadonlySet<string>>> = {
  log: new Set(logTargets.map(({ name }) => name)),
  trace: new Set(['TRACE']),
  verdict: new Set(['ACCEPT', 'DROP', 'RETURN']),
  refusal: new Set(['DROP', 'REJECT']),
};

/** Whether `-j NAME` names a target that is known. */
export function isTargetName(name: string): boolean {
  return byName.has(name);
}

/** What a target prints in a listing. */
export function listedTargetWords(name: string): readonly ListedTarget[] {
  return byName.get(name)?.listed ?? [];
}

/** Where the one statement of a rule of iptables stands: after all its conditions. */
const afterAll = { after: Number.MAX_SAFE_INTEGER };

/** What `-j NAME` or `-g NAME` says with its words. A name that is no target is a chain's. */
export interface TargetWords {
  readonly kind: 'jump' | 'goto';
  readonly name: string;
  readonly options: readonly string[];
}

/** What the target does. A chain of the table comes before a target of the same name, as in iptables. */
export function targetStatement(
  { kind, name, options }: TargetWords,
  isChain: (name: string) => boolean,
): Statement {
  const target = kind === 'goto' ? undefined : byName.get(name);
  if (target === undefined || isChain(name))
    return options.length === 0 || isChain(name)
      ? { kind, chain: name }
      : { kind: 'unknown', name, words: [name, ...options].join(' ') };
  return target.read(targetOptions(name, options));
}

/**
 * The same as the statement of a rule. The statement is new, so it gets its place and no copy is made: V8 gives each of
 * 100,000 copies a shape of its own.
 */
export function placedTarget(words: TargetWords, isChain: (name: string) => boolean): PlacedStatement {
  return Object.assign(targetStatement(words, isChain), afterAll);
}
