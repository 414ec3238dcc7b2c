import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fromRoot } from '../build/paths.mjs';
import { runCli } from '../electron/cli/main.ts';

/** The HTML files of all captures: what any reader or browser may rely on. */
const captures = process.env['NETOPSY_CAPTURES'] ?? fromRoot('e2e/captures');
const folder = mkdtempSync(join(tmpdir(), 'netopsy-reports-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, 'report.html');
const names = readdirSync(captures);
const single = names.filter((name) => existsSync(join(captures, name, 'bundle')));
const pairs = names.filter((name) => existsSync(join(captures, name, 'before')));

async function run(...args: readonly string[]) {
  let out = '';
  let err = '';
  const status = await runCli(args, {
    out: async (text) => void (out += text),
    err: (text) => void (err += text),
  });
  return { status, out, err };
}

describe.each([
  ...single.map((name) => [name, ['analyze', join(captures, name, 'bundle')]] as const),
  ...pairs.map(
    (name) => [name, ['diff', join(captures, name, 'before'), join(captures, name, 'after')]] as const,
  ),
])('the report of %s', (_, command) => {
  it('is_one_whole_page_that_asks_for_nothing', async () => {
    const { status, out, err } = await run(...command, '--html', file);
    expect([0, 3], err).toContain(status);
    expect(out).toBe('');
    const page = readFileSync(file, 'utf8');
    expect(page.startsWith('<!doctype html>')).toBe(true);
    expect(unbalanced(page)).toEqual([]);
    // In tags alone: `>` is escaped in text and attributes, so each ends at its first.
    const tags = Array.from(page.matchAll(/<[^>]*>/g), ([tag]) => tag);
    expect(
      tags.filter((tag) => /^<(?:script|link|img|iframe)|\s(?:src|style|on[a-z]+)=|href="(?!#)/.test(tag)),
    ).toEqual([]);
    expect(page).not.toMatch(/@import|url\((?!#)/);
    expect(page).not.toMatch(/undefined|NaN|\[object|>null<|(?:rule|policy|handle|packet) null/);

    const ids = Array.from(page.matchAll(/\sid="([^"]*)"/g), ([, id]) => id);
    expect(ids.length).toBe(new Set(ids).size);
    const targets = Array.from(page.matchAll(/(?:href="#|url\(#)([^")]*)/g), ([, id]) => id);
    expect(targets.filter((id) => !ids.includes(id))).toEqual([]);

    const style = /<style>([^]*)<\/style>/.exec(page)?.[1] ?? '';
    const digest = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(`default-src 'none'; style-src 'sha256-${digest}'`);
  });
});

it('the_same_key_redacts_in_the_same_way_and_the_map_is_for_the_operator_alone', async () => {
  const bundle = join(captures, single[0] ?? '', 'bundle');
  const told = async (key: string) => {
    const { status, err } = await run('analyze', bundle, '--html', file, '--redact', '--redact-key', key);
    expect(status, err).toBe(0);
    expect(err).toContain(`${file}.map.json`);
    return readFileSync(`${file}.map.json`, 'utf8');
  };
  const first = await told('one');
  expect(await told('one')).toBe(first);
  expect(await told('two')).not.toBe(first);
  expect(statSync(`${file}.map.json`).mode & 0o077).toBe(0);
  expect(JSON.parse(first)).toMatchObject({ schema: 'netopsy/redaction-map/1', key: 'one' });
});

it('what_can_not_be_written_is_said_and_leaves_the_old_file', async () => {
  const bundle = join(captures, single[0] ?? '', 'bundle');
  expect(await run('analyze', bundle, '--html', join(folder, 'no', 'such', 'report.html'))).toMatchObject({
    status: 1,
    out: '',
  });
  writeFileSync(file, 'old');
  const refused = await run(
    'analyze',
    bundle,
    '--html',
    file,
    '--redact',
    '--redact-map',
    join(folder, 'no', 'such.json'),
  );
  expect(refused.status).toBe(1);
  expect(refused.err).toContain("can't write the output");
  expect(readFileSync(file, 'utf8')).toBe('old');
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
});

it('a_report_is_HTML_or_JSON', async () => {
  expect((await run('analyze', 'x', '--json', '--html', file)).status).toBe(2);
  expect((await run('diff', 'x', 'y', '--json', '--html', file)).status).toBe(2);
});

/** Tags that are not closed in order. */
function unbalanced(page: string): readonly string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  const text = page.replace(/<style>[^]*<\/style>/, '');
  for (const [tag, closing, name = ''] of text.matchAll(/<(\/?)([a-z][a-z0-9]*)(?:\s[^<>]*?)?\/?>/gi)) {
    if (tag.endsWith('/>') || ['meta', 'br'].includes(name)) continue;
    if (closing === '') open.push(name);
    else if (open.pop() !== name) wrong.push(tag);
  }
  return [...wrong, ...open];
}
