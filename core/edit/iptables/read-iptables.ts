import { iptablesTokens, type RuleTokens } from '../../dialects/iptables/tokens.ts';
import { readRuleWords } from '../../dialects/iptables/rule-words.ts';
import { placedTarget } from '../../dialects/iptables/targets.ts';
import type { IptablesEdit, NewRule, Refusal } from '../../model/edit.ts';
import type { Configuration } from '../configuration.ts';
import type { TypedCommand } from '../edit-kind.ts';
import { isRefusal, refuse, type TypedWord, typedWords, withoutTool } from '../typed-line.ts';
import { checkRule } from './check-rule.ts';
import { tableFor } from './iptables-tables.ts';
import { wholeOptions } from './whole-options.ts';

const toolNames = [
  'iptables',
  'iptables-legacy',
  'iptables-nft',
  'ip6tables',
  'ip6tables-legacy',
  'ip6tables-nft',
];

const operations: Readonly<Record<string, string>> = {
  '-A': 'append', '--append': 'append', '-I': 'insert', '--insert': 'insert', '-R': 'replace', '--replace': 'replace',
  '-D': 'delete', '--delete': 'delete', '-P': 'policy', '--policy': 'policy', '-N': 'new-chain', '--new-chain': 'new-chain',
  '-X': 'delete-chain', '--delete-chain': 'delete-chain', '-F': 'flush', '--flush': 'flush',
  '-E': 'rename-chain', '--rename-chain': 'rename-chain',
}; // prettier-ignore

/** Commands that leave the rules as they are; counters decide nothing. */
const onlyAsks: ReadonlySet<string> = new Set([
  '-L', '--list', '-S', '--list-rules', '-C', '--check', '-Z', '--zero', '-V', '--version', '-h', '--help',
]); // prettier-ignore

/**
 * A command of iptables(8) or ip6tables(8), the tool's name in front or not:
 *
 *   -t nat -I PREROUTING 2 -p tcp --dport 80 -j DNAT --to-destination 10.0.0.1:8080
 *   -D FORWARD 3     -D FORWARD -i eth0 -j DROP     -P FORWARD ACCEPT
 */
export function readIptables(command: TypedCommand, state: Configuration): IptablesEdit | Refusal {
  const typed = typedWords(command.text);
  if (isRefusal(typed)) return typed;
  const named =
    typed.find(({ text }) => toolNames.includes(text.slice(text.lastIndexOf('/') + 1)))?.text ?? command.tool;
  const family = named.includes('ip6tables') ? 'ipv6' : 'ipv4';
  const backend = named.endsWith('-legacy') ? 'legacy' : named.endsWith('-nft') ? 'nft' : null;
  const words = [...wholeOptions(withoutTool(typed, toolNames))];

  const table = takeTable(words);
  if (isRefusal(table)) return table;
  const asking = words.find(({ text, quoted }) => quoted === 'no' && onlyAsks.has(text));
  if (asking !== undefined) return refuse({ kind: 'changes-nothing' }, asking);
  const at = words.findIndex(({ text, quoted }) => quoted === 'no' && operations[text] !== undefined);
  if (at < 0) {
    const [first] = words;
    return refuse(
      first !== undefined && /^-[A-Z]$/.test(first.text)
        ? `${command.tool} v1.8: unknown option "${first.text}"`
        : `${command.tool} v1.8: no command specified`,
      first,
    );
  }
  const [verb] = words.splice(at, 1);
  const op = operations[verb?.text ?? ''] ?? '';
  const second = words.find(({ text, quoted }) => quoted === 'no' && operations[text] !== undefined);
  if (second !== undefined)
    return refuse(`${command.tool} v1.8: Cannot use ${second.text} with ${verb?.text}`, second);
  const made = (does: IptablesEdit['does']): IptablesEdit => ({
    kind: 'iptables',
    family,
    backend,
    table: table.name,
    does,
  });

  const isChainNext = words[at] !== undefined && !words[at]?.text.startsWith('-');
  if (!isChainNext && (op === 'flush' || op === 'delete-chain')) return made({ op, chain: null });
  const chain = isChainNext ? words.splice(at, 1)[0] : undefined;
  if (chain === undefined)
    return refuse(`${command.tool} v1.8: option "${verb?.text}" requires an argument`, verb);
  if (op === 'new-chain' && chain.text.length > 28)
    return refuse(`${command.tool} v1.8: chain name \`${chain.text}' too long (must be under 29 chars)`, chain); // prettier-ignore
  if (op === 'flush' || op === 'delete-chain' || op === 'new-chain')
    return words[0] === undefined
      ? made({ op, chain: chain.text })
      : refuse(`Bad argument \`${words[0].text}'`, words[0]);
  if (op === 'policy') {
    const policy = words[0];
    if (policy?.text !== 'ACCEPT' && policy?.text !== 'DROP')
      return refuse(
        policy === undefined
          ? `${command.tool} v1.8: -P requires a chain and a policy`
          : `${command.tool}: Bad policy name. Run \`dmesg' for more information.`,
        policy ?? verb,
      );
    return made({ op, chain: chain.text, policy: policy.text });
  }
  if (op === 'rename-chain') {
    const to = words[0];
    return to === undefined
      ? refuse(`${command.tool} v1.8: -E requires old-chain-name and new-chain-name`, verb)
      : made({ op, chain: chain.text, to: to.text });
  }
  const number = /^\d+$/.test(words[at]?.text ?? '') && op !== 'append' ? words.splice(at, 1)[0] : undefined;
  if (number !== undefined && Number(number.text) === 0)
    return refuse(`${command.tool} v1.8: Invalid rule number \`0'`, number);
  if (op === 'delete' && number !== undefined && words.length === 0)
    return made({ op, chain: chain.text, which: Number(number.text), others: [] });
  if (op === 'replace' && number === undefined)
    return refuse(`${command.tool} v1.8: -R requires a rule number`, verb);
  const rules: NewRule[] = [];
  for (const each of oneAddressEach(words)) {
    const rule = readRule(command, state, { family, backend, table: table.name }, chain, each);
    if (isRefusal(rule)) return rule;
    rules.push(rule);
  }
  const [rule, ...others] = rules as [NewRule, ...NewRule[]];
  if (op === 'append') return made({ op, chain: chain.text, rule, others });
  if (op === 'delete') return made({ op, chain: chain.text, which: rule, others });
  if (op === 'insert')
    return made({ op, chain: chain.text, number: Number(number?.text ?? 1), rule, others });
  return others.length > 0
    ? refuse('Replacement rule does not specify a unique address', verb)
    : made({ op: 'replace', chain: chain.text, number: Number(number?.text), rule });
}

