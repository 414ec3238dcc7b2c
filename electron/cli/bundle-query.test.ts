import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './main.ts';

const files: Readonly<Record<string, string>> = {
  'ip-rule.txt': '0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n',
  'ip-route.txt': [
    'default via 10.2.0.254 dev eth1',
    '10.1.0.0/24 dev eth0 proto kernel scope link src 10.1.0.1',
    '10.2.0.0/24 dev eth1 proto kernel scope link src 10.2.0.1',
    'local 10.1.0.1 dev eth0 table local proto kernel scope host src 10.1.0.1',
    'local 10.2.0.1 dev eth1 table local proto kernel scope host src 10.2.0.1',
    '',
  ].join('\n'),
  'ip-link.txt': ['1: eth0: <UP> mtu 1500 state UP', '2: eth1: <UP> mtu 1500 state UP', ''].join('\n'),
  'iptables-save.txt': [
    '*filter',
    ':INPUT ACCEPT [0:0]',
    ':FORWARD DROP [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    '-A OUTPUT -p udp -j DROP',
    'COMMIT',
    '',
  ].join('\n'),
};

let bundle = '';
beforeAll(() => {
  bundle = mkdtempSync(join(tmpdir(), 'netopsy-query-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(bundle, name), text);
});
afterAll(() => rmSync(bundle, { recursive: true }));

async function run(
  command: 'route' | 'simulate',
  ...args: string[]
): Promise<{ status: number; out: string; err: string }> {
  const seen = { out: '', err: '' };
  const status = await runCli([command, ...args], {
    out: async (text) => void (seen.out += text),
    err: (text) => void (seen.err += text),
  });
  return { status, ...seen };
}

describe('route', () => {
  it('answers_as_text_and_as_JSON_without_any_trace_line', async () => {
    const text = await run('route', bundle, '--to', '192.0.2.1');
    expect(text).toMatchObject({ status: 0, err: '' });
    expect(text.out).toContain('Sent via 10.2.0.254 dev eth1');
    const json = await run('route', bundle, '--to', '192.0.2.1', '--json');
    expect(JSON.parse(json.out)).toMatchObject({ schema: 'netopsy/route/1', type: 'unicast', dev: 'eth1' });
  });

  it('an_interface_that_the_host_does_not_have_is_a_wrong_command_line', async () => {
    const answer = await run('route', bundle, '--to', '192.0.2.1', '--from', '10.1.0.2', '--iif', 'eth7');
    expect(answer).toMatchObject({
      status: 2,
      out: '',
      err: 'netopsy: the bundle has no interface eth7, only eth0, eth1\n',
    });
  });
});

describe('simulate', () => {
  it('answers_as_text_and_as_JSON', async () => {
    const packet = ['--local', '--src', '10.2.0.1', '--dst', '192.0.2.1', '--proto', 'udp', '--dport', '53'];
    const text = await run('simulate', bundle, ...packet);
    expect(text).toMatchObject({ status: 0, err: '' });
    expect(text.out).toContain('Dropped by rule 1 of filter/OUTPUT: -A OUTPUT -p udp -j DROP');
    const json = await run('simulate', bundle, ...packet, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ schema: 'netopsy/simulation/1', disposition: 'dropped' });
  });
});

it.each([
  [[], 'no bundle named'],
  [['BUNDLE'], '--to is missing'],
  [['BUNDLE', '--to'], ''],
  [['BUNDLE', '--nosuch'], ''],
  [['BUNDLE', '--to', '192.0.2.1', '--host', 'other'], 'the bundle describes no host other'],
])('%j is a wrong command line', async (args, said) => {
  const { status, out, err } = await run('route', ...args.map((word) => (word === 'BUNDLE' ? bundle : word)));
  expect([status, out]).toEqual([2, '']);
  expect(err).toContain(`netopsy: ${said}`);
});

it('a_paste_of_several_outputs_describes_a_host', async () => {
  const paste = join(bundle, 'paste.md');
  writeFileSync(
    paste,
    '```\n# ip rule\n32766:\tfrom all lookup main\n# ip r\ndefault via 192.0.2.1 dev eth7\n```\n',
  );
  const { status, out } = await run('route', paste, '--to', '198.51.100.9', '--json');
  rmSync(paste);
  expect([status, JSON.stringify(JSON.parse(out))]).toEqual([0, expect.stringContaining('"eth7"')]);
});

it('a_bundle_that_describes_no_host_has_nothing_to_analyse', async () => {
  expect(await run('route', join(bundle, 'nosuch'), '--to', '192.0.2.1')).toMatchObject({
    status: 3,
    out: '',
  });
  const notes = join(bundle, 'notes.txt');
  writeFileSync(notes, 'hello\n');
  const { status, err } = await run('route', notes, '--to', '192.0.2.1');
  rmSync(notes);
  expect([status, err]).toEqual([
    3,
    'netopsy: nothing to analyse: no ruleset, route, address or sysctl in the bundle\n',
  ]);
});
