import type { ArtifactReport } from '../../model/artifact.ts';
import { type Diagnostic, diagnostic } from '../../model/diagnostic.ts';
import type { ReadFile } from './read-file.ts';

/** What the user is told of one file. */
export function reportReading(file: ReadFile, host: string | null): ArtifactReport {
  const { path, kind, bytes, lines } = file;
  return { path, kind, bytes, lines, host, diagnostics: [...file.diagnostics, ...aboutKind(file)] };
}

/** What it means that the file is of this kind, where that is not plain. */
function aboutKind({ path, kind, hosts }: ReadFile): readonly Diagnostic[] {
  // A log's hosts are those of its TRACE lines, '' for lines that name none.
  if (kind === 'kernel-log' && hosts.length === 0) {
    return [diagnostic('log-without-trace', {}, path)];
  }
  return kind === 'unrecognised' ? [diagnostic('file-unrecognised', {}, path)] : [];
}
