import type { Bundle } from './bundle.ts';

/** Of each log of a long bundle, so much is analysed by itself and shown while the rest is read: some 30,000 lines. */
export const beginningBytes = 8 << 20;

/** A bundle that takes longer to read than a person waits without asking what goes on. */
const longBytes = 48 << 20;
/** The same for what is compressed: logs shrink to a fifteenth. Of an archive, the whole is unpacked before anything is known. */
const longPackedBytes = 4 << 20;

/** Whether the bundle's beginning is worth being shown before all of it is read. */
export function isLong({ files }: Pick<Bundle, 'files'>): boolean {
  return files.some((file) => {
    const bytes = file.from === 'page' ? file.file.size : file.size;
    return bytes >= (file.path.endsWith('.gz') ? longPackedBytes : longBytes);
  });
}
