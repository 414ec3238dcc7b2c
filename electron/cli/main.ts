import { parseArgs } from 'node:util';
import {
  allDiagnostics,
  type Analysis,
  analysisDocument,
  analysisText,
  analyze,
  packetDocuments,
} from '../../core/index.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { gunzip } from './gunzip.ts';
import { type CliOutput, terminal } from './output.ts';
import { runRoute } from './route.ts';
import { runSimulate } from './simulate.ts';
import { sourcesOf } from './sources.ts';
import { threads } from './threads.ts';

/** contract.md: 0 analysed; 2 the command line is wrong; 3 nothing in the input can be analysed. */
const exit = { analysed: 0, usage: 2, nothing: 3 } as const;

const usage = `netopsy: follows traced packets through tables, chains and routing, and says where and why they died

  netopsy analyze BUNDLE... [--json]     what happened, as text or JSON
  netopsy packets BUNDLE... [--ndjson]   one line for each packet journey
  netopsy route BUNDLE... --to ADDR [--from ADDR] [--iif IF] [--mark N] [--tos N] [--json]
                                         what the host's rules and routes do with a packet
  netopsy simulate BUNDLE... --in IF --src ADDR --dst ADDR --proto P [--sport N] [--dport N] [--state NEW|...] [--json]
                                         where a packet would go that nobody has sent yet
  netopsy --version

A BUNDLE is a folder, an archive (.tar, .tar.gz, .zip) or several files named one after another.
Exit status: 0 analysed; 2 the command line is wrong; 3 nothing in the input can be analysed.
`;

/**
 * Runs one command; `argv` is what stands behind the program's name. `partWorker`: the built script that reads parts of
 * logs on other threads; null for none. Resolves with the exit status.
 */
export async function runCli(
  argv: readonly string[],
  output: CliOutput = terminal,
  partWorker: string | null = null,
): Promise<number> {
  const [command, ...rest] = argv;
  switch (command) {
    case 'analyze':
      return withBundle(rest, ['json'], output, partWorker, async (analysis, { json }) => {
        await output.out(
          json ? `${JSON.stringify(await analysisDocument(analysis), null, 1)}\n` : analysisText(analysis),
        );
      });
    case 'packets':
      return withBundle(rest, ['ndjson'], output, partWorker, (analysis) => writePackets(analysis, output));
    case 'route':
      return runRoute(rest, output);
    case 'simulate':
      return runSimulate(rest, output);
    case '--version':
      await output.out(`netopsy ${packageJson.version}\n`);
      return exit.analysed;
    case 'help':
    case '--help':
    case '-h':
      await output.out(usage);
      return exit.analysed;
    default:
      output.err(
        `netopsy: ${command === undefined ? 'a command is missing' : `unknown command ${command}`}\n${usage}`,
      );
      return exit.usage;
  }
}

async function withBundle<Flag extends string>(
  args: readonly string[],
  flags: readonly Flag[],
  output: CliOutput,
  partWorker: string | null,
  print: (analysis: Analysis, flags: Partial<Record<Flag, boolean>>) => Promise<void>,
): Promise<number> {
  let parsed: { values: Partial<Record<Flag, boolean>>; positionals: string[] };
  try {
    const options = Object.fromEntries(flags.map((flag) => [flag, { type: 'boolean' as const }]));
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true }) as typeof parsed;
  } catch (error) {
    output.err(`netopsy: ${messageOf(error)}\n`);
    return exit.usage;
  }
  if (parsed.positionals.length === 0) {
    output.err('netopsy: no bundle named\n');
    return exit.usage;
  }
  let sources;
  try {
    sources = await sourcesOf(parsed.positionals);
  } catch (error) {
    output.err(`netopsy: can't read the bundle: ${messageOf(error)}\n`);
    return exit.nothing;
  }
  const others = partWorker === null ? null : threads(partWorker);
  const analysis = await analyze(sources, others === null ? { gunzip } : { gunzip, elsewhere: others });
  others?.stop();
  const nothing = whyNothing(analysis);
  if (nothing !== null) output.err(`netopsy: ${nothing}\n`);
  await print(analysis, parsed.values);
  return nothing === null ? exit.analysed : exit.nothing;
}

/** One line that says why there is nothing to show; null where packets were found. */
function whyNothing(analysis: Analysis): string | null {
  if (analysis.journeys.count > 0) return null;
  if (analysis.artifacts.length === 0) return 'nothing to analyse: the bundle has no files';
  const problem = allDiagnostics(analysis).find(
    ({ severity, code }) => severity === 'error' && code !== 'no-trace-events',
  );
  if (problem !== undefined) return `nothing to analyse: ${problem.file ?? 'the bundle'}: ${problem.message}`;
  const count = analysis.artifacts.length === 1 ? 'the file' : `the ${analysis.artifacts.length} files`;
  return `nothing to analyse: no line of an iptables TRACE in ${count}`;
}

async function writePackets(analysis: Analysis, output: CliOutput): Promise<void> {
  let lines: string[] = [];
  for await (const packet of packetDocuments(analysis)) {
    lines.push(JSON.stringify(packet), '\n');
    if (lines.length >= 512) {
      await output.out(lines.join(''));
      lines = [];
    }
  }
  if (lines.length > 0) await output.out(lines.join(''));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
