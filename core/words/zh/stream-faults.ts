import { grouped } from '../../model/grouped.ts';
import type { StreamFault, StreamFaultKind } from '../../model/stream-fault.ts';

/** Why a compressed stream can't be read further, as a clause. */
export function streamFault({ kind, detail }: StreamFault): string {
  return clauses[kind](typeof detail === 'number' ? grouped(detail) : (detail ?? ''));
}

const clauses: { readonly [K in StreamFaultKind]: (detail: string) => string } = {
  end: () => '提前结束',
  'trailing-bytes': (format) => `其后有不属于 ${format} 的字节`,
  'no-stream': (format) => `其开头不是 ${format}`,
  checksum: () => '校验和不符',
  'length-in-header': () => '长度与头部所写不符',
  'length-in-trailer': () => '长度与末尾所写不符',
  'longer-than-listed': () => '比目录所写更长',
  'shorter-than-listed': () => '比目录所写更短',
  block: () => '有无效的块',
  'block-kind': () => '有未知类型的块',
  'block-header': () => '块头的校验和不符',
  'block-size': () => '有块超过允许的大小',
  chunk: () => '有无效的 LZMA 块',
  'chunk-kind': () => '有未知类型的 LZMA2 块',
  data: (format) => `${format} 数据无效`,
  'frame-header': () => '帧头无效',
  properties: () => '其 LZMA 属性无效',
  'end-mark': () => '缺少结束标记',
  index: () => '索引与块不符',
  'dictionary-size': () => '字典大小无效',
  'dictionary-missing': () => '压缩时使用的字典不在文件中',
  filter: (number) => `不支持过滤器 ${number}`,
  'last-filter': () => '最后一个过滤器不是 LZMA2',
  'no-memory': () => '所需内存超过可用内存',
  memory: () => '解压所需内存过多',
  'block-count': (blocks) => `块数超过 ${blocks}`,
  ratio: () => '解压后远大于其自身大小',
  'bundle-ratio': () => '诊断包解压后远大于其自身大小',
  'bundle-size': () => '诊断包解压后过大',
};
