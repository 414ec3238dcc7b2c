import { grouped } from '../../model/grouped.ts';
import type { StreamFault, StreamFaultKind } from '../../model/stream-fault.ts';

/** Why a compressed stream can't be read further, as a clause. */
export function streamFault({ kind, detail }: StreamFault): string {
  return clauses[kind](typeof detail === 'number' ? grouped(detail) : (detail ?? ''));
}

const clauses: { readonly [K in StreamFaultKind]: (detail: string) => string } = {
  end: () => 'it ends too early',
  'trailing-bytes': (format) => `bytes that are not ${format} follow its end`,
  'no-stream': (format) => `it does not begin as ${format}`,
  checksum: () => 'its checksum does not match',
  'length-in-header': () => 'its length differs from that in its header',
  'length-in-trailer': () => 'its length differs from that in its last bytes',
  'longer-than-listed': () => 'it is longer than the directory says',
  'shorter-than-listed': () => 'it is shorter than the directory says',
  block: () => 'a block is invalid',
  'block-kind': () => 'a block is of no known kind',
  'block-header': () => 'the checksum of a block header does not match',
  'block-size': () => 'a block is larger than allowed',
  chunk: () => 'an LZMA chunk is invalid',
  'chunk-kind': () => 'an LZMA2 chunk is of no known kind',
  data: (format) => `the ${format} data is invalid`,
  'frame-header': () => 'a frame header is invalid',
  properties: () => 'its LZMA properties are invalid',
  'end-mark': () => 'its end mark is missing',
  index: () => 'its index does not match its blocks',
  'dictionary-size': () => 'its dictionary has no valid size',
  'dictionary-missing': () => 'it was compressed with a dictionary that is not in the file',
  filter: (number) => `filter ${number} is not supported`,
  'last-filter': () => 'its last filter is not LZMA2',
  'no-memory': () => 'it needs more memory than there is',
  memory: () => 'it needs too much memory to be unpacked',
  'block-count': (blocks) => `it has more than ${blocks} blocks`,
  ratio: () => 'it unpacks to far more than its size',
  'bundle-ratio': () => 'the bundle unpacks to far more than its size',
  'bundle-size': () => 'the bundle is too large when unpacked',
};
