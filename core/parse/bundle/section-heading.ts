import { printedText } from '../text/command-text.ts';
import { printsOutput, simpleCommands } from './command-line.ts';
import { shellPrompt } from './shell-prompt.ts';

/** A line that says whose output follows it. */
export interface SectionHeading {
  /** The command whose output follows; null where the line names a file or just a title. */
  readonly command: string | null;
  /** The file whose content follows; null where the line names none. */
  readonly file: string | null;
  /** The host that a prompt names. */
  readonly host: string | null;
  /** Whether the line is one whatever stands around it: a prompt that names a user or a folder, the mark of tail(1). */
  readonly isSure: boolean;
}

/**
 * What a line announces, in files that people and scripts make of many commands' outputs; null for any other line:
 *
 *   root@gw01:~# ip rule          + ip rule                 prompts, and the trace of `sh -x`
 *   ==> var/log/kern.log <==                                head(1) and tail(1) of several files
 *   === iptables-save ===         ---- ip rule ----         ### Routing ###
 *   ip route show table all:                                a command alone in its line
 *   ```             {code}             [code]               the fence around a block of Markdown, Jira, BBCode
 *   Every 2.0s: ip -s link               rtr: Tue May  4    watch(1)
 *   Script started on 2021-05-04 11:00:00+02:00             script(1)
 */
export function sectionHeading(line: string): SectionHeading | null {
  if (line.length > longestHeading) return null;
  const text = printedText(line).trim();
  const prompt = shellPrompt(text);
  if (prompt && (prompt.isNamed || printsOutput(prompt.command)))
    return {
      command: prompt.command,
      file: fileOfCommand(prompt.command),
      host: prompt.host,
      isSure: prompt.isNamed,
    };
  const watched = watchedCommand(text);
  if (watched !== null) return watched;
  if (/^Script (?:started|done)(?: on\s|,|:)/.test(text))
    return { command: null, file: null, host: null, isSure: true };
  const file = /^==> (.+) <==$/.exec(text)?.[1];
  if (file !== undefined) return { command: null, file, host: null, isSure: true };
  const title = titleOf(text);
  if (title === null) return null;
  if (printsOutput(title)) return { command: title, file: fileOfCommand(title), host: null, isSure: false };
  const named = /^\/?[\w.-]+(?:\/[\w.-]+)+$/.test(title) ? title : null;
  return { command: null, file: named, host: null, isSure: isFence(text) };
}

/** The head of watch(1)'s screen, which names the host in newer versions. */
function watchedCommand(text: string): SectionHeading | null {
  const [, told = ''] = /^Every \d{1,6}(?:[.,]\d{1,3})?s: (.*)$/.exec(text) ?? [];
  if (told === '') return null;
  const gap = told.search(/\s{2,}/);
  const command = gap < 0 ? told.trim() : told.slice(0, gap);
  const host = gap < 0 ? null : (/^\s+([\w.-]{1,64}): /.exec(told.slice(gap))?.[1] ?? null);
  return { command, file: fileOfCommand(command), host, isSure: true };
}

/** Whether a line is what Markdown, a wiki or a forum has around a block: ```, {code:bash}, {noformat}, [code], {{{. */
export function isFence(line: string): boolean {
  return (
    /^\s*(?:```|~~~) ?\w*\s*$/.test(line) ||
    /^\s*(?:\{(?:code|noformat|quote)(?::[^{}]{0,120})?\}|\[\/?(?:code|quote|pre|spoiler)(?:=[^[\]]{0,80})?\]|\{{3}|\}{3})\s*$/i.test(
      line,
    )
  );
}

/** Whether a line is nothing but decoration: the line under a title, or between two outputs. */
export function isRuler(line: string): boolean {
  return /^\s*(?:={4,}|-{4,}|#{4,}|\*{4,}|~{4,}|_{4,})\s*$/.test(line);
}

const longestHeading = 400;
/** What a decorated title may begin with: the same mark several times. */
const mark = /^(?:={2,}|-{3,}|#{3,}|\*{2,}|~{3,}|>{2,})/;
/** `Output of "ip rule show"`, as support scripts write it. */
const announced = /^(?:output (?:of|from)|running|executing|command)[: ]+["'`]([^"'`]+)["'`]:?$/i;
/** Of a line of marks: a mark, what it surrounds, and a mark. */
const shortestRuler = 6;
const leading = /^(?:={2,}|-{2,}|#+|\*+|~{2,}|>{2,}|\$)/;

function titleOf(text: string): string | null {
  if (isFence(text)) return '';
  const told = announced.exec(text)?.[1];
  if (told !== undefined) return told;
  const title = decoratedTitle(text);
  if (title !== null) return unquoted(title);
  const led = text.slice(leading.exec(text)?.[0].length ?? 0).trim();
  const bare = unquoted((led === '' ? text : led).replace(/:$/, '').trimEnd());
  return printsOutput(bare) ? bare : null;
}

/** `ip rule` of `=== ip rule ===:`, and of a line that is nothing but marks one of them; null for other lines. */
function decoratedTitle(text: string): string | null {
  const begin = mark.exec(text)?.[0].length ?? 0;
  if (begin === 0) return null;
  const whole = text.endsWith(':') ? text.slice(0, -1) : text;
  let end = whole.length;
  while (end > 0 && '=-#*~<'.includes(whole[end - 1] ?? ' ')) end--;
  if (end === 0) return whole.length >= shortestRuler ? whole.slice(0, 1) : null;
  const title = whole.slice(begin, end).trim();
  return whole.length - end >= 2 && title !== '' ? title : null;
}

function unquoted(title: string): string {
  return /^([`"'[(])(.*)[`"'\])]$/.exec(title)?.[2]?.trim() ?? title;
}

/** `cat /proc/net/route`, `head -100 /var/log/messages` */
function fileOfCommand(command: string): string | null {
  const [only = '', ...others] = simpleCommands(command);
  if (others.length > 0) return null;
  return /^(?:cat|head|tail|zcat|less|more)\s+(?:-\S+\s+)*(\/?[\w.][\w./-]*)$/.exec(only)?.[1] ?? null;
}
