import type { ArtifactKind, LineCounts } from '../../model/artifact.ts';
import { type Diagnostic, diagnostic } from '../../model/diagnostic.ts';
import type { Records } from '../../model/records.ts';
import type { EventFormat } from '../tracers/event-format.ts';
import { recogniseEvents } from '../tracers/event-formats.ts';
import type { Format, Sample } from '../format.ts';
import { recognise } from '../formats.ts';
import type { Content } from './content-of-line.ts';
import { simpleCommands } from './command-line.ts';
import { known } from '../known.ts';
import { hostnameOf, isHostname } from './hostname-file.ts';
import { isKernelLog } from '../tracers/kernel-log/recognise.ts';
import { moveLines } from './move-lines.ts';
import { namespaceOfCommand, namespaceOfPath } from './namespace.ts';
import { isRuler } from './section-heading.ts';
import { isCutMark } from '../text/cut-mark.ts';
import { type Section, splitSections } from './sections.ts';
import { withSettings } from './kernel-settings.ts';

/** What one section of a file said. */
export interface ReadSection {
  readonly kind: ArtifactKind;
  readonly records: Records;
  /** The host that the section names. */
  readonly hosts: readonly string[];
  /** The network namespace or container that its command was run in; null for the host's own. */
  readonly namespace: string | null;
  /** Where the section says that its content comes from (`==> r1/ip-rule.txt <==`); '' where it does not. */
  readonly path: string;
}

/** A log within a file, the kernel's or another tracer's: the whole file's lines, with everything blanked that is not of it. */
export interface LogSection {
  /** How its events are read; null for a kernel log. */
  readonly eventFormat: EventFormat | null;
  readonly lines: readonly string[];
  /** How many of them are not of it. */
  readonly otherLines: number;
  /** The host that the prompt names; '' where it names none. */
  readonly host: string;
}

/** A file of many commands' outputs. */
export interface ReadSections {
  readonly sections: readonly ReadSection[];
  /** Without the lines of the logs, which are still to be read. */
  readonly lines: LineCounts;
  readonly diagnostics: readonly Diagnostic[];
  /** One for each host. */
  readonly logs: readonly LogSection[];
}

/**
 * Reads a file as the outputs of several commands, one after another; null where it is one command's, which is better
 * read in one go: a parser then sees all of it.
 */
export function readSections(lines: readonly string[], file: string): ReadSections | null {
  const sections = splitSections(lines).map((section) => recogniseSection(section, file));
  const isOneFormat = recognise({ path: file, lines: lines.slice(0, sampleLines) }) !== null;
  if (!isSeveral(sections, isOneFormat)) return null;
  const host = sections.map(({ section }) => hostOfOutput(section)).find((name) => name !== null) ?? null;
  const counts = { parsed: 0, notOurs: 0, notModelled: 0, malformed: 0 };
  const diagnostics: Diagnostic[] = [];
  const read: ReadSection[] = [];
  for (const { section, format, log, path, namespace } of sections) {
    if (log !== null) continue;
    if (format === null) {
      counts.notOurs += section.lines.length - section.othersLines;
      if (!isSilent(section)) diagnostics.push(unreadNote(section, file));
      continue;
    }
    const own = path === '' ? file : path;
    const parsed = moveLines(format.parse(section.lines, own), own, file, section.line - 1);
    for (const fate of ['parsed', 'notOurs', 'notModelled', 'malformed'] as const)
      counts[fate] += parsed.lines[fate];
    counts.notOurs -= section.othersLines;
    diagnostics.push(...parsed.diagnostics);
    const named = section.heading?.host ?? parsed.host ?? host;
    const hosts = named === null ? [] : [named];
    read.push({ kind: format.kind, records: parsed.records, hosts, namespace, path });
  }
  const logs = logsOf(sections, lines, host);
  const logLines = sections.reduce(
    (sum, { section, log }) => sum + (log === null ? 0 : ownLines(section)),
    0,
  );
  const unreadLines = logLines - logs.reduce((sum, { otherLines }) => sum + lines.length - otherLines, 0);
  if (unreadLines > 0) {
    counts.notOurs += unreadLines;
    const unread = { hosts: mostLogHosts, lines: unreadLines };
    diagnostics.unshift(diagnostic('too-many-log-hosts', unread, file));
  }
  return { sections: read, lines: counts, diagnostics: withoutFlood(diagnostics, file), logs };
}

interface RecognisedSection {
  readonly section: Section;
  /** Null for a log, and for what is not recognised. */
  readonly format: Format | null;
  /** What gives events, which are read later into the bundle's columns; null for what does not. */
  readonly log: 'kernel-log' | EventFormat | null;
  readonly path: string;
  readonly namespace: string | null;
}

const sampleLines = 400;

