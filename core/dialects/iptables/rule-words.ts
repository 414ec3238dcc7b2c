import { printedCounter } from '../printed-counter.ts';
import type { Condition } from '../../model/condition.ts';
import type { Counter } from '../../model/ruleset.ts';
import { headerCondition, headerOptions } from './header-options.ts';
import { type MatchOption, optionWords, printedWords, unknownOption } from './match.ts';
import { matchNamed, matchOfProtocol, optionsOfMatch, optionSpelling } from './matches.ts';
import type { TargetWords } from './targets.ts';
import type { RuleTokens } from './tokens.ts';

/** What the words of a rule after its chain say. */
export interface RuleWords {
  readonly conditions: readonly Condition[];
  readonly target: TargetWords | null;
  /** From `-c PACKETS BYTES`, as `iptables -S -v` prints it inside the rule. */
  readonly counter: Counter | null;
  /** Options that no match of the rule is known to have; each is in `conditions` with its values. */
  readonly unknownOptions: readonly string[];
}

/** An option of the header by itself, or a match with its options: those of one `-m` belong together. */
export interface OptionGroup {
  /** Null for the header. */
  readonly match: string | null;
  readonly options: MatchOption[];
}

/**
 * The conditions and the target of a rule as iptables-save(8) prints it, from its tokens:
 *
 *   -s 10.1.0.0/24 ! -i br0 -p tcp -m tcp --dport 80 -m comment --comment "a b" -j DNAT --to-destination 10.2.0.2:80
 *
 * A `!` stands before the option, in files of old iptables also before the value. `-p tcp --dport 80` needs no
 * `-m tcp`. After the target, options are the target's until a `-m` or a header option comes. Null for a rule that
 * ends where a value must follow.
 */
export function readRuleWords({ words: tokens, quotedMarks }: RuleTokens): RuleWords | null {
  const groups: OptionGroup[] = [];
  const unknownOptions: string[] = [];
  const targetOptions: string[] = [];
  let target: { kind: TargetWords['kind']; name: string } | null = null;
  let counter: Counter | null = null;
  let inTarget = false;
  let negated = false;
  let position = 0;

  const isMark = (at: number): boolean => tokens[at] === '!' && !quotedMarks.has(at);
  /** The next `count` tokens, or as many as there are values for null; null when the rule ends too early. */
  const takeValues = (count: number | null): string[] | null => {
    if (isMark(position) && count !== 0) {
      negated = true;
      position++;
    }
    let end = position + (count ?? 0);
    if (count === null) while (end < tokens.length && !/^(?:!$|-\D)/.test(tokens[end] ?? '')) end++;
    if (end > tokens.length) return null;
    const values = tokens.slice(position, end);
    position = end;
    return values;
  };
  const add = (match: string | null, option: string, values: readonly string[]): void => {
    const known = match === null ? undefined : groups.findLast((group) => group.match === match);
    const group = known ?? { match, options: [] };
    if (known === undefined) groups.push(group);
    group.options.push({ option, negated, values });
    negated = false;
  };

  while (position < tokens.length) {
    const token = tokens[position++] ?? '';
    // `-m policy --pol ipsec --proto esp`: the match's own, though `--proto` stands for `-p` elsewhere.
    const isOfMatch = token.startsWith('--') && ownerOfOption(token, groups) !== null;
    const header = isOfMatch ? undefined : headerOptions.get(token);
    if (isMark(position - 1)) {
      if (inTarget && headerOptions.get(tokens[position] ?? '') === undefined) targetOptions.push(token);
      else negated = true;
    } else if (header !== undefined) {
      const values = takeValues(header === '-f' ? 0 : 1);
      if (!values) return null;
      add(null, header, values);
      inTarget = false;
    } else if (token === '-m' || token === '--match') {
      const name = tokens[position++];
      if (name === undefined) return null;
      groups.push({ match: matchNamed(name)?.name ?? name, options: [] });
      inTarget = false;
    } else if (token === '-j' || token === '--jump' || token === '-g' || token === '--goto') {
      const name = tokens[position++];
      if (name === undefined) return null;
      target = { kind: token === '-g' || token === '--goto' ? 'goto' : 'jump', name };
      inTarget = true;
    } else if (token === '-c' || token === '--set-counters') {
      const [packets, bytes] = takeValues(2) ?? [];
      if (packets === undefined || bytes === undefined) return null;
      counter = printedCounter(packets, bytes);
    } else if (token === '-t' || token === '--table') {
      position++;
    } else if (inTarget) {
      targetOptions.push(token);
    } else if (token === '-4' || token === '-6' || token === '-w') {
      continue;
    } else {
      const owner = ownerOfOption(token, groups);
      if (owner) {
        const values = takeValues(owner.values);
        if (!values) return null;
        add(owner.match, owner.option, values);
      } else if (target) {
        targetOptions.push(token);
        inTarget = true;
      } else {
        unknownOptions.push(token);
        const match = groups.findLast((group) => group.match !== null)?.match ?? '';
        if (token.startsWith('-')) add(match, token, takeValues(null) ?? []);
        else add('', token, []);
      }
    }
  }
  return {
    conditions: conditionsOfGroups(groups),
    target: target && { ...target, options: targetOptions },
    counter,
    unknownOptions,
  };
}

