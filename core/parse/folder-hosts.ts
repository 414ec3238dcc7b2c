import { folderOfHostname, hostOfReportFolder } from './hostname-file.ts';
import type { ReadFile } from './read-artifacts.ts';

/**
 * Tells the host whose folder a path lies in: the one that the folder's `etc/hostname` names, the nearest folder
 * first; else the one in the name of a sos report; null where nothing tells.
 */
export function folderHosts(
  files: readonly Pick<ReadFile, 'path' | 'kind' | 'hosts'>[],
): (path: string) => string | null {
  const folders = files
    .filter(({ kind }) => kind === 'hostname')
    .map(({ path, hosts }) => ({ folder: folderOfHostname(path), host: hosts[0] ?? null }))
    .sort((a, b) => b.folder.length - a.folder.length);
  return (path) => folders.find(({ folder }) => path.startsWith(folder))?.host ?? hostOfReportFolder(path);
}
