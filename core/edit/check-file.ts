import { isInWordsOfNft, type LoadedTable, tableKey } from '../kernel/chains/loaded-tables.ts';
import type { EditTool, FileEdit, Refusal } from '../model/edit.ts';
import type { Evidence, LineRef } from '../model/evidence.ts';
import { keptLine } from '../model/kept-lines.ts';
import type { Rule } from '../model/ruleset.ts';
import type { Configuration } from './configuration.ts';
import type { ReadRecords } from './edit-kind.ts';
import { applyIptables } from './iptables/apply-iptables.ts';
import { readIptables } from './iptables/read-iptables.ts';
import { applySysctl, readSysctl } from './sysctl.ts';
import { isRefusal, refuse } from './typed-line.ts';

/**
 * The first line of an edited file that its tool would not take: one that can't be read, or one that was not there before
 * and that the tool would refuse as a command. Null where all can be made.
 */
export function wrongInFile(
  before: Configuration,
  after: Configuration,
  { records }: FileEdit,
  readRecords: ReadRecords,
): Refusal | null {
  const lineAt = (at: LineRef): Evidence => ({ ...at, text: keptLine(records.lines, at) });
  const [malformed] = records.malformed;
  if (malformed !== undefined)
    return {
      ...refuse({ kind: 'unreadable-line', why: malformed.why }),
      line: lineAt(malformed.at),
    };
  for (const { wrong, rule, typed } of [
    ...wrongRules(before, after, readRecords),
    ...wrongSysctls(before, after, readRecords),
  ]) {
    const line = lineAt(rule);
    // A counter may stand in front of a rule, and the words that were put in front of it for its tool are not there.
    const start = (wrong.at?.start ?? 0) - typed + Math.max(0, line.text.indexOf('-A '));
    const isInLine = wrong.at !== null && start >= 0;
    return { ...wrong, line, at: isInLine ? { start, length: wrong.at.length } : null };
  }
  return null;
}

/** `typed`: how many characters were put in front of the line's own words. */
interface WrongLine {
  readonly wrong: Refusal;
  readonly rule: LineRef;
  readonly typed: number;
}

function* wrongRules(
  before: Configuration,
  after: Configuration,
  readRecords: ReadRecords,
): Generator<WrongLine> {
  const known = new Set(rulesOf(before).map(nameOf));
  for (const each of rulesOf(after)) {
    const { rule, loaded } = each;
    if (known.has(nameOf(each))) continue;
    const { family, name } = loaded.table;
    const tool: EditTool = family === 'ip6' ? 'ip6tables' : 'iptables';
    const table = `-t ${name} `;
    const command = { tool, text: `${table}${rule.text}`, at: rule.at, readRecords };
    const read = readIptables(command, after);
    const wrong = isRefusal(read) ? read : applyIptables(after, read, command);
    if (isRefusal(wrong)) yield { wrong, rule: rule.at, typed: table.length };
  }
}

interface PlacedRule {
  readonly loaded: LoadedTable;
  readonly chain: string;
  readonly rule: Rule;
}

function rulesOf({ tables }: Configuration): readonly PlacedRule[] {
  return tables
    .filter(({ source }) => source === 'iptables-save' && !isInWordsOfNft(source))
    .flatMap((loaded) =>
      loaded.table.chains.flatMap(({ name, rules }) => rules.map((rule) => ({ loaded, chain: name, rule }))),
    );
}

function nameOf({ loaded, chain, rule }: PlacedRule): string {
  return `${tableKey(loaded)} ${chain} ${rule.text}`;
}

function* wrongSysctls(
  before: Configuration,
  after: Configuration,
  readRecords: ReadRecords,
): Generator<WrongLine> {
  const known = new Set((before.network?.sysctls ?? []).map(({ key, value }) => `${key}=${value}`));
  for (const { key, value, at } of after.network?.sysctls ?? []) {
    const text = `${key}=${value}`;
    if (known.has(text)) continue;
    const command = { tool: 'sysctl' as const, text, at, readRecords };
    const read = readSysctl(command, before);
    const wrong = isRefusal(read) ? read : applySysctl(before, read, command);
    if (isRefusal(wrong)) yield { wrong: { ...wrong, at: null }, rule: at, typed: 0 };
  }
}
