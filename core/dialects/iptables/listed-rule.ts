import type { RuleSpec } from '../../model/ruleset.ts';
import type { Condition } from '../../model/condition.ts';
import { conditionsOfGroups, type OptionGroup } from './rule-words.ts';
import type { ListedOption, MatchOption } from './match.ts';
import { listedMatches } from './matches.ts';
import { listedTargetWords, placedTarget } from './targets.ts';

/** What the columns of a listed rule say (`iptables -L -v`). */
export interface ListedColumns {
  /** Null for a rule without a target. */
  readonly target: string | null;
  readonly isGoto: boolean;
  readonly protocol: string;
  readonly header: readonly MatchOption[];
  readonly hidesInterfaces: boolean;
  /** The words after the addresses. */
  readonly rest: string;
}

/**
 * A rule from a line of a listing. The matches and the target print their own words at its end, in this order:
 *
 *   tcp dpt:443 ctstate NEW mark match 0x1/0xff to:10.2.0.2:8443
 *
 * A run of words that is not understood becomes one condition.
 */
export function readListedRule(columns: ListedColumns, isChain: (name: string) => boolean): RuleSpec {
  const { target, isGoto, protocol, header, hidesInterfaces, rest } = columns;
  const { conditions, options } = readWords(rest, target, protocol, header);
  const words = target === null ? null : { kind: isGoto ? 'goto' : 'jump', name: target, options } as const; // prettier-ignore
  return {
    dialect: 'iptables',
    conditions: hidesInterfaces ? [...conditions, { kind: 'hidden-interfaces' }] : conditions,
    statements: words === null ? [] : [placedTarget(words, isChain)],
  };
}

function readWords(
  text: string,
  target: string | null,
  protocol: string,
  header: readonly MatchOption[],
): { readonly conditions: readonly Condition[]; readonly options: readonly string[] } {
  const conditions: Condition[] = [];
  const options: string[] = [];
  let groups: OptionGroup[] = header.map((option) => ({ match: null, options: [option] }));
  let unknown: string[] = [];
  const flush = (): void => {
    conditions.push(...conditionsOfGroups(groups));
    groups = [];
    if (unknown.length > 0) conditions.push({ kind: 'unknown', words: unknown.join(' ') });
    unknown = [];
  };
  const add = ({ match, ...option }: ListedOption): void => {
    const last = groups.at(-1);
    if (last?.match === match) last.options.push(option);
    else groups.push({ match, options: [option] });
  };

  const targetWords = target === null ? [] : listedTargetWords(target);
  let rest = text.trim();
  while (rest !== '') {
    const ofTarget = firstFound(targetWords, rest);
    const ofMatch = ofTarget === null ? firstFound(listedMatches, rest) : null;
    const found = ofTarget ?? ofMatch;
    if (found === null) {
      const word = /^\S+/.exec(rest)?.[0] ?? rest;
      unknown.push(word);
      rest = rest.slice(word.length).trimStart();
      continue;
    }
    if (unknown.length > 0) flush();
    if (ofTarget !== null) options.push(...ofTarget.words.options(ofTarget.match));
    if (ofMatch !== null) ofMatch.words.options(ofMatch.match, protocol).forEach(add);
    rest = rest.slice(found.match[0].length).trimStart();
  }
  flush();
  return { conditions, options };
}

function firstFound<Words extends { readonly pattern: RegExp }>(
  all: readonly Words[],
  text: string,
): { readonly words: Words; readonly match: RegExpExecArray } | null {
  for (const words of all) {
    const match = words.pattern.exec(text);
    if (match && match[0] !== '') return { words, match };
  }
  return null;
}
