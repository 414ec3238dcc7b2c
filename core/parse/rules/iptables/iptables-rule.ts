import type { Condition, Counter, Target } from '../../../model/ruleset.ts';
import {
  headerOptions,
  matchOfProtocol,
  matchSpellings,
  optionSpellings,
  valuesOfOption,
} from './iptables-options.ts';

/** What the words of a rule behind its chain say. */
export interface RuleSpec {
  readonly conditions: readonly Condition[];
  readonly target: Target | null;
  /** From `-c PACKETS BYTES`, as `iptables -S -v` prints it inside the rule. */
  readonly counter: Counter | null;
  /** Options that no match of the rule is known to have; each is in `conditions` with its values. */
  readonly unknownOptions: readonly string[];
}

/**
 * The conditions and the target of a rule as iptables-save(8) prints it, from its tokens:
 *
 *   -s 10.1.0.0/24 ! -i br0 -p tcp -m tcp --dport 80 -m comment --comment "a b" -j DNAT --to-destination 10.2.0.2:80
 *
 * A `!` stands before the option, in files of old iptables also before the value. `-p tcp --dport 80` needs no
 * `-m tcp`. Behind the target, options are the target's until a `-m` or a header option comes. Null for a rule that
 * ends where a value must follow.
 */
export function ruleSpec(tokens: readonly string[]): RuleSpec | null {
  const conditions: Condition[] = [];
  const unknownOptions: string[] = [];
  const targetOptions: string[] = [];
  const matches: string[] = [];
  let target: { kind: Target['kind']; name: string } | null = null;
  let counter: Counter | null = null;
  let inTarget = false;
  let negated = false;
  let position = 0;

  /** The next `count` tokens, or as many as there are values for null; null when the rule ends too early. */
  const takeValues = (count: number | null): string[] | null => {
    if (tokens[position] === '!' && count !== 0) {
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
  const add = (module: string | null, option: string, values: readonly string[]): void => {
    conditions.push({ module, option, negated, values });
    negated = false;
  };
  /** A match that got no option says something by being there (`-m socket`); one that `-p` implies does not. */
  const noteBareMatch = (): void => {
    const last = matches.at(-1);
    if (last === undefined || conditions.some((condition) => condition.module === last)) return;
    if (!protocolMatches.has(last)) conditions.push({ module: last, option: '', negated: false, values: [] });
  };

  while (position < tokens.length) {
    const token = tokens[position++] ?? '';
    const header = headerOptions.get(token);
    if (token === '!') {
      if (inTarget) targetOptions.push(token);
      else negated = true;
    } else if (header !== undefined) {
      const values = takeValues(header === '-f' ? 0 : 1);
      if (!values) return null;
      add(null, header, values);
      inTarget = false;
    } else if (token === '-m' || token === '--match') {
      noteBareMatch();
      const name = tokens[position++];
      if (name === undefined) return null;
      matches.push(matchSpellings.get(name) ?? name);
      inTarget = false;
    } else if (token === '-j' || token === '--jump' || token === '-g' || token === '--goto') {
      const name = tokens[position++];
      if (name === undefined) return null;
      target = { kind: token === '-g' || token === '--goto' ? 'goto' : 'jump', name };
      inTarget = true;
    } else if (token === '-c' || token === '--set-counters') {
      const [packets, bytes] = takeValues(2) ?? [];
      if (packets === undefined || bytes === undefined) return null;
      counter = { packets: Number(packets) || 0, bytes: Number(bytes) || 0 };
    } else if (token === '-t' || token === '--table') {
      position++;
    } else if (inTarget) {
      targetOptions.push(token);
    } else if (token === '-4' || token === '-6' || token === '-w') {
      continue;
    } else {
      const owner = ownerOfOption(token, matches, conditions);
      if (owner) {
        const values = takeValues(owner.values);
        if (!values) return null;
        add(owner.module, owner.option, values);
      } else if (target) {
        targetOptions.push(token);
        inTarget = true;
      } else {
        unknownOptions.push(token);
        if (token.startsWith('-')) add(matches.at(-1) ?? null, token, takeValues(null) ?? []);
        else add(null, '?', [token]);
      }
    }
  }
  noteBareMatch();
  return { conditions, target: target && { ...target, options: targetOptions }, counter, unknownOptions };
}

const protocolMatches: ReadonlySet<string> = new Set(matchOfProtocol.values());

/** The match of the rule that has an option: the one named last, else the one that the rule's `-p` brings along. */
function ownerOfOption(
  token: string,
  matches: readonly string[],
  conditions: readonly Condition[],
): { module: string; option: string; values: number } | null {
  const protocol = conditions.find((condition) => condition.option === '-p')?.values[0]?.toLowerCase();
  const implied = matchOfProtocol.get(protocol ?? '');
  const candidates = implied === undefined ? matches : [implied, ...matches];
  for (const option of [token, optionSpellings.get(token)]) {
    if (option === undefined) continue;
    const module = candidates.findLast((match) => valuesOfOption(match, option) !== null);
    if (module !== undefined) return { module, option, values: valuesOfOption(module, option) ?? 1 };
  }
  return null;
}
