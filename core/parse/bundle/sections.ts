import { unwrappedCommand } from './namespace.ts';
import type { SectionHeading } from './section-heading.ts';
import { isRuler, sectionHeading } from './section-heading.ts';

/** The output of one command within a file of many. */
export interface Section {
  /** Null for what stands before the first heading. */
  readonly heading: SectionHeading | null;
  /** The heading's line, counted from 1; of a section without one, its first line. */
  readonly line: number;
  /** The heading, in the form of a prompt where it is one, and the lines up to the next heading, without rulers. */
  readonly lines: readonly string[];
}

/** The file cut at its headings; every line is in exactly one section. One section where there is no heading. */
export function splitSections(lines: readonly string[]): readonly Section[] {
  const sections: { heading: SectionHeading | null; line: number; lines: string[] }[] = [];
  let host: string | null = null;
  let inTable = false;
  for (const [index, line] of lines.entries()) {
    const heading = headingOf(line, inTable);
    if (heading) inTable = false;
    else if (line.startsWith('*'))
      inTable = /^\*(?:raw|mangle|nat|filter|security)\s*$/.test(line) || inTable;
    else if (inTable) inTable = !/^COMMIT\s*$/.test(line);
    const open = sections.at(-1);
    if (heading) {
      host = heading.host ?? host;
      sections.push({ heading: { ...heading, host }, line: index + 1, lines: [asPrompt(heading)] });
    } else if (open) open.lines.push(isRuler(line) ? '' : line);
    else sections.push({ heading: null, line: index + 1, lines: [line] });
  }
  return sections;
}

/** Between `*filter` and `COMMIT`, people's comments are not taken for commands. */
function headingOf(line: string, inTable: boolean): SectionHeading | null {
  // Only a prompt with an @ names a host.
  if (inTable && !line.startsWith('==>') && !line.includes('@')) return null;
  const heading = mayBeHeading(line) ? sectionHeading(line) : null;
  return inTable && heading?.host === null && !line.startsWith('==>') ? null : heading;
}

/** Spares most lines the patterns: a heading has a prompt, decoration, or is a command alone. */
function mayBeHeading(line: string): boolean {
  // Prompts may be coloured.
  return line.startsWith('\u001b') || /^\s*(?:[\][#$%>+=*~`({-]|[a-z_/][\w./-]*[@\s]|\S+:?$)/i.test(line);
}

/** Parsers take their table and family from the command at a prompt: `=== ip -6 rule ===` becomes one. */
function asPrompt({ command }: SectionHeading): string {
  return command === null || command === '' ? '' : `# ${unwrappedCommand(command)}`;
}
