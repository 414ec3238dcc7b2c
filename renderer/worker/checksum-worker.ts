import { Sha256 } from '../../core/index.ts';
import type { ChecksumAnswer, ChecksumAsk } from '../case/checksums.ts';

const pieceBytes = 4 << 20;

/** A worker of the page: takes the checksums of files, one after another. */
onmessage = ({ data: { file } }: MessageEvent<ChecksumAsk>) => {
  void checksum(file).then(
    (sum) => postMessage(sum satisfies ChecksumAnswer),
    () => postMessage(null satisfies ChecksumAnswer),
  );
};

async function checksum(file: File): Promise<string> {
  const hash = new Sha256();
  for (let at = 0; at < file.size; at += pieceBytes)
    hash.update(new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer()));
  return Array.from(hash.digest(), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
