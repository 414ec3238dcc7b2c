import { baseName } from '../text/ip-text.ts';

/** Whether a file is one that holds the host's name: `etc/hostname`, `sos_commands/host/hostname`, `hostname.txt`. */
export function isHostname(path: string): boolean {
  return /^hostname(?:_-f)?(?:\.txt)?$/.test(baseName(path));
}

/** The one word that hostname(1) prints; null for anything else, and for names that every host has. */
export function hostnameOf(lines: readonly string[]): string | null {
  const [name = '', ...more] = lines.map((line) => line.trim()).filter((line) => line !== '');
  if (more.length > 0 || !/^[a-z0-9](?:[\w.-]{0,252}[a-z0-9])?$/i.test(name)) return null;
  return /^localhost(?:\.|$)/i.test(name) ? null : name;
}

/**
 * The folder of the host that such a file is of: the one that holds `etc/hostname`, or the file itself. With its `/`;
 * '' where the whole bundle is meant.
 */
export function folderOfHostname(path: string): string {
  return path
    .slice(0, path.lastIndexOf('/') + 1)
    .replace(/(?:^|(?<=\/))(?:etc|proc\/sys\/kernel|sos_commands\/\w+)\/$/, '');
}

/**
 * The host in the name of a sos report's folder, `sosreport-HOST[-LABEL][-CASE]-2026-11-21-abcdefg` (sos(1)); null
 * where the path has no such folder. Label and case number can't be told from the host's name.
 */
export function hostOfReportFolder(path: string): string | null {
  return (
    /(?:^|\/)sos(?:report)?-([^/]+?)-\d{4}-\d\d-\d\d-[a-z]{5,8}(?:-obfuscated)?(?:\.tar)?(?:\.\w+)?\//.exec(
      path,
    )?.[1] ?? null
  );
}
