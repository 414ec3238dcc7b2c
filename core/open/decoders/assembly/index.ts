/** The decoders of all compressions, compiled into one module; decoder.ts says how they are driven. */
export {
  addInput,
  clearInput,
  consumeTo,
  inputAt,
  inputEnd,
  inputRoom,
  makeInputRoom,
  takeOutput,
  untakenAt,
} from './stream';
export {
  crc32,
  crc64,
  sha256Add,
  sha256Begin,
  sha256End,
  xxh64Add,
  xxh64Begin,
  xxh64End,
  xxh32Add,
  xxh32Begin,
  xxh32End,
} from './checksums';
export { inflateBegin, inflateStep } from './inflate';
export {
  lzmaBegin,
  lzmaChunk,
  lzmaResetDictionary,
  lzmaResetState,
  lzmaSetProperties,
  lzmaStep,
  lzmaStore,
} from './lzma';
export { bzip2Begin, bzip2Block, bzip2Header, bzip2Output } from './bzip2';
export { zstdBegin, zstdBlock, zstdRaw, zstdRun } from './zstd';
export { lz4Begin, lz4Block, lz4Forget, lz4Stored } from './lz4';
