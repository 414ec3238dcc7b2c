import type { Analysis } from '../model/analysis.ts';
import type { LineRef } from '../model/evidence.ts';
import type { Ruleset } from '../model/ruleset.ts';

/** Whose kernel tables the line of a dump shows; null for a line of no dump. */
export type BackendOfLine = (at: LineRef) => Ruleset['backend'] | null;

/** A file may hold dumps of both backends, one after the other: a line is of the last table that begins before it. */
export function backendsOfLines({ rulesets }: Pick<Analysis, 'rulesets'>): BackendOfLine {
  const known = remembered.get(rulesets);
  if (known !== undefined) return known;
  const tables = new Map<string, { readonly line: number; readonly backend: Ruleset['backend'] }[]>();
  for (const { ruleset } of rulesets)
    for (const { at } of ruleset.tables) {
      const { backend } = ruleset;
      tables.set(at.file, [...(tables.get(at.file) ?? []), { line: at.line, backend }]);
    }
  for (const [file, begins] of tables)
    tables.set(
      file,
      begins.toSorted((a, b) => a.line - b.line),
    );
  const made: BackendOfLine = ({ file, line }) =>
    tables.get(file)?.findLast((table) => table.line <= line)?.backend ?? null;
  remembered.set(rulesets, made);
  return made;
}

const remembered = new WeakMap<Analysis['rulesets'], BackendOfLine>();
