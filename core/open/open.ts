import type { Artifact, ByteSource } from '../model/artifact.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { asPrinted } from './as-printed.ts';
import { readAll, takeBytes } from './chunks.ts';
import { compressionOf, containerOf, mayHoldZip } from './container.ts';
import type { OpenLimits } from './limits.ts';
import { defaultLimits } from './limits.ts';
import { openCompressed } from './open-compressed.ts';
import { openEntries } from './open-entries.ts';
import { openZip, zipInside } from './open-zip.ts';
import { startUnpacking } from './start-unpacking.ts';
import { type DecodeElsewhere, headBytes, type OpenFile, type Unpacking } from './unpacking.ts';

/** The files of a bundle. */
export interface OpenedBundle {
  /** In the order of the sources, and within an archive in the order of a folder's files. */
  readonly artifacts: readonly Artifact[];
  /**
   * What was wrong with the archives. The damage of a large compressed file shows only when it is read to its end, so
   * ask again after reading: the list grows.
   */
  diagnostics(): readonly Diagnostic[];
  /** Whether a file is, or was in, something that is not what was packed. Known once it was read. */
  isDamaged(path: string): boolean;
  /** What is read from now on are a few lines again: it is bounded for itself, and nobody cancels it. */
  endReading(): void;
}

export interface OpenOptions {
  readonly limits?: OpenLimits;
  /** Where large files are unpacked; null for here. */
  readonly elsewhere?: DecodeElsewhere | null;
  /** Asked between chunks; false ends the opening with what there is. */
  readonly goesOn?: () => Promise<boolean>;
}

/**
 * Unpacks what is an archive or compressed, by content, and archives in archives down to `limits.nesting`. Nothing is
 * written anywhere; paths of entries are labels. Bad input is a diagnostic: what could be read is delivered.
 */
export async function openBundle(
  sources: readonly ByteSource[],
  { limits = defaultLimits, elsewhere = null, goesOn = async () => true }: OpenOptions = {},
): Promise<OpenedBundle> {
  const artifacts: Artifact[] = [];
  const unpacking = startUnpacking(limits, elsewhere, goesOn, (file, nesting, own) =>
    openFile(file, nesting, own, artifacts),
  );
  for (const source of sources) {
    if (!(await goesOn())) break;
    await unpacking.ofSource(source).open({ ...source, canSeek: true }, 0);
  }
  unpacking.startReading();
  const { diagnostics, isDamaged, endReading } = unpacking;
  return { artifacts, diagnostics, isDamaged, endReading };
}

async function openFile(
  given: OpenFile,
  nesting: number,
  unpacking: Unpacking,
  artifacts: Artifact[],
): Promise<void> {
  let file: OpenFile;
  try {
    file = await withHead(given, unpacking);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return unpacking.report('not-readable', { reason }, given.path);
  }
  const head = file.head ?? new Uint8Array(0);
  try {
    const container = containerOf(head) ?? (mayHoldZip(head) && (await zipInside(file)) ? 'zip' : null);
    const compression = container === null ? null : compressionOf(container);
    if (container !== null && compression === null && nesting >= unpacking.limits.nesting)
      return unpacking.reportLimit(file.path, { kind: 'nested-too-deep' });
    if (container === null) artifacts.push(await asPrinted(headKept(file, unpacking)));
    else if (compression !== null) await openCompressed(compression, file, nesting, unpacking);
    else if (container === 'tar' || container === 'cpio')
      await openEntries(container, file, nesting, unpacking);
    else await openZip(file, nesting, unpacking);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    unpacking.report('reading-stopped', { reason }, file.path);
  }
}

/** The file with its beginning; one that is no longer than that is kept, and read only once. */
async function withHead(file: OpenFile, unpacking: Unpacking): Promise<OpenFile> {
  if (file.head !== undefined) return file;
  const wanted = headBytes + 1;
  const start = await readAll(takeBytes(file.chunks(0), wanted));
  const isWhole = start.length < wanted && start.length === (file.size ?? start.length);
  if (isWhole && unpacking.canKeep(start.length)) return unpacking.keep(file.path, start);
  return { ...file, head: start.slice(0, headBytes) };
}

/** Of very many large files, the heads are too much to be kept: they are read again. */
function headKept(file: OpenFile, unpacking: Unpacking): OpenFile {
  if (file.head === undefined || unpacking.canKeep(file.head.length)) return file;
  return { ...file, head: undefined };
}
