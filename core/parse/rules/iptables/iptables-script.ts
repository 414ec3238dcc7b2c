import type { Diagnostic } from '../../../model/diagnostic.ts';
import type { Ruleset } from '../../../model/ruleset.ts';
import { moveLines } from '../../bundle/move-lines.ts';
import { unwrappedCommand } from '../../bundle/namespace.ts';
import { printedText } from '../../text/command-text.ts';
import type { Format, Parsed, Sample } from '../../format.ts';
import { iptablesSave } from './iptables-save.ts';
import { LazyRule } from './lazy-rule.ts';
import { shellPrompt } from '../../bundle/shell-prompt.ts';

/**
 * Rules as somebody types them, one after another, or has them in a script:
 *
 *   root@fw:~# iptables -A FORWARD -i eth0 -p tcp --dport 80 -j ACCEPT
 *   sudo ip6tables -t raw -I PREROUTING -j TRACE
 *   $IPT -P INPUT DROP
 *
 * They are the rules of their chains only where the script has emptied the table before (-F); else others may stand
 * before them, and their numbers are not known. Chains that it does not name may hold anything.
 */
export const iptablesScript: Format = {
  kind: 'iptables-script',
  recognises,
  begins: (line) => typedRule(line) !== null,
  parse,
};

interface TypedRule {
  readonly family: 'ipv4' | 'ipv6';
  readonly table: string;
  /** `-A FORWARD -j DROP`, as iptables-save would print it. */
  readonly words: string;
}

const longestLine = 4096;
/** `#` is a prompt or begins a comment. */
const prompt = /^(?:[$%>+]+\s+|#+\s*)?/;
const ownProgram = /^(ip6?tables)(?:-legacy|-nft)?$/i;
/** As scripts call them: `$IPT`, `"${IP6TABLES}"`. */
const variable = /^"?\$\{?(IP6?T(?:ABLES)?|IP6?T?ABLES)\}?"?$/i;
const changes = /^(?:-[AIPNFXDR]|--(?:append|insert|policy|new-chain|flush))(?:\s|$)/;

/** The rule that a command line adds, or what else it changes; null for any other line. */
function typedRule(line: string): TypedRule | null {
  if (line.length > longestLine || !/tables|IP6?T/i.test(line)) return null;
  const text = printedText(line).trim();
  const bare = (shellPrompt(text)?.command ?? text).replace(prompt, '');
  const called = calledProgram(unwrappedCommand(bare));
  if (called === null) return null;
  const { program } = called;
  let rest = commandAlone(called.rest);
  let table = 'filter';
  rest = rest.replace(/(?:^|\s)(?:-t\s*|--table[\s=])(\w+)/, (_, name: string) => {
    table = name;
    return '';
  });
  rest = rest.replace(/^(?:\s*(?:-w|--wait|-W|-4|-6)(?:\s+\d+)?(?=\s))+/, '').trim();
  if (!changes.test(rest)) return null;
  const family = /6/.test(program) ? 'ipv6' : 'ipv4';
  return { family, table, words: rest.replace(/^--append/, '-A').replace(/^--insert/, '-I').replace(/^--policy/, '-P').replace(/^--new-chain/, '-N').replace(/^--flush/, '-F') }; // prettier-ignore
}

/** The program of a command line that is one of iptables, and the rest; null for another one. */
function calledProgram(line: string): { readonly program: string; readonly rest: string } | null {
  const cut = line.search(/\s/);
  if (cut < 0) return null;
  const word = line.slice(0, cut);
  const file = word.startsWith('/') ? word.slice(word.lastIndexOf('/') + 1) : word;
  const program = (ownProgram.exec(file) ?? variable.exec(word))?.[1];
  return program === undefined ? null : { program, rest: line.slice(cut).trimStart() };
}

/** What stands before a comment, a redirection or another command, quotes aside. */
function commandAlone(line: string): string {
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const char = line[i] as string;
    const next = line[i + 1] ?? '';
    const isFirst = i > 0 && /\s/.test(line[i - 1] as string);
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (
      char === ';' ||
      (char === '&' && next === '&') ||
      (char === '|' && next === '|') ||
      (isFirst && (char === '>' || (char === '2' && next === '>') || (char === '#' && /\s/.test(next))))
    )
      return line.slice(0, i).trimEnd();
  }
  return line.trimEnd();
}

