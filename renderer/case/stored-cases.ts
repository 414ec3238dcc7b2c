import { Sha256 } from '../../core/index.ts';
import type { CaseCapture, NamedFile } from './case-file.ts';
import { now, writeCase } from './case-file.ts';
import { readCase } from './read-case.ts';

const prefix = 'netopsy:case:';
/** The oldest go first. */
const mostKept = 20;

/** A capture's state as it was last left, and when. */
export interface StoredCase {
  readonly saved: string;
  readonly capture: CaseCapture;
}

/**
 * The working state of captures in the page's own storage, so that leaving loses nothing: names, checksums, filter and
 * notes, nothing of the files. A browser may refuse to keep any; then only the file of a case does.
 */
export function storeCase(capture: CaseCapture): void {
  const saved = now();
  try {
    localStorage.setItem(keyOf(capture.files), writeCase({ saved, front: 0, captures: [capture] }));
    for (const { key } of stored().slice(mostKept)) localStorage.removeItem(key);
  } catch {
    return;
  }
}

/** What was last stored for the same files; null where nothing was. */
export function storedCase(files: readonly NamedFile[]): StoredCase | null {
  return read(keyOf(files));
}

export function forgetCase(files: readonly NamedFile[]): void {
  try {
    localStorage.removeItem(keyOf(files));
  } catch {
    return;
  }
}

/** All that is stored, the newest first. */
export function storedCases(): readonly StoredCase[] {
  return stored().map(({ value }) => value);
}

function stored(): readonly { readonly key: string; readonly value: StoredCase }[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix))
      .flatMap((key) => {
        const value = read(key);
        return value === null ? [] : [{ key, value }];
      })
      .sort((a, b) => (a.value.saved < b.value.saved ? 1 : -1));
  } catch {
    return [];
  }
}

function read(key: string): StoredCase | null {
  try {
    const file = readCase(localStorage.getItem(key) ?? '');
    const capture = file?.captures[0];
    return file === null || capture === undefined ? null : { saved: file.saved, capture };
  } catch {
    return null;
  }
}

/** One key for the same contents, whatever the files are called and in which order they came. */
function keyOf(files: readonly NamedFile[]): string {
  const hash = new Sha256();
  const sums = files.map(({ sha256 }) => sha256).sort();
  hash.update(new TextEncoder().encode(sums.join('\n')));
  return (
    prefix + Array.from(hash.digest().subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
  );
}
