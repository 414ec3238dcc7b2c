import { type Content, contentOfLine } from './content-of-line.ts';
import { commandsOfNamespaces, simpleCommands } from './command-line.ts';
import { beginsDump, dumpTitle } from './manager-dump.ts';
import { hostOfCommand, unwrappedCommand } from './namespace.ts';
import { iptablesScript } from '../rules/iptables/iptables-script.ts';
import { typedNft } from '../rules/nft/typed-nft.ts';
import type { SectionHeading } from './section-heading.ts';
import { type NamespaceLoop, namespaceLoop } from './loop-command.ts';
import { isFence, isRuler, sectionHeading } from './section-heading.ts';

/** The output of one command within a file of many. */
export interface Section {
  /** Null for what no heading stands above. */
  readonly heading: SectionHeading | null;
  /** The number in the file of the first of its lines, counted from 1. */
  readonly line: number;
  /** The heading, in the form of a prompt where it is one, and what follows it; blank where a line is another section's. */
  readonly lines: readonly string[];
  /** How many of its lines are another section's. */
  readonly othersLines: number;
  /** What its lines show it to be; null where none of them leaves no doubt. */
  readonly content: Content | null;
}

/**
 * The file cut at its headings, and wherever a line can only be of something else than the lines above it. Each line is
 * in exactly one section; what is of one kind under one heading is one section, whatever stands in between.
 */
export function splitSections(lines: readonly string[]): readonly Section[] {
  const sections: OpenSection[] = [];
  let host: string | null = null;
  let inTable = false;
  let isInDump = false;
  let loop: NamespaceLoop | null = null;
  for (const [index, line] of lines.entries()) {
    const open = sections.at(-1);
    if (open?.takesPlain(line, index + 1) === true) continue;
    isInDump ||= beginsDump(line);
    const title = dumpTitle(line, isInDump);
    const ran = loop?.announced(line) ?? null;
    const heading =
      ran !== null
        ? { command: ran, file: null, host: null, isSure: true }
        : title === null
          ? headingOf(line, inTable)
          : { ...title, file: null, isSure: true };
    if (ran === null && heading?.command) loop = namespaceLoop(heading.command);
    if (heading !== null && !(isFence(line) && open?.isUnderCommand === true)) {
      inTable = false;
      host = heading.host ?? host;
      const elsewhere = heading.command === null ? null : hostOfCommand(heading.command);
      sections.push(new OpenSection({ ...heading, host: elsewhere ?? host }, index + 1));
      continue;
    }
    const section = open ?? new OpenSection(null, 1);
    if (open === undefined) sections.push(section);
    const content = contentOfLine(line);
    if (content !== null)
      inTable = content.key === 'iptables-save' && (inTable || line.trim().startsWith('*'));
    if (/^\s*COMMIT\s*$/.test(line)) inTable = false;
    section.add(isRuler(line) || heading !== null ? '' : line, index + 1, content);
  }
  return sections.flatMap((section) => section.parts);
}

/** Between `*filter` and `COMMIT`, people's comments are not taken for commands. */
function headingOf(line: string, inTable: boolean): SectionHeading | null {
  // What is typed to change rules prints nothing: it is what there is to read.
  if (iptablesScript.begins?.(line) === true || typedNft(line) !== null) return null;
  const heading = mayBeHeading(line) ? sectionHeading(line) : null;
  return inTable && heading?.isSure !== true ? null : heading;
}

/** Spares most lines the patterns: a heading has a prompt, decoration, or is a command alone. */
function mayBeHeading(line: string): boolean {
  // Prompts may be coloured.
  return (
    line.startsWith('\u001b') || /^\s*(?:[\][#$%>+=*~`({}➜❯λ-]|[a-z_/][\w./-]*[@\s#>:]|\S+:?$)/i.test(line)
  );
}

/** Parsers take their table and family from the command at a prompt: `=== ip -6 rule ===` becomes one. */
function asPrompt({ command }: SectionHeading): string {
  return command === null || command === '' ? '' : `# ${unwrappedCommand(command)}`;
}

/** What stands under one heading, sorted by what it is. */
class OpenSection {
  readonly #heading: SectionHeading | null;
  readonly #parts: OpenPart[];
  #current: OpenPart;
  #before: OpenPart | null = null;
  /** What ran in namespaces of their own, whose outputs follow each other; null where all is of one. */
  readonly #ran: readonly string[] | null;

  constructor(heading: SectionHeading | null, line: number) {
    this.#heading = heading;
    this.#ran = commandsOfNamespaces(heading?.command ?? '');
    this.#current = new OpenPart(heading, line, heading === null ? [] : [asPrompt(heading)], 0);
    this.#parts = [this.#current];
  }

  get parts(): readonly Section[] {
    return this.#parts;
  }

  /** Whether it is a command's whose output has not been seen yet. */
  get isUnderCommand(): boolean {
    const { command } = this.#heading ?? {};
    return command !== null && command !== undefined && command !== '' && !this.#current.hasOutput;
  }

  /** Adds a line that goes on with what stands above it; false for one that must be looked at. */
  takesPlain(text: string, line: number): boolean {
    if (this.#current.content?.format?.goesOn?.(text) !== true) return false;
    this.#current.add(text, line);
    return true;
  }

  add(text: string, line: number, content: Content | null): void {
    if (content === null) return this.#partOf(text).add(text, line);
    if (this.#current.content === null) this.#current.content = content;
    else if (this.#current.content.key !== content.key || this.#comesAgain(text)) this.#turnTo(content, line);
    this.#current.add(text, line);
  }

  /** A table that was there is the next namespace's. */
  #comesAgain(text: string): boolean {
    return this.#ran !== null && /^\*\w+$/.test(text) && this.#current.lines.includes(text);
  }

  /** A console prints the kernel's log into whatever is on it; indented lines after that go on with an nft block. */
  #partOf(text: string): OpenPart {
    const goesOn =
      this.#current.content?.log === 'kernel-log' &&
      this.#before?.content?.key === 'nft-ruleset' &&
      /^(?:\t| {4}|\})/.test(text);
    return goesOn && this.#before !== null ? this.#before : this.#current;
  }

  #turnTo(content: Content, line: number): void {
    const known = this.#ran === null && this.#parts.find((part) => part.content?.key === content.key);
    this.#before = this.#current;
    if (known) {
      this.#current = known;
      return;
    }
    const heading = this.#heading;
    if (heading === null) this.#current = new OpenPart(null, line, [], 0);
    else {
      const areSeveral = simpleCommands(heading.command ?? '').length > 1;
      const ran = this.#ran?.[this.#parts.length] ?? this.#ran?.at(-1);
      const own = { ...heading, file: null, command: ran ?? (areSeveral ? heading.command : null) };
      // Its command stands where another section's line is.
      this.#current = new OpenPart(own, line - 1, [asPrompt(own)], 1);
    }
    this.#current.content = content;
    this.#parts.push(this.#current);
  }
}

class OpenPart implements Section {
  readonly heading: SectionHeading | null;
  readonly line: number;
  readonly lines: string[];
  othersLines: number;
  content: Content | null = null;
  hasOutput = false;

  constructor(heading: SectionHeading | null, line: number, lines: string[], othersLines: number) {
    this.heading = heading;
    this.line = line;
    this.lines = lines;
    this.othersLines = othersLines;
  }

  add(text: string, line: number): void {
    while (this.line + this.lines.length < line) {
      this.lines.push('');
      this.othersLines++;
    }
    this.lines.push(text);
    this.hasOutput ||= text.trim() !== '';
  }
}
