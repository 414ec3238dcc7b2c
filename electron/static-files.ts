import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** A file of the built page. */
export interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

/**
 * The file below `folder` that an address's path (`/assets/app.js`, percent-encoded) means; `/` is the page itself.
 * Null where there is none, or where the path would leave the folder. There are no listings.
 */
export async function staticFile(folder: string, urlPath: string): Promise<StaticFile | null> {
  const path = pathInside(folder, urlPath === '/' ? '/index.html' : urlPath);
  const contentType = path === null ? undefined : contentTypes[extname(path).toLowerCase()];
  if (path === null || contentType === undefined) return null;
  try {
    return { bytes: await readFile(path), contentType };
  } catch {
    return null;
  }
}

/** What a build of the page consists of; a file of another kind is not served. */
const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.log': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.gz': 'application/gzip',
  '.tgz': 'application/gzip',
  '.xz': 'application/x-xz',
};

function pathInside(folder: string, urlPath: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  // A backslash separates folders on Windows; a NUL ends a path for the system, but not for us.
  if (decoded.includes('\\') || decoded.includes('\0')) return null;
  const path = join(folder, decoded);
  return path.startsWith(join(folder, sep)) ? path : null;
}
