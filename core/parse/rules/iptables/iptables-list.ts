import { chainLedTo } from '../../../kernel/rule-effect.ts';
import { diagnostic } from '../../../model/diagnostic.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import type { Family } from '../../../model/family.ts';
import type { LineRef } from '../../../model/evidence.ts';
import type { Counter } from '../../../model/ruleset.ts';
import { classifyLines } from '../../text/classify-lines.ts';
import type { LineFate } from '../../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../../format.ts';
import { namedFamily } from '../../text/ip-text.ts';
import type { ListColumns } from './iptables-list-rule.ts';
import { listColumns, listedRule, printedCount } from './iptables-list-rule.ts';
import { type AskedListing, listingsOfCommand, tableOfHeading, tableOfPath } from './iptables-table-name.ts';
import { coverageOfCommand } from './iptables-command.ts';
import { baseName } from '../../text/ip-text.ts';
import { tellingLines } from '../../text/recognise-lines.ts';
import { beginsNextTable, chainOf, finishedRuleset } from '../ruleset-builder.ts';
import type { DumpCoverage, OpenChain, OpenRuleset, OpenTable } from '../ruleset-builder.ts';

/**
 * The listing that `iptables -L [-n] [-v] [-x] [--line-numbers]` prints (iptables(8), iptables/iptables.c), which
 * stands in for iptables-save:
 *
 *   Chain FORWARD (policy DROP 12 packets, 566K bytes)          "(2 references)" for a user-defined chain
 *   num   pkts bytes target     prot opt in     out     source               destination
 *   1        3   180 ACCEPT     tcp  --  *      docker0  0.0.0.0/0            172.18.0.2           tcp dpt:80
 *   # ... ...                                                   where someone cut rules out
 *
 * The output names no table: a heading does, the command after a prompt, the file's name, or else the set of chains.
 * Without `-v` the interfaces are not shown: each rule then has a condition that is not known.
 */
export const iptablesList: Format<'iptables-list'> = {
  kind: 'iptables-list',
  madeBy: 'iptables -t TABLE -L -n -v',
  recognises,
  begins: (line) => ownLine.test(line),
  parse,
};

const ownLine = /^\s*Chain \S+ \((?:policy|\d+ references?)\b[^()]*\)/;

