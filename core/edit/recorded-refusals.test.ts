import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadedTables } from '../kernel/chains/loaded-tables.ts';
import { hostState } from '../kernel/host-state.ts';
import type { EditTool } from '../model/edit.ts';
import { formats } from '../parse/formats.ts';
import { analysed } from '../testing/drawn-log.ts';
import { english } from '../words/en/index.ts';
import type { Configuration } from './configuration.ts';
import type { ReadRecords } from './edit-kind.ts';
import { makeEdit } from './edits.ts';

/** What the tools themselves said on a host whose state is in `files`: their first line, and where nft's carets stand. */
interface Recorded {
  readonly versions: string;
  readonly files: Readonly<Record<string, readonly string[]>>;
  readonly refusals: readonly {
    readonly tool: EditTool;
    readonly words: string;
    readonly says: string;
    /** First character and length. */
    readonly at?: readonly [number, number];
  }[];
}

const { files, refusals } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'recorded-refusals.json'), 'utf8'),
) as Recorded;

const readRecords: ReadRecords = (kind, text, { file }) =>
  formats.find((each) => each.kind === kind)?.parse(text.split('\n'), file).records ?? {
    kind: 'none',
    items: [],
  };

it('refuses_in_the_words_that_the_tools_have', async () => {
  const { analysis } = await analysed(
    Object.fromEntries(Object.entries(files).map(([name, lines]) => [name, `${lines.join('\n')}\n`])),
  );
  const state: Configuration = {
    ...hostState(analysis, ''),
    tables: loadedTables(analysis.rulesets, ''),
    conntrack: [],
  };
  const found = refusals.map((recorded) => ({ recorded, own: judged(state, recorded) }));
  const named = (kind: string) => found.filter(({ own }) => own === kind).map(({ recorded }) => `${recorded.tool} ${recorded.words}`); // prettier-ignore
  expect(named('made')).toEqual([]);
  expect(named('other words')).toEqual(inOtherWords);
  expect(named('other place')).toEqual([]);
  expect(named('alike').length).toBeGreaterThan(120);
});

/** Refused, but other versions of the tool and of the kernel say it otherwise, or name what they expected instead. */
const inOtherWords: readonly string[] = [
  'nft add rule inet nosuch forward accept',
  'nft add rule inet fw nosuch accept',
  'nft add rule inet fw forward tcp dport 80 acept',
  'nft add rule inet fw forward jump nosuch',
  'nft add rule inet fw guests jump guests',
  'nft add rule inet fw guests jump forward',
  'nft add rule inet fw forward iifname',
  'nft add rule nosuchfamily fw forward accept',
  'nft delete rule inet fw forward',
  'nft add element inet fw open { 10.0.0.1 }',
  'nft add element inet fw open { 80',
  'nft rename chain inet fw nosuch other',
  'nft frobnicate rule inet fw forward accept',
  'nft add rule inet fw',
  'ip route add 10.3.0.0/24 via 10.2.0.300',
];

function judged(
  state: Configuration,
  { tool, words, says, at }: Recorded['refusals'][number],
): 'made' | 'other words' | 'other place' | 'alike' {
  const change = { kind: 'command', tool, host: null, text: words } as const;
  const made = makeEdit(state, change, { file: 'change', line: 1 }, readRecords);
  if (!('refused' in made)) return 'made';
  const own = typeof made.refused === 'string' ? made.refused : english.whatIf.editFault(made.refused);
  if (plain(own) !== plain(says)) return 'other words';
  const isThere = at === undefined || (made.at?.start === at[0] && made.at.length === at[1]);
  return isThere ? 'alike' : 'other place';
}

/** Without the version, which is the host's. */
function plain(said: string): string {
  return said.replace(/ v[\d.]+( \([a-z_]+\))?:/, ':').replace(/^Error: /, '');
}
