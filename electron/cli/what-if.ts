import { parseArgs } from 'node:util';
import {
  changedCapture,
  type EditedFile,
  type EditTool,
  editTools,
  isRefusedChange,
  readEditedFile,
  type RefusedChange,
  type ReportOptions,
  tryOut,
  type TypedChange,
  typedLines,
  visible,
  whatIfDocument,
  whatIfHtml,
  whatIfText,
  whatTrialShows,
  type Words,
} from '../../core/index.ts';
import { analysedBundle } from './analysed-bundle.ts';
import { exitStatus } from './exit-status.ts';
import { argumentError, messageOf } from './message-of.ts';
import type { Command } from './command.ts';
import { plainLines } from './layout.ts';
import type { CommandOutput } from './output.ts';
import { answerOptions, printAnswer } from './print-answer.ts';
import { sourcesOf } from './sources.ts';
import { bundleName } from './write-report.ts';

const change = { type: 'string', value: 'WORDS', multiple: true } as const;
const options = {
  ...answerOptions,
  iptables: change,
  ip6tables: change,
  nft: change,
  ip: change,
  sysctl: change,
  ipset: change,
  conntrack: change,
  config: { type: 'string', value: 'FILE', multiple: true },
  host: { type: 'string', value: 'NAME', multiple: true },
} as const;

/** A change on the command line: a tool with what is typed after it, or the path of an edited file. */
type Wanted =
  | { readonly tool: EditTool; readonly text: string; readonly host: string | null }
  | { readonly tool: 'config'; readonly text: string; readonly host: string | null };

export const whatIfCommand: Command = { name: 'whatif', operands: 'BUNDLE...', options, run: runWhatIf };

/**
 * `netopsy whatif BUNDLE... CHANGE... [--json | --html FILE] [--redact]`: changes are made in the order given; `--host`
 * says for those that follow it which host they are about. Resolves with the exit status: 0 answered; 1 the output can't
 * be written; 2 the command line is wrong or a change can't be made; 3 the bundle holds nothing to analyse.
 */
async function runWhatIf(
  args: readonly string[],
  output: CommandOutput,
  scripts: string | null,
): Promise<number> {
  const { words } = output;
  const { commandFaults } = words;
  let parsed;
  try {
    parsed = parseArgs({
      args: joinedValues(args),
      options,
      allowPositionals: true,
      strict: true,
      tokens: true,
    });
  } catch (error) {
    return refuse(output, exitStatus.usage, argumentError(error));
  }
  const { values, positionals, tokens } = parsed;
  if (positionals.length === 0) return refuse(output, exitStatus.usage, commandFaults.noBundle);
  const wanted = wantedChanges(tokens);
  if (wanted.length === 0) return refuse(output, exitStatus.usage, words.whatIf.noChange(editTools));

  const { analysis, status } = await analysedBundle(positionals, output, scripts);
  if (analysis === null || status !== exitStatus.analysed) return status;
  const changes: TypedChange[] = [];
  for (const each of wanted) {
    const typed = await typedChange(each, words);
    if ('wrong' in typed) return refuse(output, exitStatus.usage, typed.wrong);
    changes.push(typed);
  }
  const trial = tryOut(analysis, changes);
  if (isRefusedChange(trial)) return refuseChange(output, trial);
  const tried = whatTrialShows(trial);
  const answer = {
    title: bundleName(positionals[0] ?? ''),
    bundles: positionals.map(bundleName),
    report: (about: ReportOptions) =>
      whatIfHtml(analysis, tried, changedCapture(analysis, trial, typedLines(trial)), about),
    document: () => whatIfDocument(tried, words),
    lines: () => plainLines(whatIfText(tried, words)),
  };
  try {
    await printAnswer([analysis], values, answer, output);
  } catch (error) {
    return refuse(output, exitStatus.unwritten, commandFaults.outputUnwritable(messageOf(error)));
  }
  return exitStatus.analysed;
}

/** What is typed for a tool begins with a dash of its own: `--iptables '-I FORWARD ...'` is that option's value. */
function joinedValues(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const word = args[index] ?? '';
    const next = args[index + 1];
    const isTool = editTools.some((tool) => word === `--${tool}`);
    if (isTool && next !== undefined) {
      joined.push(`${word}=${next}`);
      index++;
    } else joined.push(word);
  }
  return joined;
}

function wantedChanges(
  tokens: readonly { readonly kind: string; readonly name?: string; readonly value?: string | undefined }[],
): readonly Wanted[] {
  const hosts = tokens.filter(({ kind, name }) => kind === 'option' && name === 'host');
  // A single --host is about all of them, wherever it stands.
  let host: string | null = hosts.length === 1 ? (hosts[0]?.value ?? null) : null;
  const wanted: Wanted[] = [];
  for (const { kind, name, value } of tokens) {
    if (kind !== 'option' || value === undefined) continue;
    if (name === 'host') host = value;
    else if (name === 'config') wanted.push({ tool: 'config', text: value, host });
    else {
      const tool = editTools.find((each) => each === name);
      if (tool !== undefined) wanted.push({ tool, text: value, host });
    }
  }
  return wanted;
}

async function typedChange(
  { tool, text, host }: Wanted,
  { whatIf }: Words,
): Promise<TypedChange | { readonly wrong: string }> {
  if (tool !== 'config') return { kind: 'command', tool, host, text };
  let records: EditedFile | null;
  try {
    records = await readEditedFile(await sourcesOf([text]));
  } catch (error) {
    return { wrong: whatIf.fileUnreadable(messageOf(error)) };
  }
  return records === null ? { wrong: whatIf.fileWithout(text) } : { kind: 'file', host, path: text, records };
}

/** The change with the place that is at fault marked below it, as nft and compilers do. */
function refuseChange(output: CommandOutput, { id, text: change, refused, at, line }: RefusedChange): number {
  const text = line?.text ?? change;
  output.say(output.words.whatIf.refused(id, refused));
  if (line !== null) output.line(`  ${visible(output.words.whatIf.atLine(change, line.line))}`);
  output.line(`  ${visible(text)}`);
  if (at !== null) {
    const before = visible(text.slice(0, at.start)).length;
    const length = visible(text.slice(at.start, at.start + at.length)).length;
    output.line(`  ${' '.repeat(before)}${'^'.repeat(Math.max(1, length))}`);
  }
  return exitStatus.usage;
}

function refuse(output: CommandOutput, status: number, why: string): number {
  output.say(why);
  return status;
}
