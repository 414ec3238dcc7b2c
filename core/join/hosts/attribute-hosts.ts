import { type Diagnostic, diagnostic } from '../../model/diagnostic.ts';
import type { NamespaceOnHost } from './split-namespaces.ts';

/** A file, or a part of one, and what it says of whose it is. */
export interface NamedFile {
  readonly path: string;
  /** The host names that it gives itself: a shell prompt, `kernel.hostname`. */
  readonly hosts: readonly string[];
  /** The host whose folder it lies in; null where the folder does not tell. */
  readonly folderHost: string | null;
  /** The network namespace or container that it describes; null for the host's own. */
  readonly namespace: string | null;
}

/** The host of each file that describes a host; null where that is not known. */
export interface Attribution<File extends NamedFile> {
  readonly hostOf: ReadonlyMap<File, string | null>;
  /** The namespaces that are kept apart as hosts of their own, each once. */
  readonly namespaces: readonly NamespaceOnHost[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Says which host a file (a ruleset, routes, sysctls) is from: the one that it names (a shell prompt, `kernel.hostname`),
 * that its folder's `etc/hostname` names, or whose name is a folder of its path or begins the file's name
 * (`edge1.ens3.pcap`); and where the log is of one host only and the files don't name several, that one. What describes a network namespace is kept apart as a host of its own,
 * `HOST/netns NAME`; which lines of the kernel log are of it, split-namespaces.ts decides.
 */
export function attributeHosts<File extends NamedFile>(
  files: readonly File[],
  logHosts: readonly string[],
): Attribution<File> {
  const hostOf = new Map<File, string | null>();
  const namespaces = new Map<string, NamespaceOnHost>();
  const diagnostics: Diagnostic[] = [];
  /** A file of many parts is told of once. */
  const report = (note: Diagnostic): void => {
    if (
      !diagnostics.some(
        (given) => given.code === note.code && given.file === note.file && sameHost(given, note),
      )
    )
      diagnostics.push(note);
  };
  const only = logHosts.length <= 1 ? (logHosts[0] ?? '') : null;
  const names = new Set(
    files.map((file) => ownName(file)?.toLowerCase()).filter((name) => name !== undefined),
  );
  const areSeveral = [...names].some((a) => [...names].some((b) => !isAlike(a, b)));
  for (const file of files) {
    const { path, namespace } = file;
    const own = ownName(file);
    const named = hostNamed(file.hosts, logHosts) ?? hostOfFolder(file.folderHost, logHosts);
    const byPath = hostNamed(folders(path), logHosts) ?? hostBeginning(path, logHosts);
    const host = named ?? byPath ?? (areSeveral && own !== null ? own : only);
    const name = host === null || namespace === null ? host : `${host}${namespaceMark}${namespace}`;
    hostOf.set(file, name);
    if (host !== null && name !== null && name !== host) namespaces.set(name, { host, name });
    if (host === null) {
      report(diagnostic('host-unknown', { hosts: logHosts }, path));
    } else if (named === null && own !== null && host !== '' && host !== own) {
      report(diagnostic('host-differs', { own, host }, path));
    }
  }
  return { hostOf, namespaces: [...namespaces.values()], diagnostics };
}

/** Whether two notes that a file is taken for another host name the same one. */
function sameHost(a: Diagnostic, b: Diagnostic): boolean {
  return (
    a.kind !== 'host-differs' ||
    b.kind !== 'host-differs' ||
    (a.parameters.own === b.parameters.own && a.parameters.host === b.parameters.host)
  );
}

/** Stands between the host and the namespace in the name of what is kept apart. */
const namespaceMark = '/netns ';

/** The host that a file is of by its own words, or by its folder's; null where neither says. */
function ownName({ hosts, folderHost }: NamedFile): string | null {
  return hosts[0] ?? folderHost;
}

/** A sos report's folder may have a label and a case number after the host's name: `rtr-case123`. */
function hostOfFolder(folderHost: string | null, logHosts: readonly string[]): string | null {
  if (folderHost === null) return null;
  const labelled = logHosts.filter(
    (host) =>
      host !== '' && folderHost.toLowerCase().startsWith(`${host.toLowerCase().replace(/\..*/, '')}-`),
  );
  return hostNamed([folderHost], logHosts) ?? (labelled.length === 1 ? (labelled[0] ?? null) : null);
}

function folders(path: string): readonly string[] {
  return path.split('/').slice(0, -1);
}

/** The host of the log whose name, and a mark after it, begins the file's; of several the longest. */
function hostBeginning(path: string, logHosts: readonly string[]): string | null {
  const file = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const beginning = logHosts.filter(
    (host) => host !== '' && file.startsWith(host.toLowerCase()) && /^[._-]/.test(file.slice(host.length)),
  );
  return beginning.toSorted((a, b) => b.length - a.length)[0] ?? null;
}

/** The one host of the log that has one of these names, with its domain (`rtr.example.com`) or without (`rtr`). */
function hostNamed(names: readonly string[], logHosts: readonly string[]): string | null {
  const exact = logHosts.find((host) => host !== '' && names.some((name) => isEqual(name, host)));
  if (exact !== undefined) return exact;
  const alike = logHosts.filter((host) => names.some((name) => isAlike(name, host)));
  return alike.length === 1 ? (alike[0] ?? null) : null;
}

function isAlike(a: string, b: string): boolean {
  return isEqual(a, b) || isShortFor(a, b) || isShortFor(b, a);
}

function isEqual(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** `rtr` for `rtr.example.com`; a host known by its address has no short name. */
function isShortFor(short: string, full: string): boolean {
  return short !== '' && !/^\d+$/.test(short) && full.toLowerCase().startsWith(`${short.toLowerCase()}.`);
}
