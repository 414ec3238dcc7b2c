import type { DiagnosticCode } from '../model/diagnostic.ts';
import type { Chunks } from './chunks.ts';
import type { Damage } from './unpacked.ts';
import type { OpenLimits } from './limits.ts';
import type { Gunzip } from './native-gunzip.ts';

/** A file that can be read many times: one that was handed in, or an entry of an archive. */
export interface OpenFile {
  readonly path: string;
  /** Null while an archive's stream has not told it. */
  readonly size: number | null;
  /** Whether reading from the middle is as cheap as from the start: not so for what must be unpacked to get there. */
  readonly canSeek: boolean;
  chunks(start: number): Chunks;
  /** As in `ByteSource`. */
  passingChunks?(start: number): Chunks;
}

/** What the readers of archives share while one bundle is opened. */
export interface Unpacking {
  readonly limits: OpenLimits;
  /** How the platform unpacks gzip; null where it can't. */
  readonly gunzip: Gunzip | null;
  /** Adds a diagnostic about a file; the same code is given once for each file. */
  report(code: DiagnosticCode, message: string, path: string): void;
  /** The diagnostic for a compressed stream that ended early. */
  reportDamage(path: string, damage: Damage): void;
  /** Takes one entry into account; false, with a diagnostic, where there are too many. */
  countEntry(archive: string): boolean;
  /** How many bytes may still be unpacked; `countUnpacked` takes some of them. */
  unpackedBytesLeft(): number;
  countUnpacked(bytes: number): void;
  /** Whether an unpacked file of that size can be kept in memory; `keep` makes the file that is kept. */
  canKeep(bytes: number): boolean;
  keep(path: string, content: Uint8Array): OpenFile;
  /** Goes on with a file: as an archive where it is one, else as an artifact. `nesting` archives are around it. */
  open(file: OpenFile, nesting: number): Promise<void>;
}
