import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusal, serve, type Serving } from './serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'netopsy-serve-'));
writeFileSync(join(folder, 'index.html'), '<p>page</p>');
let serving: Serving;
let cookie = '';

beforeAll(async () => {
  serving = await serve(folder);
  const { headers } = await ask(new URL(serving.url).search, {});
  cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
});

afterAll(async () => {
  await serving.close();
  rmSync(folder, { recursive: true });
});

test('the printed address gives the page, and the token leaves the address bar', async () => {
  const first = await ask(new URL(serving.url).search, {});
  expect(first).toMatchObject({ status: 303, headers: { location: '/' } });
  expect(first.headers['set-cookie']?.[0]).toContain('HttpOnly; SameSite=Lax');
  expect(await ask('', { cookie })).toMatchObject({ status: 200, body: '<p>page</p>' });
});

test('it listens on this machine only, on a port of its own', () => {
  expect(serving.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/);
});

test('nothing is served without the token, or with a wrong one', async () => {
  expect(await ask('', {})).toMatchObject({ status: 403 });
  expect(await ask('?token=wrong', {})).toMatchObject({ status: 403 });
  expect(await ask('', { cookie: cookie.replace(/=.*/, '=wrong') })).toMatchObject({ status: 403 });
});

test('a foreign name for this address is refused, even with the cookie', async () => {
  expect(await ask('', { cookie, host: 'rebound.example' })).toMatchObject({ status: 403 });
});

test('only reading is served', async () => {
  expect(await ask('', { cookie }, 'POST')).toMatchObject({ status: 405 });
  expect(await ask('', { cookie }, 'HEAD')).toMatchObject({ status: 200, body: '' });
  expect(await ask('none.js', { cookie })).toMatchObject({ status: 404 });
});

test('every answer carries the policy', async () => {
  for (const path of ['', 'none.js', '?token=wrong']) {
    expect((await ask(path, { cookie })).headers['content-security-policy']).toContain("default-src 'none'");
  }
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Not `fetch`, which would set Host itself. */
function ask(path: string, headers: Record<string, string>, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, new URL('/', serving.url)), { headers, method }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    asked.once('error', reject).end();
  });
}

test('a token that is empty or weak and a port that is none are refused with a sentence', () => {
  expect(refusal('0', undefined)).toBeNull();
  expect(refusal('8080', 'abcdefgh01234567')).toBeNull();
  expect(refusal('0', '')).toContain('--token');
  expect(refusal('0', 'x y')).toContain('--token');
  for (const port of ['', '70000', '-1', 'http', '1.5']) expect(refusal(port, undefined)).toContain('--port');
});
