import { lstat, open, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { analyze, type ArtifactKind, containerOf, sourceInMemory } from '../../core/index.ts';

/**
 * The bundles in a folder, in the order of their names: archives, and folders that hold a kernel log, a ruleset or a capture
 * and lie in no other bundle. Content decides, not names. A folder that can't be read is passed over.
 */
export async function* findBundles(folder: string): AsyncGenerator<string> {
  yield* bundlesIn(folder, new Set([await realpath(folder)]));
}

/** `around`: the real paths of the folders that were entered; links are followed to none of them again. */
async function* bundlesIn(folder: string, around: ReadonlySet<string>): AsyncGenerator<string> {
  const { files, folders } = await contentOf(folder);
  if (folders.some((name) => REPORT.has(name)) || (await holdsEvidence(folder, files))) {
    yield folder;
    return;
  }
  for (const name of [...files, ...folders].sort()) {
    const path = join(folder, name);
    if (files.includes(name)) {
      if (await isArchive(path)) yield path;
      continue;
    }
    const real = await realpath(path).catch(() => null);
    if (real !== null && !around.has(real)) yield* bundlesIn(path, new Set([...around, real]));
  }
}

/** A folder of this name is a part of a report that sos unpacked: its logs and rules lie deeper, in several folders. */
const REPORT: ReadonlySet<string> = new Set(['sos_commands']);

async function contentOf(
  folder: string,
): Promise<{ readonly files: readonly string[]; readonly folders: readonly string[] }> {
  const files: string[] = [];
  const folders: string[] = [];
  for (const name of await readdir(folder).catch(() => [] as string[])) {
    const info = await stat(join(folder, name)).catch(() => null);
    const isLink = (await lstat(join(folder, name)).catch(() => null))?.isSymbolicLink() ?? true;
    if (info?.isFile()) files.push(name);
    // A link to a folder would bring in what lies elsewhere.
    else if (info?.isDirectory() && !isLink) folders.push(name);
  }
  return { files: files.sort(), folders: folders.sort() };
}

/** Enough to see what a file is. */
const HEAD_BYTES = 32 << 10;
/** A folder of many files is looked through in the order of these words in their names, the others after them. */
const likely = [
  'kern',
  'messages',
  'syslog',
  'dmesg',
  'iptables',
  'nft',
  'trace',
  'pcap',
  'journal',
  'ruleset',
];

async function holdsEvidence(folder: string, files: readonly string[]): Promise<boolean> {
  const rank = (name: string): number => {
    const place = likely.findIndex((word) => name.toLowerCase().includes(word));
    return place < 0 ? likely.length : place;
  };
  for (const name of [...files].sort((a, b) => rank(a) - rank(b))) {
    const head = await headOf(join(folder, name));
    const container = head === null ? null : containerOf(head);
    if (head === null || container === 'tar' || container === 'zip' || container === 'cpio') continue;
    const { artifacts } = await analyze([sourceInMemory(name, head)]);
    if (artifacts.some(({ kind, path }) => evidence.has(kind) && !isWithin(path, name))) return true;
  }
  return false;
}

/** Whether a path is that of an entry of an archive: a compressed archive is a bundle of its own. */
function isWithin(path: string, archive: string): boolean {
  return path.startsWith(`${archive}/`);
}

const evidence: ReadonlySet<ArtifactKind> = new Set([
  'kernel-log',
  'nft-trace',
  'xtables-trace',
  'ulogd',
  'iptables-save',
  'iptables-list',
  'nft-ruleset',
  'nft-json',
  'ebtables-save',
  'packet-summary',
  'capture',
  'transcript',
]);

/** Any container that is not a part of a bundle: a lone compressed file may be a log. */
async function isArchive(path: string): Promise<boolean> {
  const head = await headOf(path);
  return head !== null && containerOf(head) !== null;
}

/** Null for a file that can't be read. */
async function headOf(path: string): Promise<Uint8Array | null> {
  try {
    const file = await open(path);
    try {
      const memory = new Uint8Array(HEAD_BYTES);
      const { bytesRead } = await file.read(memory, 0, HEAD_BYTES, 0);
      return memory.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}
