import type { Diagnostic } from './diagnostic.ts';
import type { Registered } from './registered.ts';

/** A file as the outside hands it in: a dropped file, a file of a folder, an archive. It can be read many times. */
export interface ByteSource {
  /** Relative to what the user chose, with `/` between folders; shown, never opened. */
  readonly path: string;
  readonly size: number;
  /** The bytes from `start` on (0 for all), in chunks. */
  chunks(start: number): AsyncIterable<Uint8Array>;
  /** The same for those who keep no chunk: its memory is used again when the next one is asked for. */
  passingChunks?(start: number): AsyncIterable<Uint8Array>;
}

/** A file of the bundle, unpacked: on its own or an entry of an archive. */
export interface Artifact {
  /** `kern.log`, or `bundle.tar.gz/var/log/kern.log` for an entry of an archive. */
  readonly path: string;
  /** Size after unpacking; null while an archive's stream has not told it. */
  readonly bytes: number | null;
  /** The first 64 KiB, or all of a shorter file, where they are known without reading it. */
  readonly head?: Uint8Array;
  /**
   * The unpacked bytes from `start` on. A damaged archive ends the iteration early, after what could be read; its
   * diagnostic is given by `open`.
   */
  chunks(start: number): AsyncIterable<Uint8Array>;
  /** The same for those who keep no chunk: its memory is used again when the next one is asked for. */
  passingChunks?(start: number): AsyncIterable<Uint8Array>;
}

/**
 * What a file can be besides a format or a tracer's output of parse/. `transcript`: the outputs of several commands, one
 * after another.
 */
export const otherArtifactKinds = [
  'kernel-log',
  'capture',
  'hostname',
  'transcript',
  'archive',
  'binary',
  'empty',
  'unrecognised',
] as const;

/** What a file was recognised as. */
export type ArtifactKind = Registered['format'] | Registered['tracer'] | (typeof otherArtifactKinds)[number];

/** Every line of a file in one of four states; their sum is the number of lines read. */
export interface LineCounts {
  readonly parsed: number;
  /** Lines of other programs, comments, headings, blank lines: not ours to read. */
  readonly notOurs: number;
  /** Known, but this version draws no conclusion from them. */
  readonly notModelled: number;
  readonly malformed: number;
}

/** What became of one file of the bundle. */
export interface ArtifactReport {
  readonly path: string;
  readonly kind: ArtifactKind;
  readonly bytes: number;
  readonly lines: LineCounts;
  /** The host that it belongs to; null where that is not known. */
  readonly host: string | null;
  readonly diagnostics: readonly Diagnostic[];
}
