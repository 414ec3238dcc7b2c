import { type Analysis, packetDocuments, visibleJson } from '../../core/index.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { runAnalyze } from './analyze.ts';
import { analysedBundle } from './analysed-bundle.ts';
import { exitStatus } from './exit-status.ts';
import { runDiff } from './diff.ts';
import { type CliOutput, shownOn, terminal } from './output.ts';
import { readWords } from './read-words.ts';
import { runRoute } from './route.ts';
import { runSimulate } from './simulate.ts';

const usage = `netopsy: follows traced packets through tables, chains and routing, and says where and why they were dropped

  netopsy analyze BUNDLE... [--json | --html FILE] [--redact]
                                         what happened, as text, JSON or an HTML report
  netopsy packets BUNDLE... [--ndjson]   one line for each packet journey
  netopsy diff BEFORE AFTER [--json | --html FILE] [--redact]
                                         what changed, and what that did to the traffic
  netopsy route BUNDLE... --to ADDR [--from ADDR] [--iif IF] [--mark N] [--tos N] [--json]
                                         what the host's FIB rules and routes do with a packet
  netopsy simulate BUNDLE... --in IF --src ADDR --dst ADDR --proto P [--sport N] [--dport N] [--state NEW|...] [--json]
                                         where a packet that nobody has sent yet would go
  netopsy --version

--redact replaces addresses, MACs, host names, domains and e-mail addresses, each value always by the same substitute,
and with --redact-words FILE (one a line) words of your own wherever they occur. The replacements are listed in
FILE.map.json, without --html in netopsy-redaction.map.json, or in --redact-map FILE; keep that list, don't send it.
--redact-key TEXT makes the same replacements again.

A BUNDLE is a folder, an archive (.tar, .tar.gz, .zip) or several files named one after another.
Exit status: 0 analysed; 1 the output can't be written; 2 the command line is wrong; 3 the input holds nothing to analyse.
`;

/**
 * Runs one command; `argv` is what stands behind the program's name. `scripts`: the folder of the built
 * scripts that run on threads of their own; null for none. Resolves with the exit status.
 */
export async function runCli(
  argv: readonly string[],
  printer: CliOutput = terminal,
  scripts: string | null = null,
): Promise<number> {
  const output = shownOn(printer);
  const [command, ...rest] = argv.includes('--help') ? ['help'] : argv;
  switch (command) {
    case 'analyze':
      return runAnalyze(rest, output, scripts);
    case 'packets':
      return runPackets(rest, output, scripts);
    case 'diff':
      return runDiff(rest, output, scripts);
    case 'route':
      return runRoute(rest, output);
    case 'simulate':
      return runSimulate(rest, output);
    case '--version':
      await output.out(`netopsy ${packageJson.version}\n`);
      return exitStatus.analysed;
    case 'help':
    case '--help':
    case '-h':
      await output.out(usage);
      return exitStatus.analysed;
    default:
      output.err(`netopsy: ${command === undefined ? 'a command is missing' : `unknown command ${command}`}`);
      for (const line of usage.split('\n')) output.err(line);
      return exitStatus.usage;
  }
}

async function runPackets(
  args: readonly string[],
  output: CliOutput,
  scripts: string | null,
): Promise<number> {
  const command = readWords(args, { ndjson: { type: 'boolean' } }, output);
  if (command === null) return exitStatus.usage;
  const bundle = await analysedBundle(command.bundle, output, scripts);
  if (bundle.analysis !== null) await writePackets(bundle.analysis, output);
  return bundle.status;
}

async function writePackets(analysis: Analysis, output: CliOutput): Promise<void> {
  let lines: string[] = [];
  for await (const packet of packetDocuments(analysis)) {
    lines.push(visibleJson(JSON.stringify(packet)), '\n');
    if (lines.length >= 512) {
      await output.out(lines.join(''));
      lines = [];
    }
  }
  if (lines.length > 0) await output.out(lines.join(''));
}
