import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromRoot } from '../build/paths.mjs';

const folder = mkdtempSync(join(tmpdir(), 'netopsy-npm-'));
const shell = process.platform === 'win32';
const unpacked = join(folder, 'package');

interface Manifest {
  readonly bin: { readonly netopsy: string };
  readonly dependencies?: object;
}

beforeAll(() => {
  // What `npm pack` would build is built already.
  const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  execFileSync('npm', args, { cwd: fromRoot(), shell, stdio: 'pipe' });
  const [tarball = ''] = readdirSync(folder);
  execFileSync('tar', ['xzf', tarball], { cwd: folder });
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the package of npm runs on its own, with nothing installed beside it', () => {
  const manifest = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')) as Manifest;
  expect(manifest.dependencies).toBeUndefined();
  const command = join(unpacked, manifest.bin.netopsy);
  expect(readFileSync(command, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  const sample = fromRoot('renderer/public/sample');
  const answer = execFileSync(process.execPath, [command, 'analyze', sample], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(answer).toMatch(/policy of filter\/FORWARD/);
});

test('it goes through many bundles on threads of its own, and writes Parquet', () => {
  const { bin } = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')) as Manifest;
  const run = (...args: readonly string[]): string =>
    execFileSync(process.execPath, [join(unpacked, bin.netopsy), ...args], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 120_000,
    });
  const bundles = ['no-route', 'reject', 'blackhole', 'ecmp', 'input', 'output'].map((name) =>
    fromRoot(`e2e/captures/${name}`),
  );
  const lines = run('triage', ...bundles, '--ndjson')
    .trim()
    .split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { error: null }).error)).toEqual(bundles.map(() => null));
  const [first = ''] = bundles;
  const exported = run('export', join(first, 'bundle'), '--parquet', join(folder, 'parquet')).trim();
  expect(readdirSync(exported).sort()).toContain('journeys.parquet');
});

test('it holds the build, the licences and nothing else', () => {
  const files = readdirSync(unpacked, { recursive: true, encoding: 'utf8', withFileTypes: false });
  const outside = files
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !/^dist(\/((electron|renderer)(\/.*)?|LICENSES\.txt|netopsy\.1))?$/.test(path));
  expect(outside.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
});
