/** What stands next in an archive of entries that follow each other. */
export type ArchiveItem =
  | (Named & { readonly kind: 'file'; readonly size: number; readonly offset: number })
  /** `device`: a socket or a pipe, too. */
  | (Named & { readonly kind: 'link' | 'device' | 'sparse' })
  /** How many bytes are of something that is no entry, after which the next one follows; null: none is found after it. */
  | { readonly kind: 'damage'; readonly skippedBytes: number | null }
  /** The file ends without what ends such an archive. */
  | { readonly kind: 'end-missing' };

interface Named {
  readonly path: string;
  /** The name is longer than it may be: this is its beginning. */
  readonly isCut: boolean;
}
