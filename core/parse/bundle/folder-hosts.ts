import { folderOfHostname, hostOfReportFolder } from './hostname-file.ts';
import type { ReadFile } from '../reading/read-file.ts';

type FolderFile = Pick<ReadFile, 'path' | 'kind' | 'hosts'>;

/**
 * Tells the host whose folder a path lies in: the one that the folder's `etc/hostname` names, the nearest folder
 * first; else the one in the name of a sos report; null where nothing tells.
 */
export function folderHosts(files: readonly FolderFile[]): (path: string) => string | null {
  const folders = files
    .filter(({ kind }) => kind === 'hostname')
    .map(({ path, hosts }) => ({ folder: folderOfHostname(path), host: hosts[0] ?? null }))
    .sort((a, b) => b.folder.length - a.folder.length);
  return (path) => folders.find(({ folder }) => path.startsWith(folder))?.host ?? hostOfReportFolder(path);
}

/**
 * The host of a log whose lines name none (dmesg). Only where the bundle is of several hosts, so that their packets
 * don't mix: by what their folders say, or else by the folders themselves where each has a log and a description of
 * its own (`r1/dmesg.txt`, `r1/ip-route.txt`, `r2/dmesg.txt`, ...). Null: the bundle is of one host.
 */
export function hostsOfNamelessLogs(
  files: readonly FolderFile[],
  logs: readonly string[],
): (path: string) => string | null {
  const named = folderHosts(files);
  if (new Set([...files.map(({ path }) => named(path)), ...logs.map(named)]).size > 1) return named;
  const [first = [], ...others] = logs.map((path) => path.split('/').slice(0, -1));
  const shared = first.findIndex((folder, depth) => others.some((path) => path[depth] !== folder));
  if (shared < 0) return () => null;
  const folderOf = (path: string): string | null => path.split('/').slice(0, -1)[shared] ?? null;
  const described = new Set(
    files.filter(({ kind }) => describing.has(kind)).map(({ path }) => folderOf(path)),
  );
  return logs.every((path) => described.has(folderOf(path))) ? folderOf : () => null;
}

const describing: ReadonlySet<string> = new Set([
  'iptables-save',
  'iptables-list',
  'ip-rule',
  'ip-route',
  'ip-addr',
  'sysctl',
  'transcript',
]);

/** The name that the logs have for a host: `rtr` for `rtr.example.com` and for `rtr-case123` of a sos report. */
export function asLogsNameIt(host: string, logHosts: readonly string[]): string {
  const short = (name: string): string => name.toLowerCase().replace(/\..*/, '');
  return (
    logHosts.find((known) => known !== '' && short(known) === short(host)) ??
    logHosts.find((known) => known !== '' && short(host).startsWith(`${short(known)}-`)) ??
    host
  );
}
