import { spawnSync } from 'node:child_process';
import process from 'node:process';
import type { Configuration } from '../../core/edit/configuration.ts';
import type { ReadRecords } from '../../core/edit/edit-kind.ts';
import { makeEdit } from '../../core/edit/edits.ts';
import type { EditTool } from '../../core/model/edit.ts';
import { formats } from '../../core/parse/formats.ts';
import { namespace } from './probe.ts';
import type { Namespace } from './namespace.ts';
import { type Random, seededRandom } from './random.ts';

/** Hosts per test; `EDIT_HOSTS=100` looks longer, `EDIT_SEED` elsewhere. */
const hosts = Number(process.env['EDIT_HOSTS'] ?? 4);
const firstSeed = Number(process.env['EDIT_SEED'] ?? 1);
const editsPerHost = 60;

/** Commands of one tool, and what is compared after each. */
export interface ComparedEdits {
  readonly tool: EditTool;
  /** The program on this machine; the tool itself where left out. */
  readonly program?: string;
  /** Makes a host in the namespace, and reads its configuration. */
  prepare(made: Namespace, name: string, outside: string, random: Random): Configuration;
  randomWords(random: Random, state: Configuration): readonly string[];
  ofKernel(name: string): string;
  ofState(state: Configuration): string;
}

/** Each command is typed on a host and made in its configuration: both take it or refuse it, and then both have the same. */
export function comparedEdits(
  { tool, program = tool, prepare, randomWords, ofKernel, ofState }: ComparedEdits,
  count = hosts,
): string[] {
  return Array.from({ length: count }, (_, index) => firstSeed + index).flatMap((seed) => {
    const random = seededRandom(seed);
    const [name, outside] = [`netopsy-edit-${process.pid}`, `netopsy-edit-out-${process.pid}`];
    const made: Namespace[] = [namespace(name), namespace(outside)];
    try {
      let state = prepare(made[0] as Namespace, name, outside, random);
      const wrong: string[] = [];
      for (let edits = 0; edits < editsPerHost && wrong.length === 0; edits++) {
        const words = randomWords(random, state);
        const text = words
          .map((word) =>
            tool !== 'nft' && (/[\s"'\\]/.test(word) || word === '')
              ? `"${word.replace(/(["\\])/g, '\\$1')}"`
              : word,
          )
          .join(' ');
        const run = inside(name, [program, ...words]);
        const edit = makeEdit(
          state,
          { kind: 'command', tool, host: null, text },
          { file: 'change', line: 1 },
          readRecords,
        );
        const said = run.stderr.trim().split('\n')[0] ?? '';
        if ('refused' in edit) {
          if (run.status === 0)
            wrong.push(
              `seed ${seed}: ${text}: refused with ${JSON.stringify(edit.refused)}, the kernel took it`,
            );
          continue;
        }
        if (run.status !== 0) {
          wrong.push(`seed ${seed}: ${text}: made, the kernel says ${said}`);
          continue;
        }
        state = edit.state;
        const [kernel, own] = [ofKernel(name), ofState(state)];
        if (kernel !== own) wrong.push(`seed ${seed}: ${text}:\n${firstDifference(kernel, own)}`);
      }
      return wrong;
    } finally {
      for (const each of made) each.remove();
    }
  });
}

function firstDifference(kernel: string, own: string): string {
  const [a, b] = [kernel.split('\n'), own.split('\n')];
  const only = (from: readonly string[], other: readonly string[]): string => from.filter((line) => !other.includes(line)).slice(0, 3).join(' | '); // prettier-ignore
  return `  the kernel has ${only(a, b)}\n  the state has  ${only(b, a)}`;
}

const readRecords: ReadRecords = (kind, text, { file }) =>
  formats.find((each) => each.kind === kind)?.parse(text.split('\n'), file).records ?? {
    kind: 'none',
    items: [],
  };

/** Runs a program in a namespace. */
export function inside(
  name: string,
  words: readonly string[],
  input = '',
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync('ip', ['netns', 'exec', name, ...words], { encoding: 'utf8', input });
}
