/**
 * The same app in a browser, for machines without an Electron runtime:
 *
 *   node dist/electron/serve.js [--port N]      prints http://127.0.0.1:PORT/?token=...
 *
 * Only this machine can reach it, and only who knows the token: the first address sets it as a cookie, every other
 * request must bring it. Captures never pass through here; the page reads them as `File` objects.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { english } from '../core/index.ts';
import { securityHeaders } from './security-headers.ts';
import { staticFile } from './static-files.ts';

const words = english.commandFaults;

export interface Serving {
  /** With the token: what the user opens. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the built page of `folder` on 127.0.0.1; port 0 is any free one. */
export async function serve(
  folder: string,
  port = 0,
  token = randomBytes(24).toString('base64url'),
): Promise<Serving> {
  const server = createServer((request, response) => {
    answer(folder, token, request, response).catch(() => refuse(response, 500));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${portOf(server)}/?token=${token}`, close: () => close(server) };
}

/** What is wrong with the options, as a sentence; null where nothing is. */
export function refusal(port: string, token: string | undefined): string | null {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) return words.server.port(port);
  if (token === undefined || /^[\w-]{16,256}$/.test(token)) return null;
  return words.server.token;
}

async function answer(folder: string, token: string, request: IncomingMessage, response: ServerResponse) {
  // A foreign name that resolves to this address (DNS rebinding) comes with its own Host.
  if (!isOwnHost(request)) return refuse(response, 403);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const offered = url.searchParams.get('token');
  if (offered !== null && url.pathname === '/') {
    if (!isSame(offered, token)) return refuse(response, 403);
    // The address bar, the history and the page itself do not keep the token.
    response.writeHead(303, {
      ...securityHeaders,
      'Set-Cookie': sessionCookie(request, token),
      Location: '/',
    });
    return response.end();
  }
  if (!isSame(cookie(request), token)) return refuse(response, 403);
  const file = await staticFile(folder, url.pathname);
  if (file === null) return refuse(response, 404);
  response.writeHead(200, {
    ...securityHeaders,
    'Content-Type': file.contentType,
    'Content-Length': file.bytes.byteLength,
  });
  return response.end(request.method === 'HEAD' ? undefined : file.bytes);
}

function refuse(response: ServerResponse, status: number) {
  if (!response.headersSent) response.writeHead(status, { ...securityHeaders, 'Content-Type': 'text/plain' });
  return response.end(status === 403 ? `${words.server.forbidden}\n` : undefined);
}

function isOwnHost(request: IncomingMessage): boolean {
  const port = request.socket.localPort;
  return request.headers.host === `127.0.0.1:${port}` || request.headers.host === `localhost:${port}`;
}

/** Cookies are shared by all ports of an address, so the port is part of the name. */
function cookieName(request: IncomingMessage): string {
  return `netopsy-${request.socket.localPort}`;
}

function sessionCookie(request: IncomingMessage, token: string): string {
  return `${cookieName(request)}=${token}; HttpOnly; SameSite=Lax; Path=/`;
}

function cookie(request: IncomingMessage): string {
  const start = `${cookieName(request)}=`;
  const pairs = (request.headers.cookie ?? '').split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(start))?.slice(start.length) ?? '';
}

function isSame(offered: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(offered), digest(token));
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '0' }, token: { type: 'string' } },
  });
  const wrong = refusal(values.port, values.token);
  if (wrong !== null) {
    console.error(`netopsy: ${wrong}`);
    process.exit(2);
  }
  const folder = fileURLToPath(new URL('../renderer', import.meta.url));
  const serving = await serve(folder, Number(values.port), values.token).catch(
    (error: NodeJS.ErrnoException) => error,
  );
  if (serving instanceof Error) {
    const why = serving.code === 'EADDRINUSE' ? words.server.portTaken : serving.message;
    console.error(`netopsy: ${words.server.cannotListen(values.port, why)}`);
    process.exit(1);
  }
  console.log(serving.url);
}