/** What the options of a rule ask, in the order in which the rule names its matches. */
export function conditionsOfGroups(groups: readonly OptionGroup[]): readonly Condition[] {
  const protocol = protocolOf(groups);
  const conditions: Condition[] = [];
  for (const { match, options } of groups) {
    if (match === null) for (const option of options) conditions.push(headerCondition(option));
    else for (const condition of conditionsOfMatch(match, options, protocol)) conditions.push(condition);
  }
  return conditions;
}

function conditionsOfMatch(
  match: string,
  options: readonly MatchOption[],
  protocol: string | null,
): readonly Condition[] {
  const definition = matchNamed(match);
  if (definition === undefined) {
    if (options.length === 0) return [{ kind: 'unknown', words: `-m ${match}` }];
    return options.map((option) => unknownOption(match, option));
  }
  const { name, impliedBy } = definition;
  if (options.length === 0) {
    // A match without options says something by being there (`-m socket`); one that `-p` implies does not.
    const isImplied = impliedBy?.includes(protocol ?? '') === true;
    return isImplied || isIdle(name) ? [] : definition.read([], { protocol });
  }
  const arities = optionsOfMatch(name);
  const isOwn = ({ option }: MatchOption): boolean =>
    option === printedWords || arities?.has(option) === true;
  if (options.every(isOwn)) return definition.read(options, { protocol });
  const known = options.filter((option) => option.option === '' || isOwn(option));
  const strange = options.filter((option) => !known.includes(option));
  const given = known.filter(({ option }) => option !== '');
  const asked = given.length === 0 && strange.length > 0 ? [] : definition.read(given, { protocol });
  return [...asked, ...strange.map(asUnknown)];
}

/** Matches of a protocol that say nothing without options, whatever the protocol; `ah` in IPv6 does. */
function isIdle(name: string): boolean {
  return matchNamed(name)?.impliedBy !== undefined && name !== 'ah';
}

function asUnknown(option: MatchOption): Condition {
  return { kind: 'unknown', words: optionWords('', [option]) };
}

/** The match of the rule that has an option: the one named last, else the one that the rule's `-p` brings along. */
function ownerOfOption(
  token: string,
  groups: readonly OptionGroup[],
): { match: string; option: string; values: number } | null {
  for (let index = groups.length - 1; index >= 0; index--) {
    const match = groups[index]?.match ?? null;
    const owner = match === null ? null : asOptionOf(match, token);
    if (owner !== null) return owner;
  }
  const implied = matchOfProtocol(protocolOf(groups) ?? '');
  return implied === undefined ? null : asOptionOf(implied, token);
}

function asOptionOf(match: string, token: string): { match: string; option: string; values: number } | null {
  const options = optionsOfMatch(match);
  const option = options?.has(token) === true ? token : optionSpelling(match, token);
  const values = options?.get(option);
  return values === undefined ? null : { match, option, values };
}

function protocolOf(groups: readonly OptionGroup[]): string | null {
  for (const { match, options } of groups)
    if (match === null)
      for (const { option, values } of options) if (option === '-p') return values[0]?.toLowerCase() ?? null;
  return null;
}
