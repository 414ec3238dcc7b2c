import type { ParseArgsConfig } from 'node:util';
import { parseArgs } from 'node:util';
import {
  type AnalysedBundle,
  type Analysis,
  type Refused,
  visibleJson,
  describedHosts,
  recordsOf,
} from '../../core/index.ts';
import { analyzeSources } from './analysed-bundle.ts';
import { chooseHost } from './choose-host.ts';
import { argumentError, messageOf } from './message-of.ts';
import type { CommandOptions } from './command.ts';
import { laidOut, plainLines } from './layout.ts';
import type { CommandOutput } from './output.ts';
import { sourcesOf } from './sources.ts';

/** What a question to a bundle's host is answered with, in both forms. */
export interface QueryAnswer {
  readonly document: unknown;
  readonly text: string;
}

/** The options of every such command. */
export const queryOptions = {
  json: { type: 'boolean' },
  host: { type: 'string', value: 'NAME' },
} as const satisfies CommandOptions;

/** The words of the command line by the names of their options. */
export type QueryWords = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/**
 * A command that asks a host of a bundle something: `netopsy NAME BUNDLE... --OPTION VALUE [--host NAME] [--json]`.
 * Resolves with the exit status: 0 answered; 2 the command line is wrong; 3 the bundle describes no host.
 */
export async function runBundleQuery<Query extends object>(
  args: readonly string[],
  options: NonNullable<ParseArgsConfig['options']>,
  read: (words: QueryWords) => Query | Refused,
  answer: (analysis: AnalysedBundle, host: string, query: Query) => QueryAnswer | Refused,
  output: CommandOutput,
): Promise<number> {
  const { commandFaults } = output.words;
  const refuse = (status: number, why: string): number => {
    output.say(why);
    return status;
  };
  const wrong = ({ wrong: fault }: Refused): number => refuse(2, commandFaults.queryFault(fault));
  const all = { ...options, ...queryOptions };
  let words: QueryWords;
  let bundle: string[];
  try {
    const parsed = parseArgs({ args: [...args], options: all, allowPositionals: true, strict: true });
    [words, bundle] = [parsed.values, parsed.positionals];
  } catch (error) {
    return refuse(2, argumentError(error));
  }
  if (bundle.length === 0) return refuse(2, commandFaults.noBundle);
  const query = read(words);
  if ('wrong' in query) return wrong(query);

  let analysis;
  try {
    analysis = await analyzeSources(await sourcesOf(bundle), null);
  } catch (error) {
    return refuse(3, commandFaults.bundleUnreadable(messageOf(error)));
  }
  if (!describesHost(analysis)) return refuse(3, commandFaults.noDescription);
  const chosen = chooseHost(analysis, typeof words['host'] === 'string' ? words['host'] : undefined);
  if ('wrong' in chosen) return wrong(chosen);
  const answered = answer(analysis, chosen.host, query);
  if ('wrong' in answered) return wrong(answered);
  // Who answers line by line prints by itself.
  if (answered.text === '') return 0;
  await output.out(
    words['json'] === true
      ? `${visibleJson(JSON.stringify(answered.document, null, 1))}\n`
      : laidOut(plainLines(answered.text), output),
  );
  return 0;
}

/** Why a packet can't come in by an interface: the bundle lists the host's, and it is not among them. Null: it can. */
export function refuseInterface(analysis: Analysis, host: string, name: string | null): Refused | null {
  const links = [...new Set(recordsOf(analysis, host).network?.links.map((link) => link.name))];
  if (name === null || name === '' || links.length === 0 || links.includes(name)) return null;
  return { wrong: { kind: 'no-interface', name, interfaces: links } };
}

/** Whether anything in the bundle describes a host, be it a file of its own or a part of one. */
function describesHost(analysis: Analysis): boolean {
  return (
    analysis.artifacts.some(({ kind }) => networkFiles.includes(kind)) || describedHosts(analysis).length > 0
  );
}

/** The kinds of files that describe a host's network. */
const networkFiles: readonly string[] = ['ip-rule', 'ip-route', 'ip-addr', 'ip-link', 'sysctl', 'ip-neigh'];
