import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from './main.ts';

const bundle = join(import.meta.dirname, '../../e2e/captures/forward-policy-drop/bundle');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'netopsy-what-if-'));
  writeFileSync(join(folder, 'edited.txt'), '*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n');
  writeFileSync(join(folder, 'notes.txt'), 'hello\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: readonly string[]): Promise<{ status: number; out: string; err: string }> {
  const seen = { out: '', err: '' };
  const status = await runCli(['whatif', ...args], {
    out: async (text) => void (seen.out += text),
    err: (text) => void (seen.err += text),
  });
  return { status, ...seen };
}

it('answers_with_text_and_with_JSON', async () => {
  const change = ['--iptables', '-I FORWARD 1 -d 10.2.0.2 -p tcp --dport 22 -j ACCEPT'];
  const text = await run(bundle, ...change);
  expect(text).toMatchObject({ status: 0, err: '' });
  expect(text.out).toContain('1 dead flow would get through');
  const json = JSON.parse((await run(bundle, ...change, '--json')).out) as unknown;
  expect(json).toMatchObject({
    schema: 'netopsy/whatif/1',
    changes: [{ id: 1, text: change[1] }],
    flows: [{ flow: { dport: 22 }, captured: { disposition: 'dropped' }, changed: { disposition: 'forwarded' }, certain: true }], // prettier-ignore
  });
});

it('takes_a_whole_edited_file', async () => {
  const { status, out } = await run(bundle, '--config', join(folder, 'edited.txt'), '--json');
  expect(status).toBe(0);
  expect((JSON.parse(out) as { flows: unknown[] }).flows.length).toBeGreaterThan(2);
});

it('writes_a_report_with_both_journeys_beside_each_other', async () => {
  const file = join(folder, 'report.html');
  const change = ['--iptables', '-I FORWARD 1 -d 10.2.0.2 -p tcp --dport 22 -j ACCEPT'];
  expect(await run(bundle, ...change, '--html', file)).toMatchObject({ status: 0 });
  const page = readFileSync(file, 'utf8');
  for (const said of [
    '1 dead flow would get through',
    'as captured and through the changed configuration',
    'Inserts a rule as number 1 of filter/FORWARD',
    'parting apart',
    'Packet paths, before and after',
    '<figcaption>Changed',
  ])
    // prettier-ignore
    expect(page).toContain(said);
  const redacted = await run(bundle, ...change, '--html', file, '--redact', '--redact-map', join(folder, 'map-2.json')); // prettier-ignore
  expect(redacted.status).toBe(0);
  expect(readFileSync(file, 'utf8')).not.toContain('10.2.0.2');
});

it('redacts_what_it_says', async () => {
  const map = join(folder, 'map.json');
  const { status, out } = await run(bundle, '--iptables', '-I FORWARD 1 -d 10.2.0.2 -j ACCEPT', '--redact', '--redact-map', map); // prettier-ignore
  expect(status).toBe(0);
  expect(out).not.toContain('10.2.0.2');
});

it('refuses_in_the_tool_s_words_and_shows_the_place', async () => {
  const { status, out, err } = await run(bundle, '--iptables', '-A NOSUCH -j ACCEPT');
  expect([status, out]).toEqual([2, '']);
  expect(err).toBe(
    "netopsy: change 1 can't be made: iptables: No chain/target/match by that name.\n  -A NOSUCH -j ACCEPT\n     ^^^^^^\n",
  );
});

it('refuses_a_line_of_an_edited_file_in_the_tool_s_words', async () => {
  const saved = readFileSync(join(bundle, 'iptables-save.txt'), 'utf8');
  const file = join(folder, 'iptables-save.txt');
  writeFileSync(file, saved.replace('--dport 53', '--dportt 53'));
  const { status, err } = await run(bundle, '--config', file);
  expect(status).toBe(2);
  expect(err).toBe(
    [
      `netopsy: change 1 can't be made: iptables v1.8: unknown option "--dportt"`,
      `  ${file}, line 8`,
      '  [1:60] -A FORWARD -i eth0 -p udp -m udp --dportt 53 -j ACCEPT',
      '                                          ^^^^^^^^',
      '',
    ].join('\n'),
  );
  writeFileSync(file, saved.replace('--dport 53', '--comment "open'));
  expect((await run(bundle, '--config', file)).err).toContain(`${file}, line `);
});

it.each([
  [[bundle]],
  [['--iptables', '-P FORWARD ACCEPT']],
  [[bundle, '--nosuch']],
  [[bundle, '--iptables', '-P FORWARD ACCEPT', '--host', 'nosuch']],
])('%j_is_a_wrong_command_line', async (args) => {
  const { status, out, err } = await run(...args);
  expect([status, out]).toEqual([2, '']);
  expect(err).toMatch(/^netopsy: /);
});

it('an_edited_file_without_configuration_is_refused', async () => {
  expect(await run(bundle, '--config', join(folder, 'notes.txt'))).toMatchObject({ status: 2, out: '' });
});