/** `-s 10.0.0.1,10.0.0.2 -d 10.1.0.0/16` is a rule for each source and destination. */
function oneAddressEach(words: readonly TypedWord[]): readonly (readonly TypedWord[])[] {
  let made: readonly (readonly TypedWord[])[] = [words];
  for (const [index, { text }] of words.entries()) {
    const value = words[index + 1];
    if (value === undefined || !addressOptions.has(text) || !value.text.includes(',')) continue;
    made = value.text
      .split(',')
      .flatMap((address) => made.map((each) => each.with(index + 1, { ...value, text: address })));
  }
  return made;
}

const addressOptions: ReadonlySet<string> = new Set([
  '-s',
  '--source',
  '--src',
  '-d',
  '--destination',
  '--dst',
]);

/** Takes `-t NAME` and what says nothing of the rule out of the words. */
function takeTable(words: TypedWord[]): { readonly name: string } | Refusal {
  let name = 'filter';
  for (let index = 0; index < words.length; index++) {
    const word = words[index]?.text ?? '';
    if (word === '-t' || word === '--table') {
      const value = words[index + 1];
      if (value === undefined) return refuse('option "-t" requires an argument', words[index]);
      name = value.text;
      words.splice(index--, 2);
    } else if (word === '-w' || word === '--wait' || word === '-v' || word === '--verbose' || word === '-n') {
      const hasSeconds = (word === '-w' || word === '--wait') && /^\d+$/.test(words[index + 1]?.text ?? '');
      words.splice(index--, hasSeconds ? 2 : 1);
    }
  }
  return { name };
}

function readRule(
  command: TypedCommand,
  state: Configuration,
  where: Pick<IptablesEdit, 'family' | 'backend' | 'table'>,
  chain: TypedWord,
  words: readonly TypedWord[],
): NewRule | Refusal {
  const loaded = tableFor(state, where);
  const chains = loaded === null || isRefusal(loaded) ? [] : loaded.table.chains;
  const tokens: RuleTokens = {
    words: words.map(({ text }) => text),
    quotedMarks: new Set(
      words.flatMap(({ text, quoted }, index) => (text === '!' && quoted === 'yes' ? [index] : [])),
    ),
  };
  const wrong = checkRule(command.tool, where, chain, words, chains) ?? missingSet(command, words, state);
  if (wrong !== null) return wrong;
  const read = readRuleWords(tokens);
  if (read === null)
    return refuse(`${command.tool} v1.8: option "${words.at(-1)?.text}" requires an argument`, words.at(-1));
  const { conditions, target, unknownOptions } = read;
  for (const unknown of unknownOptions) {
    const word = words.find(({ text }) => text === unknown);
    return refuse(
      unknown.startsWith('-')
        ? `${command.tool} v1.8: unknown option "${unknown}"`
        : `Bad argument \`${unknown}'`,
      word,
    );
  }
  const text = `-A ${quoted(chain.text)}${words.map((word) => ` ${quoted(word.text)}`).join('')}`;
  // What cannot be printed and read again is no rule.
  if (iptablesTokens(text) === null) return refuse(`Bad argument \`${words.at(-1)?.text}'`, words.at(-1));
  const isChain = (name: string): boolean => chains.some((each) => each.name === name);
  const statements = target === null ? [] : [placedTarget(target, isChain)];
  return { text, spec: { dialect: 'iptables', conditions, statements } };
}

/** A set that is not among those that the bundle lists. */
function missingSet(
  { tool }: TypedCommand,
  words: readonly TypedWord[],
  { ipsets }: Configuration,
): Refusal | null {
  const name = words[words.findIndex(({ text }) => text === '--match-set') + 1];
  const isAsked = words.some(({ text }) => text === '--match-set') && name !== undefined;
  return isAsked && ipsets.length > 0 && !ipsets.some((set) => set.name === name.text)
    ? refuse(`${tool} v1.8: Set ${name.text} doesn't exist.`, name)
    : null;
}

/** As iptables-save prints a word: in quotes where it has blanks or quotes (xtables_save_string()). */
function quoted(word: string): string {
  return word !== '' && !/[\s"'\\]/.test(word) ? word : `"${word.replace(/(["\\])/g, '\\$1')}"`;
}
