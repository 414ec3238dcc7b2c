import { parseArgs } from 'node:util';
import { type Analysis, analyze, compareCaptures, diffDocument, diffText } from '../../core/index.ts';
import type { CliOutput } from './output.ts';
import { sourcesOf } from './sources.ts';

const options = { json: { type: 'boolean' } } as const;

/**
 * `netopsy diff BEFORE AFTER [--json]`: each of the two is one bundle, a folder or an archive. Resolves with the exit
 * status: 0 compared; 2 the command line is wrong; 3 one of the bundles holds nothing to compare.
 */
export async function runDiff(args: readonly string[], output: CliOutput): Promise<number> {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    return refuse(output, 2, messageOf(error));
  }
  const [before, after, ...more] = parsed.positionals;
  if (before === undefined || after === undefined || more.length > 0)
    return refuse(output, 2, 'diff wants two bundles: the capture before and the one after');
  const captures: Analysis[] = [];
  for (const bundle of [before, after]) {
    let analysis: Analysis;
    try {
      analysis = await analyze(await sourcesOf([bundle]));
    } catch (error) {
      return refuse(output, 3, `can't read the bundle: ${messageOf(error)}`);
    }
    if (!holdsAnything(analysis)) return refuse(output, 3, `nothing to compare in ${bundle}`);
    captures.push(analysis);
  }
  const diff = compareCaptures(captures[0] as Analysis, captures[1] as Analysis);
  await output.out(
    parsed.values.json === true ? `${JSON.stringify(diffDocument(diff), null, 1)}\n` : diffText(diff),
  );
  return 0;
}

/** Packets, or the configuration of a host. */
function holdsAnything({ journeys, rulesets, artifacts }: Analysis): boolean {
  const describing = ['ip-rule', 'ip-route', 'ip-addr', 'ip-link', 'sysctl', 'ipset'];
  return journeys.count > 0 || rulesets.length > 0 || artifacts.some(({ kind }) => describing.includes(kind));
}

function refuse(output: CliOutput, status: number, why: string): number {
  output.err(`netopsy: ${why}\n`);
  return status;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
