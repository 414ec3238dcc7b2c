import type { ArtifactReport } from '../model/artifact.ts';
import type { ReadFile } from './read-artifacts.ts';

/** What the user is told of one file. */
export function reportReading(file: ReadFile, host: string | null): ArtifactReport {
  const { path, kind, bytes, lines, diagnostics } = file;
  return { path, kind, bytes, lines, host, diagnostics };
}
