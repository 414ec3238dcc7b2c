import { createHash } from 'node:crypto';
import type { ByteSource } from '../../core/index.ts';

/**
 * The SHA-256 of a bundle: of a single file, what sha256sum prints; of several, that of the lines which sha256sum prints for
 * them, in the order of their paths within the bundle.
 */
export async function bundleChecksum(sources: readonly ByteSource[]): Promise<string> {
  const sums: string[] = [];
  for (const source of sources) {
    const hash = createHash('sha256');
    for await (const chunk of source.chunks(0)) hash.update(chunk);
    sums.push(`${hash.digest('hex')}  ${source.path}\n`);
  }
  const [only] = sums;
  if (only !== undefined && sums.length === 1) return only.slice(0, 64);
  const byPath = sums.sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1));
  return createHash('sha256').update(byPath.join('')).digest('hex');
}
