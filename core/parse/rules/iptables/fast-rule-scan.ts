import { headerOptions } from '../../../dialects/iptables/header-options.ts';
import { optionsOfMatch } from '../../../dialects/iptables/matches.ts';

/**
 * A quick look at a rule, from `from` on (after its chain). Where every word is known at its place, returns where the
 * target's words begin (`-j DNAT ...`), or the text's length for a rule without a target. Null for all other rules:
 * what `ruleSpec` says of them counts, and for those that are vouched for here it says nothing of unknown options.
 *
 *   -d 10.96.0.1/32 -p tcp -m comment --comment "a b" -m tcp --dport 443 -j KUBE-SVC-NPX46M4PTMTKRN6Y
 *
 * A ruleset of 100,000 rules has a handful that anyone ever looks at; the others are taken apart no further than this.
 */
export function scanUsualRule(text: string, from: number): number | null {
  if (text.includes('\\') || text.includes('\t')) return null;
  const { length } = text;
  let quote = quoteFrom(text, from);
  let match: ReadonlyMap<string, number> | undefined;
  let expects: 'option' | 'match' | 'target' | 'target options' = 'option';
  let values = 0;
  let targetAt = length;
  let end: number;
  for (let start = from; start < length; start = end + 1) {
    if (start === quote) {
      end = text.indexOf('"', start + 1) + 1;
      if (end === 0 || (end < length && text[end] !== ' ')) return null;
      quote = quoteFrom(text, end);
    } else {
      const blank = text.indexOf(' ', start);
      end = blank < 0 ? length : blank;
      if (end === start) continue;
      if (quote < end) return null;
    }
    if (values > 0) {
      if (isNegation(text, start, end)) return null;
      values--;
    } else if (expects === 'match') {
      const name = text.slice(start, end);
      match = optionsOfMatch(name);
      expects = 'option';
    } else if (expects === 'target') {
      expects = 'target options';
    } else if (expects === 'target options') {
      // After a target, rules that people write may go on with conditions.
      if (outsideTarget.has(text.slice(start, end).replaceAll('"', '')) || isNegation(text, start, end))
        return null;
    } else if (!isNegation(text, start, end)) {
      const word = text.slice(start, end);
      if (word === '-m') expects = 'match';
      else if (word === '-j' || word === '-g') {
        expects = 'target';
        targetAt = start;
      } else {
        const taken = headerOptions.has(word) ? (word === '-f' ? 0 : 1) : match?.get(word);
        if (taken === undefined) return null;
        values = taken;
      }
    }
  }
  return values > 0 || expects === 'match' || expects === 'target' ? null : targetAt;
}

/** Words that are never the options of a target. */
const outsideTarget: ReadonlySet<string> = new Set([
  ...headerOptions.keys(),
  ...['-m', '--match', '-j', '--jump', '-g', '--goto', '-c', '--set-counters', '-t', '--table'],
]);

function quoteFrom(text: string, from: number): number {
  const quote = text.indexOf('"', from);
  return quote < 0 ? text.length : quote;
}

/** `!`; in quotes it is a word like others. */
function isNegation(text: string, start: number, end: number): boolean {
  return text[start] === '!' && end - start === 1;
}
