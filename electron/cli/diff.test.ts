import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from './main.ts';

let folder = '';
const saved = (policy: string): string => `*filter\n:FORWARD ${policy} [0:0]\nCOMMIT\n`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'netopsy-diff-'));
  for (const [name, policy] of [
    ['before', 'ACCEPT'],
    ['after', 'DROP'],
  ] as const) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'iptables-save.txt'), saved(policy));
  }
  mkdirSync(join(folder, 'empty'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: readonly string[]): Promise<{ status: number; out: string; err: string }> {
  const seen = { out: '', err: '' };
  const paths = args.map((word) => (word.startsWith('-') ? word : join(folder, word)));
  const status = await runCli(['diff', ...paths], {
    out: async (text) => void (seen.out += text),
    err: (text) => void (seen.err += text),
  });
  return { status, ...seen };
}

it('compares_two_bundles_as_text_and_as_JSON', async () => {
  const text = await run('before', 'after');
  expect(text).toMatchObject({ status: 0, err: '' });
  expect(text.out).toContain('1, policy changed: filter/FORWARD: ACCEPT -> DROP');
  const json = await run('before', 'after', '--json');
  expect(JSON.parse(json.out)).toMatchObject({
    schema: 'netopsy/diff/1',
    changes: [{ kind: 'policy-changed', before: ':FORWARD ACCEPT [0:0]', after: ':FORWARD DROP [0:0]' }],
  });
});

it.each([[[]], [['before']], [['before', 'after', 'empty']], [['before', 'after', '--nosuch']]])(
  '%j_is_a_wrong_command_line',
  async (args) => {
    const { status, out, err } = await run(...args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(/^netopsy: .*\n$/s);
  },
);

it.each([[['before', 'nosuch']], [['empty', 'after']]])('%j_has_nothing_to_compare', async (args) => {
  const { status, out, err } = await run(...args);
  expect([status, out]).toEqual([3, '']);
  expect(err).toMatch(/^netopsy: [^\n]*\n$/);
});
