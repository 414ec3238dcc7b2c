import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Schema, violations } from '../../core/testing/json-schema.ts';
import type { TriageLine } from '../../core/index.ts';
import { runCli } from './main.ts';

const captures = join(import.meta.dirname, '../../e2e/captures');
const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../core/report/schemas/triage.schema.json'), 'utf8'),
) as Schema;
let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'netopsy-triage-'));
  cpSync(join(captures, 'docker-dnat/bundle'), join(root, 'a-folder'), { recursive: true });
  // A folder of a bundle is no other bundle.
  cpSync(join(captures, 'no-route/bundle'), join(root, 'a-folder/old'), { recursive: true });
  mkdirSync(join(root, 'customer/case'), { recursive: true });
  cpSync(join(captures, 'no-route/bundle'), join(root, 'customer/case/2'), { recursive: true });
  execFileSync('tar', ['czf', join(root, 'customer/case/1.tgz'), '-C', join(captures, 'reject'), 'bundle']);
  writeFileSync(join(root, 'customer/readme.txt'), 'Nothing of ours.\n');
  writeFileSync(join(root, 'broken.tar.gz'), Buffer.from([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]));
  mkdirSync(join(root, 'report/sos_commands/networking'), { recursive: true });
  mkdirSync(join(root, 'report/var/log'), { recursive: true });
  cpSync(join(captures, 'reject/bundle/kern.log'), join(root, 'report/var/log/messages'));
  if (process.platform !== 'win32') symlinkSync(root, join(root, 'customer/again'));
});
afterAll(() => rmSync(root, { recursive: true }));

async function triage(...args: readonly string[]): Promise<{ status: number; out: string; err: string }> {
  const seen = { out: '', err: '' };
  const status = await runCli(['triage', ...args], {
    out: async (text) => void (seen.out += text),
    err: (text) => void (seen.err += text),
  });
  return { status, ...seen };
}

function linesOf(out: string): readonly TriageLine[] {
  return out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as TriageLine]));
}

describe('triage', () => {
  it('has_a_line_for_each_bundle_also_for_a_bad_one', async () => {
    const { status, out } = await triage(root, '--ndjson');
    expect(status).toBe(0);
    const lines = linesOf(out);
    expect(lines.map(({ bundle }) => bundle.slice(root.length + 1))).toEqual([
      'a-folder',
      'broken.tar.gz',
      join('customer/case', '1.tgz'),
      join('customer/case', '2'),
      'report',
    ]);
    expect(lines.flatMap((line) => violations(schema, line))).toEqual([]);
    const [folder, broken, , noRoute] = lines;
    expect(folder?.error).toBeNull();
    expect(broken?.error).toMatch(/\w/);
    expect(noRoute?.deadEnds[0]?.cause.kind).toBe('no-route');
  });

  it('goes_on_where_an_earlier_output_stopped', async () => {
    const whole = (await triage(root, '--ndjson')).out.split('\n');
    const file = join(root, '..', 'netopsy-triage-resume.ndjson');
    try {
      // Stopped in the middle of the third line.
      writeFileSync(file, `${whole[0]}\n${whole[1]}\n${whole[2]?.slice(0, 40)}`);
      const rest = await triage(root, '--ndjson', '--resume', file);
      expect(rest.out).toBe(whole.slice(2).join('\n'));
      appendFileSync(file, `\n${rest.out}`);
      expect((await triage(root, '--ndjson', '--resume', file)).out).toBe('');
    } finally {
      rmSync(file);
    }
  });

  it('goes_on_with_lines_of_text_as_well', async () => {
    const file = join(root, '..', 'netopsy-triage-resume.txt');
    const whole = (await triage(root)).out;
    const [first = '', ...rest] = whole.split('\n');
    try {
      writeFileSync(file, `${first}\n`);
      expect((await triage(root, '--resume', file)).out).toBe(rest.join('\n'));
    } finally {
      rmSync(file);
    }
  });

  it('says_that_a_folder_has_no_bundle', async () => {
    const { status, out, err } = await triage(join(root, 'report/sos_commands'));
    expect([status, out]).toEqual([3, '']);
    expect(err).toMatch(/^netopsy: no bundle found/);
  });

  it('refuses_an_earlier_output_that_it_cannot_read', async () => {
    expect((await triage(root, '--resume', join(root, 'nosuch'))).status).toBe(2);
  });
});
