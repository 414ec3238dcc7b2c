import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { staticFile } from './static-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'netopsy-static-'));
const page = join(folder, 'page');
mkdirSync(join(page, 'assets'), { recursive: true });
mkdirSync(join(folder, 'page-beside'));
writeFileSync(join(page, 'index.html'), '<p>');
writeFileSync(join(page, 'assets/a b.js'), '1');
writeFileSync(join(page, 'key.pem'), 'secret');
writeFileSync(join(folder, 'page-beside/x.js'), 'secret');
writeFileSync(join(folder, 'secret.js'), 'secret');
afterAll(() => rmSync(folder, { recursive: true }));

test('a file of the page is found, with its type', async () => {
  expect((await staticFile(page, '/'))?.contentType).toBe('text/html; charset=utf-8');
  expect((await staticFile(page, '/assets/a%20b.js'))?.contentType).toBe('text/javascript; charset=utf-8');
});

test.each([
  '/../secret.js',
  '/..%2fsecret.js',
  '/%2e%2e/secret.js',
  '/assets/../../secret.js',
  '/..%5csecret.js',
  '/../page-beside/x.js',
  '/index.html%00.js',
  '/assets',
  '/assets/',
  '/key.pem',
  '/nothing.js',
  '/%',
  '',
])('%j is not served', async (path) => {
  expect(await staticFile(page, path)).toBeNull();
});