function recogniseSection(section: Section, file: string): RecognisedSection {
  const { heading, content } = section;
  const lines = withSettings(section);
  const path = heading?.file ?? '';
  const sample = { path: path === '' ? file : path, lines: lines.slice(0, sampleLines) };
  const isOutput = lines.some((line, index) => (index > 0 || !heading) && line.trim() !== '');
  const told = isOutput ? formatOf(sample, content, heading?.command ?? '') : { format: null, log: null };
  return {
    section: { ...section, lines },
    ...told,
    path,
    namespace: namespaceOfCommand(heading?.command ?? '') ?? namespaceOfPath(path),
  };
}

/** What all of a section's beginning is, and else what single lines of it show. */
function formatOf(
  sample: Sample,
  content: Content | null,
  command: string,
): Pick<RecognisedSection, 'format' | 'log'> {
  const log =
    content !== null && content.log === null
      ? null
      : isKernelLog(sample)
        ? 'kernel-log'
        : recogniseEvents(sample);
  if (log !== null) return { format: null, log };
  if (content !== null && content.log !== null) return { format: null, log: content.log };
  const format = recognise(sample) ?? content?.format ?? null;
  return { format: format?.kind === 'iptables-list' && isOfArptables(command) ? known : format, log: null };
}

/** Its chains without rules look like those of iptables. */
function isOfArptables(commandLine: string): boolean {
  return simpleCommands(commandLine).some((command) => {
    const program = command.slice(0, Math.max(0, command.search(/\s/)));
    return program.slice(program.lastIndexOf('/') + 1).startsWith('arptables');
  });
}

/** Whether the sections must be read apart: they are of several formats, hosts or namespaces. */
function isSeveral(sections: readonly RecognisedSection[], isOneFormat: boolean): boolean {
  const read = sections.filter(({ format, log }) => format !== null || log !== null);
  const differ = (of: (section: RecognisedSection) => unknown): boolean => new Set(read.map(of)).size > 1;
  const hasOther = sections.some(
    ({ section, format, log }) =>
      format === null && log === null && section.heading !== null && !isSilent(section),
  );
  return (
    differ(({ format, log }) => format ?? log) ||
    differ(({ namespace }) => namespace) ||
    differ(({ section }) => section.heading?.host ?? null) ||
    differ(({ path }) => path.slice(0, path.lastIndexOf('/') + 1)) ||
    read.some(({ namespace }) => namespace !== null) ||
    (!isOneFormat && read.some(({ format }) => format !== null)) ||
    (read.length > 0 && hasOther)
  );
}

/** The host that the output of `hostname` or `uname -n` names. */
function hostOfOutput({ heading, lines }: Section): string | null {
  if (!/^(?:hostname(?: -\w)?|uname -n)$/.test(heading?.command ?? '') && !isHostname(heading?.file ?? ''))
    return null;
  return hostnameOf(lines.slice(1));
}

/** Nothing but its heading, blanks, rulers and marks of lines cut out; or what only told the host's name. */
function isSilent(section: Section): boolean {
  const rest = section.heading ? section.lines.slice(1) : section.lines;
  const saysNothing = (line: string): boolean =>
    line.trim() === '' || isRuler(line) || isCutMark(line) || /^\s*\^C\s*$/.test(line);
  return rest.every(saysNothing) || hostOfOutput(section) !== null;
}

function unreadNote({ heading, line }: Section, file: string): Diagnostic {
  const whose = heading?.command || heading?.file;
  return diagnostic('part-unrecognised', { heading: whose ? whose.slice(0, 80) : null }, file, line);
}

const mostNotes = 20;

function withoutFlood(notes: readonly Diagnostic[], file: string): readonly Diagnostic[] {
  if (notes.length <= mostNotes) return notes;
  const more = diagnostic('more-notes', { count: notes.length - mostNotes }, file);
  return [...notes.slice(0, mostNotes), more];
}

function ownLines({ lines, othersLines }: Section): number {
  return lines.length - othersLines;
}

const mostLogHosts = 64;

function logsOf(
  sections: readonly RecognisedSection[],
  lines: readonly string[],
  fileHost: string | null,
): readonly LogSection[] {
  const logs = new Map<string, { host: string; eventFormat: EventFormat | null; own: Section[] }>();
  for (const { section, log } of sections) {
    if (log === null) continue;
    const host = section.heading?.host ?? fileHost ?? '';
    const eventFormat = log === 'kernel-log' ? null : log;
    const key = `${eventFormat?.kind ?? 'kernel-log'} ${host}`;
    const known = logs.get(key);
    if (known) known.own.push(section);
    // Each host's log is read on its own: a hostile file could name as many as it has lines.
    else if (logs.size < mostLogHosts) logs.set(key, { host, eventFormat, own: [section] });
  }
  return [...logs.values()].map(({ host, eventFormat, own }) => {
    const log: string[] = lines.map(() => '');
    for (const { heading, line, lines: text } of own)
      for (let index = heading ? 1 : 0; index < text.length; index++)
        if (text[index] !== '') log[line - 1 + index] = text[index] ?? '';
    return {
      lines: log,
      otherLines: lines.length - own.reduce((sum, section) => sum + ownLines(section), 0),
      host,
      eventFormat,
    };
  });
}
