import { expect, it } from 'vitest';
import { isLong } from './beginning.ts';

const bundle = (path: string, size: number) => ({
  files: [{ from: 'shell', path: 'iptables-save.txt', size: 9000, fileId: '1' } as const, { from: 'shell', path, size, fileId: '2' } as const],
}); // prettier-ignore

it.each([
  ['kern.log', 1_000_000, false],
  ['kern.log', 1_000_000_000, true],
  ['kern.log.gz', 1_000_000, false],
  ['kern.log.gz', 60_000_000, true],
  ['bundle.tar.gz', 60_000_000, false],
])('the_beginning_of_a_long_bundle_is_shown_first: %s of %i bytes', (path, bytes, long) => {
  expect(isLong(bundle(path, bytes))).toBe(long);
});
