import type { FileToRead } from '../worker/protocol.ts';
import type { NamedFile } from './case-file.ts';

/** What a checksum worker is asked, and says: the digest, or null for a file that can't be read. */
export interface ChecksumAsk {
  readonly file: File;
}
export type ChecksumAnswer = string | null;

/** Names, sizes and checksums of all files, in their order; null where one can't be read, or `isWanted` says no more. */
export async function checksums(
  files: readonly FileToRead[],
  isWanted: () => boolean = () => true,
): Promise<readonly NamedFile[] | null> {
  const worker = files.some(({ from }) => from === 'page') ? startWorker() : null;
  try {
    const named: NamedFile[] = [];
    for (const file of files) {
      if (!isWanted()) return null;
      const sha256 = file.from === 'page' ? await worker?.(file.file) : await ofShell(file.fileId);
      if (sha256 === null || sha256 === undefined) return null;
      named.push({ path: file.path, bytes: file.from === 'page' ? file.file.size : file.size, sha256 });
    }
    return named;
  } finally {
    worker?.stop();
  }
}

async function ofShell(fileId: string): Promise<string | null> {
  return (await window.netopsy?.checksum(fileId).catch(() => null)) ?? null;
}

/** The page's own files are read beside it: a large one takes seconds. */
function startWorker() {
  const worker = new Worker(new URL('../worker/checksum-worker.ts', import.meta.url), { type: 'module' });
  const ask = (file: File) =>
    new Promise<ChecksumAnswer>((resolve) => {
      worker.onmessage = ({ data }: MessageEvent<ChecksumAnswer>) => resolve(data);
      worker.onerror = () => resolve(null);
      worker.postMessage({ file } satisfies ChecksumAsk);
    });
  return Object.assign(ask, { stop: () => worker.terminate() });
}
