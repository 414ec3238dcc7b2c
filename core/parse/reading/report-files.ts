import type { ArtifactReport } from '../../model/artifact.ts';
import { type Diagnostic, diagnostic } from '../../model/diagnostic.ts';
import type { TraceEvents } from '../../model/trace.ts';
import type { ReadFile } from './read-file.ts';

/** What joining found out of the files. */
export interface FoundOfFiles {
  /** By file: how many of its lines turned out to be none of ours. */
  readonly rejected: ReadonlyMap<string, number>;
  readonly hostOf: (path: string) => string | null;
  readonly events: TraceEvents;
}

/** What the user is told of each file. */
export function reportFiles(
  files: readonly ReadFile[],
  { rejected, hostOf, events }: FoundOfFiles,
): readonly ArtifactReport[] {
  // Where packets were traced by nft or xtables-monitor, nobody expects lines of TRACE in the kernel log.
  const isMonitored = events.places.some(({ tracer }) => tracer === 'nft' || tracer === 'xtables');
  return files.map((read) => {
    const file = withoutRejected(read, rejected.get(read.path) ?? 0);
    const { path, kind, bytes, lines } = file;
    const diagnostics = [...file.diagnostics, ...aboutKind(file)];
    return {
      path,
      kind,
      bytes,
      lines,
      host: hostOf(path),
      diagnostics: isMonitored ? diagnostics.filter(({ code }) => code !== 'log-without-trace') : diagnostics,
    };
  });
}

/** The file with the lines that turned out to be none of ours. */
function withoutRejected(file: ReadFile, count: number): ReadFile {
  if (count === 0) return file;
  const { lines } = file;
  const parsed = lines.parsed - count;
  return {
    ...file,
    lines: { ...lines, parsed, notOurs: lines.notOurs + count },
    hosts: parsed === 0 ? [] : file.hosts,
  };
}

/** What it means that the file is of this kind, where that is not plain. */
function aboutKind({ path, kind, hosts }: ReadFile): readonly Diagnostic[] {
  // A log's hosts are those of its TRACE lines, '' for lines that name none.
  if (kind === 'kernel-log' && hosts.length === 0) {
    return [diagnostic('log-without-trace', {}, path)];
  }
  return kind === 'unrecognised' ? [diagnostic('file-unrecognised', {}, path)] : [];
}
