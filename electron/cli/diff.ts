import { parseArgs } from 'node:util';
import {
  type Analysis,
  analyze,
  compareCaptures,
  diffDocument,
  diffHtml,
  diffText,
} from '../../core/index.ts';
import { messageOf } from './message-of.ts';
import type { CliOutput } from './output.ts';
import { printedDocument, printedText, redactingFor, redactingOptions } from './redacting.ts';
import { sourcesOf } from './sources.ts';
import { bundleName, writeReport } from './write-report.ts';

const options = { json: { type: 'boolean' }, html: { type: 'string' }, ...redactingOptions } as const;

/**
 * `netopsy diff BEFORE AFTER [--json | --html FILE] [--redact]`: each of the two is one bundle, a folder or an archive. Resolves with the exit
 * status: 0 compared; 1 the output can't be written; 2 the command line is wrong; 3 one of the bundles holds nothing to compare.
 */
export async function runDiff(args: readonly string[], output: CliOutput): Promise<number> {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    return refuse(output, 2, messageOf(error));
  }
  if (parsed.values.json === true && parsed.values.html !== undefined)
    return refuse(output, 2, '--json and --html FILE exclude each other');
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
  const [earlier, later] = captures as [Analysis, Analysis];
  const diff = compareCaptures(earlier, later);
  const { json, html } = parsed.values;
  try {
    const redacting = await redactingFor(captures, parsed.values, html ?? null, output);
    if (html !== undefined) {
      const title = `${bundleName(before)} → ${bundleName(after)}`;
      await writeReport(html, title, redacting, (about) => diffHtml(earlier, later, diff, about));
      return 0;
    }
    const text =
      json === true ? printedDocument(diffDocument(diff), redacting) : printedText(diffText(diff), redacting);
    await redacting?.writeMap();
    await output.out(text);
  } catch (error) {
    return refuse(output, 1, `can't write the output: ${messageOf(error)}`);
  }
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