const chainHeading = /^Chain (\S+) \((.*)\)\s*$/;
const policyWords = /^policy (ACCEPT|DROP)(?: (\S+) packets, (\S+) bytes)?/;
const cutMark = /^[#\s([{<]*(?:\.{2,}|…|snip|cut|skipped|omitted|省略)[.…\s\])}>]*/i;

function recognises(sample: Sample): boolean {
  return tellingLines(sample).some((text, index, lines) => {
    const next = lines[index + 1];
    return (
      chainHeading.test(text) && (next === undefined || listColumns(next) !== null || chainHeading.test(next))
    );
  });
}

function parse(lines: readonly string[], file: string): Parsed {
  const rulesets: OpenRuleset[] = [];
  const gaps: Diagnostic[] = [];
  let asked: { table: string | null; family: Family | null } = { table: tableOfPath(file), family: null };
  /** What the other commands of a typed line ask for, whose listings follow. */
  let others: AskedListing[] = [];
  let covers: DumpCoverage = coverageOfCommand(baseName(file).replaceAll('_', ' ')) ?? 'unknown';
  let ruleset: OpenRuleset | null = null;
  let table: OpenTable | null = null;
  let chain: OpenChain | null = null;
  let columns: ListColumns | null = null;

  const startTable = (at: LineRef): OpenTable => {
    const comesAgain = ruleset?.tables.some((other) => asked.table !== null && other.name === asked.table);
    const otherFamily = asked.family !== null && ruleset?.family !== null && ruleset?.family !== asked.family;
    if (!ruleset || comesAgain || otherFamily)
      rulesets.push(
        (ruleset = {
          family: asked.family,
          backend: 'unknown',
          printedAt: null,
          covers: 'its-tables',
          tables: [],
        }),
      );
    table = { name: asked.table, covers, chains: new Map(), at };
    ruleset.tables.push(table);
    return table;
  };

  const startChain = (name: string, words: string, at: LineRef): LineFate => {
    if (table && beginsNextTable(table, name, others.length > 0)) {
      table = null;
      const next = others.shift();
      asked = { table: next?.table ?? null, family: next?.family ?? asked.family };
    }
    chain = chainOf(table ?? startTable(at), name, at);
    columns = null;
    const policy = policyWords.exec(words);
    if (policy) {
      chain.policy = policy[1] === 'DROP' ? 'DROP' : 'ACCEPT';
      chain.policyCounter = counterOf(policy[2], policy[3]);
    }
    return policy || /references?/.test(words) ? 'parsed' : { malformed: { kind: 'chain-heading' } };
  };

  const noteCut = (at: LineRef, numbers: readonly [number, number] | null): void => {
    if (!chain) return;
    chain.cuts.push(at);
    gaps.push(diagnostic('listing-gap', { chain: chain.name, numbers }, file, at.line));
  };

  let chainNames: ReadonlySet<string> | null = null;
  const isChain = (name: string): boolean =>
    (chainNames ??= new Set(lines.map((line) => chainHeading.exec(line.trim())?.[1] ?? ''))).has(name);

  const readRule = (text: string, at: LineRef): LineFate => {
    const rule = chain && columns && listedRule(text.replace(oldQuotes, 'prefix "$1"'), columns, at, isChain);
    // Prose above the first chain.
    if (!chain && !isRow(text)) return 'notOurs';
    if (!chain || !rule) {
      // A rule that can't be read is one all the same.
      if (chain && columns && isRow(text)) chain.cuts.push(at);
      return { malformed: { kind: 'listed-rule' } };
    }
    const last = chain.rules.at(-1)?.number ?? 0;
    if (rule.number !== null && rule.number > last + 1) noteCut(at, [last + 1, rule.number - 1]);
    const counted = chain.cuts.length > 0 ? null : chain.rules.length + 1;
    chain.rules.push({ ...rule, number: rule.number ?? counted });
    return 'parsed';
  };

  const startSection = (name: string | null): void => {
    if (name === null) return;
    asked = { ...asked, table: name };
    table = chain = columns = null;
  };

  const account = classifyLines(lines, file, {
    command(command) {
      const [first, ...further] = listingsOfCommand(command);
      others = further;
      covers = coverageOfCommand(command) ?? covers;
      asked = { table: asked.table, family: first?.family ?? asked.family };
      startSection(first?.table ?? null);
    },
    read(line, at) {
      const text = line.trim();
      const heading = chainHeading.exec(text);
      if (heading) return startChain(heading[1] ?? '', heading[2] ?? '', at);
      const header = listColumns(line);
      if (header && chain) {
        columns = header;
        return 'parsed';
      }
      if (chain && cutMark.test(text)) {
        noteCut(at, null);
        return 'parsed';
      }
      const family = familyHeading.exec(text)?.[1];
      if (family !== undefined) {
        asked = { table: null, family: family === '6' ? 'ipv6' : 'ipv4' };
        table = chain = columns = null;
        return 'notOurs';
      }
      if (isHeading(text)) {
        startSection(tableOfHeading(text));
        return 'notOurs';
      }
      return readRule(line, at);
    },
  });

  for (const open of rulesets.flatMap(({ tables }) => tables))
    if (leadsElsewhere(open)) open.covers = 'chain';
  const fallback = namedFamily(file);
  return {
    records: {
      kind: 'rulesets',
      items: rulesets.map((open) => finishedRuleset(open, 'iptables-list', file, fallback)),
    },
    ...account,
    diagnostics: [...account.diagnostics, ...gaps.slice(0, maxGapDiagnostics)],
  };
}

/** Before 1.8.5 listings quoted as GNU programs did: prefix `X'. */
const oldQuotes = /prefix `([^`'"]*)'/;

const maxGapDiagnostics = 50;

/** A rule leads to a chain that is not listed: whoever copied the listing left chains out, for the kernel has it. */
function leadsElsewhere({ chains }: OpenTable): boolean {
  return [...chains.values()].some(({ rules }) =>
    rules.some(({ spec }) => {
      const chain = chainLedTo(spec);
      return chain !== null && !chains.has(chain);
    }),
  );
}

/** `ufw show raw` has all tables of one family, then those of the other. */
const familyHeading = /^IPV([46])(?: \(raw\))?:$/;

/** A line that people and scripts put around listings: `nat`, `Table: nat`, `==== mangle ====`, `# iptables -L -t raw`. */
function isHeading(text: string): boolean {
  return /^[#=*+_~-]/.test(text) || /^(?:table\b.*|\S+ table:?|[a-z]+:?|ip6?tables\b.*)$/i.test(text);
}

/** Whether a line that is no rule was one: it has the columns of protocol and options, or a rule's number and more. */
function isRow(text: string): boolean {
  return /^\s*\d+\s+\S|\s(?:--|-f|!f)\s/.test(text);
}

function counterOf(packets: string | undefined, bytes: string | undefined): Counter | null {
  const counts = { packets: printedCount(packets ?? ''), bytes: printedCount(bytes ?? '') };
  return counts.packets === null || counts.bytes === null
    ? null
    : { packets: counts.packets, bytes: counts.bytes };
}
