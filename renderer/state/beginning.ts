import type { Bundle } from './bundle.ts';

/** Of each log of a long bundle, so much is analysed by itself and shown while the rest is read: some 30,000 lines. */
export const beginningBytes = 8 << 20;

/** A bundle that takes longer to read than a person waits without asking what goes on. */
const longBytes = 48 << 20;
/** The same for what is compressed: logs shrink to a fifteenth. */
const longPackedBytes = 4 << 20;

/**
 * Whether the bundle's beginning is worth being shown before all of it is read. A compressed archive is not: it has to
 * be unpacked to its end before anything is known of it, which is most of the work.
 */
export function isLong({ files }: Pick<Bundle, 'files'>): boolean {
  return files.some((file) => {
    const bytes = file.from === 'page' ? file.file.size : file.size;
    if (/\.(tar\.gz|tgz)$/i.test(file.path)) return false;
    return bytes >= (/\.gz$/i.test(file.path) ? longPackedBytes : longBytes);
  });
}
