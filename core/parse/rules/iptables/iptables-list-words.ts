import type { Condition } from '../../../model/ruleset.ts';
import { matchWords } from './iptables-list-matches.ts';
import { targetWords } from './iptables-list-targets.ts';

/** The words behind a listed rule's addresses, as options of iptables-save. */
export interface ListedWords {
  readonly conditions: readonly Condition[];
  readonly targetOptions: readonly string[];
}

/**
 * Translates what the matches and the target of a rule print at the end of its line, in this order:
 *
 *   tcp dpt:443 ctstate NEW mark match 0x1/0xff to:10.2.0.2:8443
 *
 * A run of words that is not understood becomes one condition '?'.
 */
export function listedWords(text: string, target: string | null, protocol: string): ListedWords {
  const conditions: Condition[] = [];
  const targetOptions: string[] = [];
  let unknown: string[] = [];
  const noteUnknown = (): void => {
    if (unknown.length > 0) conditions.push({ module: null, option: '?', negated: false, values: unknown });
    unknown = [];
  };

  let rest = text.trim();
  while (rest !== '') {
    const ofTarget = target === null ? null : firstMatch(targetWords.get(target) ?? [], rest);
    if (ofTarget) {
      noteUnknown();
      targetOptions.push(...ofTarget.rule.options(ofTarget.match));
      rest = rest.slice(ofTarget.match[0].length).trimStart();
      continue;
    }
    const ofMatch = firstMatch(matchWords, rest);
    if (ofMatch) {
      noteUnknown();
      conditions.push(...ofMatch.rule.conditions(ofMatch.match, protocol));
      rest = rest.slice(ofMatch.match[0].length).trimStart();
      continue;
    }
    const word = /^\S+/.exec(rest)?.[0] ?? rest;
    unknown.push(word);
    rest = rest.slice(word.length).trimStart();
  }
  noteUnknown();
  return { conditions, targetOptions };
}

function firstMatch<Rule extends { readonly pattern: RegExp }>(
  rules: readonly Rule[],
  text: string,
): { rule: Rule; match: RegExpExecArray } | null {
  for (const rule of rules) {
    const match = rule.pattern.exec(text);
    if (match && match[0] !== '') return { rule, match };
  }
  return null;
}
