/** What broke the reading of a compressed stream off. */
export interface StreamFault {
  readonly kind: StreamFaultKind;
  /** The name of the format, the number of a filter, or how many blocks; null for the other kinds. */
  readonly detail: string | number | null;
}

export type StreamFaultKind =
  | 'end'
  /** Bytes after the stream that are no other one of its format. */
  | 'trailing-bytes'
  | 'no-stream'
  | 'checksum'
  | 'length-in-header'
  | 'length-in-trailer'
  | 'longer-than-listed'
  | 'shorter-than-listed'
  | 'block'
  | 'block-kind'
  | 'block-header'
  | 'block-size'
  | 'chunk'
  | 'chunk-kind'
  | 'data'
  | 'frame-header'
  | 'properties'
  | 'end-mark'
  | 'index'
  | 'dictionary-size'
  | 'dictionary-missing'
  | 'filter'
  | 'last-filter'
  | 'no-memory'
  | 'memory'
  | 'block-count'
  /** A stream, or all of a bundle, unpacks to far more than its size. */
  | 'ratio'
  | 'bundle-ratio'
  | 'bundle-size';
