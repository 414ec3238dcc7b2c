import type { Artifact, ByteSource } from '../model/artifact.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { diagnostic } from '../model/diagnostic.ts';
import { asPrinted } from './as-printed.ts';
import { readAll, takeBytes } from './chunks.ts';
import { compressionOf, containerHeadBytes, containerOf } from './container.ts';
import type { OpenLimits } from './limits.ts';
import { defaultLimits } from './limits.ts';
import type { Gunzip } from './native-gunzip.ts';
import { openCompressed } from './open-compressed.ts';
import { openTar } from './open-tar.ts';
import { openZip } from './open-zip.ts';
import type { OpenFile, Unpacking } from './unpacking.ts';

/** The files of a bundle. */
export interface OpenedBundle {
  /** In the order of the sources, and within an archive in the order of a folder's files. */
  readonly artifacts: readonly Artifact[];
  /**
   * What was wrong with the archives. The damage of a large compressed file shows only when it is read to its end, so
   * ask again after reading: the list grows.
   */
  diagnostics(): readonly Diagnostic[];
}

/**
 * Unpacks what is an archive or compressed, by content: tar, zip, gzip, xz, zstd, bzip2, and archives in archives down to `limits.nesting`. Nothing
 * is written anywhere; paths of entries are labels. Bad input is a diagnostic: what could be read is delivered.
 */
export async function openBundle(
  sources: readonly ByteSource[],
  limits: OpenLimits = defaultLimits,
  gunzip: Gunzip | null = null,
): Promise<OpenedBundle> {
  const artifacts: Artifact[] = [];
  const diagnostics: Diagnostic[] = [];
  const unpacking = startUnpacking(limits, gunzip, artifacts, diagnostics);
  for (const source of sources) await unpacking.open({ ...source, canSeek: true }, 0);
  return { artifacts, diagnostics: () => diagnostics };
}

function startUnpacking(
  limits: OpenLimits,
  gunzip: Gunzip | null,
  artifacts: Artifact[],
  diagnostics: Diagnostic[],
): Unpacking {
  let entries = 0;
  let unpackedBytes = 0;
  let keptBytes = 0;

  const unpacking: Unpacking = {
    limits,
    gunzip,
    report(code, message, path) {
      if (!diagnostics.some((given) => given.code === code && given.file === path))
        diagnostics.push(diagnostic(code, message, path));
    },
    reportDamage(path, { kind, reason, unpackedBytes: read }) {
      const amount = `${read} unpacked bytes could be read`;
      if (kind === 'truncated')
        this.report('file-truncated', `the compressed file ends too early: ${amount}`, path);
      else if (kind === 'limit') this.report('archive-limit', `${reason}; reading stopped: ${amount}`, path);
      else this.report('archive-damaged', `the compressed data is damaged (${reason}): ${amount}`, path);
    },
    countEntry(archive) {
      if (entries < limits.entries) return ++entries > 0;
      this.report('archive-limit', `more than ${limits.entries} files; the rest was left out`, archive);
      return false;
    },
    unpackedBytesLeft: () => Math.max(0, limits.unpackedBytes - unpackedBytes),
    countUnpacked(bytes) {
      unpackedBytes += bytes;
    },
    canKeep: (bytes) => bytes <= limits.keptEntryBytes && keptBytes + bytes <= limits.keptBytes,
    keep(path, content) {
      keptBytes += content.length;
      return {
        path,
        size: content.length,
        canSeek: true,
        chunks: (start) => oneChunk(content.subarray(start)),
      };
    },
    open: (file, nesting) => openFile(file, nesting, unpacking, artifacts),
  };
  return unpacking;
}

async function openFile(
  file: OpenFile,
  nesting: number,
  unpacking: Unpacking,
  artifacts: Artifact[],
): Promise<void> {
  let head: Uint8Array;
  try {
    head = await readAll(takeBytes(file.chunks(0), containerHeadBytes));
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown error';
    return unpacking.report('file-unreadable', `cannot be read: ${reason}`, file.path);
  }
  const container = containerOf(head);
  const compression = container === null ? null : compressionOf(container);
  if (container !== null && compression === null && nesting >= unpacking.limits.nesting)
    return unpacking.report(
      'archive-limit',
      'an archive this deep inside other archives is not opened',
      file.path,
    );
  try {
    if (container === null) artifacts.push(await asPrinted(file));
    else if (compression !== null) await openCompressed(compression, file, nesting, unpacking);
    else if (container === 'tar') await openTar(file, nesting, unpacking);
    else await openZip(file, nesting, unpacking);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown error';
    unpacking.report('file-unreadable', `reading stopped: ${reason}`, file.path);
  }
}

async function* oneChunk(content: Uint8Array): AsyncGenerator<Uint8Array> {
  if (content.length > 0) yield content;
}
