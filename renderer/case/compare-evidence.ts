import type { NamedFile } from './case-file.ts';

/** What became of a file that a case names, among those that were brought. */
export interface CheckedFile {
  readonly path: string;
  readonly is: 'same' | 'different' | 'missing' | 'besides';
}

/**
 * Each file of the case, then what was brought besides. A file is known by what is in it: it may have another name or lie
 * in another folder now.
 */
export function compareEvidence(
  wanted: readonly NamedFile[],
  brought: readonly NamedFile[],
): readonly CheckedFile[] {
  const left = new Set(brought);
  const take = (fits: (file: NamedFile) => boolean) => {
    const found = [...left].find(fits);
    if (found !== undefined) left.delete(found);
    return found;
  };
  const same = wanted.map(
    (file) =>
      take(({ path, sha256 }) => path === file.path && sha256 === file.sha256) ??
      take(({ sha256 }) => sha256 === file.sha256),
  );
  const checked = wanted.map((file, i): CheckedFile => {
    if (same[i] !== undefined) return { path: file.path, is: 'same' };
    const other = take(({ path }) => nameOf(path) === nameOf(file.path));
    return { path: file.path, is: other === undefined ? 'missing' : 'different' };
  });
  return [...checked, ...[...left].map(({ path }) => ({ path, is: 'besides' as const }))];
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
