import type { DiagnosticKind, DiagnosticParameters, LimitStop } from '../model/diagnostic-kind.ts';
import type { Chunks } from './chunks.ts';
import type { Compression } from './decoders/decode.ts';
import type { OpenLimits } from './limits.ts';
import type { Damage, Watch } from './unpacked.ts';

/** A file that can be read many times: one that was handed in, or an entry of an archive. */
export interface OpenFile {
  readonly path: string;
  /** Null while an archive's stream has not told it. */
  readonly size: number | null;
  /** Whether reading from the middle is as cheap as from the start: not so for what must be unpacked to get there. */
  readonly canSeek: boolean;
  /** The first `headBytes`, or all of a shorter file, where they are known. */
  readonly head?: Uint8Array | undefined;
  chunks(start: number): Chunks;
  /** As in `ByteSource`. */
  passingChunks?(start: number): Chunks;
}

/** So much of a file's beginning tells what it is and what was done to it. */
export const headBytes = 64 << 10;

/**
 * Unpacks somewhere else than in this thread: as `decoders` do, `packedBytes` being the size of what comes in where that
 * is known. Null where it is not worth it.
 */
export type DecodeElsewhere = (
  compression: Compression,
  packed: Chunks,
  packedBytes: number | null,
) => Chunks | null;

/** What the readers of archives share while one bundle is opened. */
export interface Unpacking extends Watch {
  readonly limits: OpenLimits;
  readonly elsewhere: DecodeElsewhere | null;
  /** Adds a diagnostic about a file; the same code is given once for each file. */
  report<K extends DiagnosticKind>(kind: K, parameters: DiagnosticParameters[K], path: string): void;
  /** The diagnostic for a compressed stream that ended early. */
  reportDamage(path: string, damage: Damage): void;
  /** Whether nothing more may be unpacked, as of a bomb; if so, a diagnostic says it of this file. */
  isSpent(path: string): boolean;
  /** The diagnostic for a file that a limit keeps closed; many for one reason are told together. */
  reportLimit(path: string, why: LimitStop, unpackedBytes?: number): void;
  /** Takes one entry and its name into account; false, with a diagnostic, where there are too many. */
  countEntry(archive: string, name: string): boolean;
  /** The name with which an entry is shown: no other file has the same one. */
  pathOf(archive: string, name: string): string;
  /** Whether an unpacked file of that size can be kept in memory; `keep` makes the file that is kept. */
  canKeep(bytes: number): boolean;
  keep(path: string, content: Uint8Array): OpenFile;
  /** Goes on with a file: as an archive where it is one, else as an artifact. `nesting` archives are around it. */
  open(file: OpenFile, nesting: number): Promise<void>;
}