function recognises(sample: Sample): boolean {
  const telling = sample.lines.filter(
    (line) => line.trim() !== '' && (!isHashed(line) || /tables\s/.test(line)),
  );
  const typed = telling.filter((line) => typedRule(line) !== null).length;
  return typed > 0 && typed * 3 > telling.length;
}

function parse(lines: readonly string[], file: string): Parsed {
  const variables = new Map<string, string>();
  const tables = new Map<string, TypedTable>();
  // Beside commands without a prompt, `#` begins a comment.
  const isScript = lines.some((line) => !isHashed(line) && typedRule(line) !== null);
  let isConditional = false;
  let host: string | null = null;
  const counts = { parsed: 0, notOurs: 0, notModelled: 0, malformed: 0 };
  lines.forEach((line, index) => {
    const text = printedText(line);
    host = shellPrompt(text)?.host ?? host;
    const [, name, quoted, single, bare] = assignment.exec(text) ?? [];
    if (name !== undefined) variables.set(name, quoted ?? single ?? bare ?? '');
    isConditional ||= branching.test(text);
    const typed = isScript && isHashed(text) ? null : typedRule(text);
    if (typed === null) counts.notOurs++;
    else counts[take(tables, typed, lines.length, index, variables)]++;
  });
  const diagnostics: Diagnostic[] = [];
  const items: Ruleset[] = [];
  for (const { family, table, lines: own, emptied } of tables.values()) {
    const heading = [`# Generated by ip${family === 'ipv6' ? '6' : ''}tables-save typed`, `*${table}`];
    const parsed = moveLines(iptablesSave.parse([...heading, ...own], file), file, file, -heading.length);
    diagnostics.push(...parsed.diagnostics);
    if (parsed.records.kind === 'rulesets')
      items.push(...parsed.records.items.map((ruleset) => inPart(ruleset, emptied && !isConditional)));
  }
  return { records: { kind: 'rulesets', items }, lines: counts, diagnostics, host };
}

function isHashed(line: string): boolean {
  return /^\s*#/.test(line);
}

const assignment = /^\s*(?:export\s+|local\s+)?([A-Za-z_]\w*)=(?:"([^"$`]*)"|'([^']*)'|([^\s"'$`;]*))\s*$/;
const branching = /^\s*(?:for|while|until|if|case)\s|\bthen\s*$|\bdo\s*$/;

interface TypedTable {
  readonly family: TypedRule['family'];
  readonly table: string;
  /** As iptables-save would print the rules, each where it stands in the file. */
  readonly lines: string[];
  emptied: boolean;
}

function take(
  tables: Map<string, TypedTable>,
  { family, table, words }: TypedRule,
  count: number,
  index: number,
  variables: ReadonlyMap<string, string>,
): 'parsed' | 'notModelled' {
  const key = `${family} ${table}`;
  const known = tables.get(key) ?? {
    family,
    table,
    lines: new Array<string>(count).fill(''),
    emptied: false,
  };
  tables.set(key, known);
  if (/^-F\s*$/.test(words)) {
    known.emptied = true;
    known.lines.fill('', 0, index);
    return 'parsed';
  }
  if (!/^-[AIPN]\s/.test(words)) return 'notModelled';
  known.lines[index] = words.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => variables.get(name) ?? whole);
  return 'parsed';
}

/** Nothing is known of what the script does not name; nor of what stood before its rules, unless it emptied the table. */
function inPart(ruleset: Ruleset, numbersAreKnown: boolean): Ruleset {
  const tables = ruleset.tables.map((table) => ({
    ...table,
    at: table.chains[0]?.at ?? table.at,
    covers: 'its-chains' as const,
    chains: table.chains.map((chain) => {
      // A word of the shell that nothing explains is no interface and no address.
      const rules = chain.rules.filter(({ text }) => !text.includes('$'));
      if (numbersAreKnown && rules.length === chain.rules.length) return chain;
      const unnumbered = rules.map((rule) =>
        rule instanceof LazyRule ? rule.moved({ number: null }) : { ...rule, number: null },
      );
      return { ...chain, rules: unnumbered, cuts: [chain.at, ...chain.cuts] };
    }),
  }));
  return { ...ruleset, backend: 'unknown', covers: 'its-tables', tables };
}
