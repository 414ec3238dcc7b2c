import type { Diagnostic } from '../../../model/diagnostic.ts';
import type { Ruleset } from '../../../model/ruleset.ts';
import { moveLines } from '../../bundle/move-lines.ts';
import { shellPrompt } from '../../bundle/shell-prompt.ts';
import { assignedVariable, isBranching, isHashed, typedCommand } from '../../bundle/typed-command.ts';
import { printedText } from '../../text/command-text.ts';
import type { Format, Parsed, Sample } from '../../format.ts';
import { iptablesSave } from './iptables-save.ts';
import { LazyRule } from './lazy-rule.ts';

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
export const iptablesScript: Format<'iptables-script'> = {
  kind: 'iptables-script',
  madeBy: 'iptables -A FORWARD ...',
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

const ownProgram = /^(ip6?tables)(?:-legacy|-nft)?$/i;
/** As scripts call them: `$IPT`, `"${IP6TABLES}"`. */
const variable = /^"?\$\{?(IP6?T(?:ABLES)?|IP6?T?ABLES)\}?"?$/i;
const changes = /^(?:-[AIPNFXDR]|--(?:append|insert|policy|new-chain|flush))(?:\s|$)/;

/** The rule that a command line adds, or what else it changes; null for any other line. */
function typedRule(line: string): TypedRule | null {
  const called = /tables|IP6?T/i.test(line) ? typedCommand(line) : null;
  const program = (ownProgram.exec(called?.program ?? '') ?? variable.exec(called?.program ?? ''))?.[1];
  if (called === null || program === undefined) return null;
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

/** The rules that a line adds: `iptables -A FORWARD -i wg0 -j ACCEPT; iptables -t nat -A POSTROUTING -j MASQUERADE`. */
function typedRules(line: string): readonly TypedRule[] {
  const first = typedRule(line);
  if (first === null) return [];
  const others = commandsAfter(line).flatMap((command) => typedRule(command) ?? []);
  return [first, ...others];
}

/** What follows the first command of the line, command by command. */
function commandsAfter(line: string): readonly string[] {
  const commands: string[] = [];
  let rest = line;
  for (let count = 0; count < mostInLine; count++) {
    rest = rest.slice(commandAlone(rest).length).replace(/^\s*[;&|]{1,2}\s*/, '');
    if (rest === '' || /^\s*(?:#|\d?>)/.test(rest)) break;
    commands.push(rest);
  }
  return commands;
}

const mostInLine = 20;

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
    const assigned = assignedVariable(text);
    if (assigned !== null) variables.set(assigned.name, assigned.value);
    isConditional ||= isBranching(text);
    const typed = isScript && isHashed(text) ? [] : typedRules(text);
    const fates = typed.map((rule) => take(tables, rule, lines.length, index, variables));
    counts[fates.includes('parsed') ? 'parsed' : (fates[0] ?? 'notOurs')]++;
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
  // A line of the file has room for one rule of each table: of a second one, as of others, nothing is known.
  if (known.lines[index] !== '') return 'notModelled';
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
