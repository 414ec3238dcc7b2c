/** A file of the bundle and the hosts that it names itself. */
interface NamedFile {
  readonly path: string;
  readonly hosts: readonly string[];
}

/**
 * The host of a tracer's output, whose lines name none: that of the kernel logs, if they are of one host. Of several
 * it is the one that the file's folder is named after, or that the other files of the folder name. Without kernel
 * logs one folder is one host without a name, and several folders are several hosts, so that their packets are never
 * taken for each other's.
 */
export function tracerHost(
  path: string,
  logHosts: readonly string[],
  tracers: readonly string[],
  files: readonly NamedFile[],
): string {
  const [only = ''] = logHosts;
  if (logHosts.length === 1) return only;
  const folder = folderOf(path);
  const near = new Set(files.filter((file) => folderOf(file.path) === folder).flatMap(({ hosts }) => hosts));
  const [named] = near.size === 1 ? near : [];
  const folders = folder.split('/');
  if (logHosts.length > 1)
    return logHosts.find((host) => host === named || (host !== '' && folders.includes(host))) ?? '';
  const isOneHost = tracers.every((other) => folderOf(other) === folder);
  return isOneHost ? '' : (named ?? folders.at(-1) ?? '');
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
