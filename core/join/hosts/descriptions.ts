import { type Diagnostic, diagnostic } from '../../model/diagnostic.ts';
import type { KernelMessages } from '../../model/kernel-message.ts';
import type { Records } from '../../model/records.ts';
import { attributeHosts, type NamedFile } from './attribute-hosts.ts';
import type { NamespaceOnHost } from './split-namespaces.ts';

/** What a file of the bundle says about a host. */
export interface HostFile {
  readonly path: string;
  readonly hosts: readonly string[];
  /** The host whose folder it lies in; null where the folder does not tell. */
  readonly folderHost: string | null;
  /** The network namespace that its path names; null for the host's own. */
  readonly namespace: string | null;
  readonly records: Records | null;
  /** The outputs of several commands in one file; empty for other files. */
  readonly sections: readonly DescribingSection[];
  readonly messages: readonly KernelMessages[];
  /** All lines of the file; a log's are not kept. */
  readonly text: unknown;
}

/** What one command in a file of many said. */
export interface DescribingSection {
  readonly hosts: readonly string[];
  readonly namespace: string | null;
  /** Where the section says that its content comes from; '' where it does not. */
  readonly path: string;
  readonly records: Records;
}

/** What the bundle's files say, each with its host. */
export interface Descriptions {
  /** What each host is described by; a host without files is left out. */
  readonly byHost: ReadonlyMap<string, readonly Records[]>;
  /** Every file and section with records, and its host; null where that is not known. */
  readonly all: readonly { readonly records: Records; readonly host: string | null }[];
  /** The one host of a file; null where it is not known, or where its sections are of several. */
  hostOf(path: string): string | null;
  readonly namespaces: readonly NamespaceOnHost[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Ties what each file and section says to its host. What was only wished for (`etc/`) gives way to what was. */
export function describe(files: readonly HostFile[], logHosts: readonly string[]): Descriptions {
  const described = files.flatMap(descriptionsIn);
  const { hostOf, namespaces, diagnostics } = attributeHosts(described, logHosts);
  const isOvertaken = wishesOvertaken(described, hostOf);
  const believed = described.filter((file) => !isOvertaken(file));
  const hostsOfFile = new Map<string, (string | null)[]>(files.map(({ path }) => [path, []]));
  for (const part of described) hostsOfFile.get(part.file)?.push(hostOf.get(part) ?? null);
  const hostsInLog = new Map(files.map(({ path, hosts }) => [path, hosts]));
  return {
    byHost: recordsByHost(believed, hostOf),
    all: believed.map((file) => ({ records: file.records, host: hostOf.get(file) ?? null })),
    hostOf(path) {
      const named = hostsOfFile.get(path) ?? [];
      if (named.length > 0) return named.every((host) => host === named[0]) ? (named[0] ?? null) : null;
      const [host, ...others] = hostsInLog.get(path) ?? [];
      return host !== undefined && others.length === 0 ? host : null;
    },
    namespaces,
    diagnostics: [...diagnostics, ...namespaceNotes(believed, hostOf)],
  };
}

/** A file, or a section of one, that describes a host. */
interface Description extends NamedFile {
  /** The file's path; `path` may be the one that a section names. */
  readonly file: string;
  readonly records: Records;
}

function descriptionsIn({ path, folderHost, hosts, namespace, records, sections }: HostFile): Description[] {
  const whole = records === null ? [] : [{ file: path, path, folderHost, hosts, namespace, records }];
  const parts = sections.map((section) => ({
    file: path,
    path: section.path === '' ? path : `${path}/${section.path}`,
    folderHost,
    hosts: section.hosts,
    namespace: section.namespace ?? namespace,
    records: section.records,
  }));
  return [...whole, ...parts];
}

/**
 * What lies in `etc` is what someone wished for at the next boot (`etc/sysconfig/iptables`, `etc/iptables/rules.v4`): it
 * is not believed where the bundle shows what the host had.
 */
function wishesOvertaken(
  described: readonly Description[],
  hostOf: ReadonlyMap<Description, string | null>,
): (file: Description) => boolean {
  const key = (file: Description): string => {
    const host = hostOf.get(file) ?? null;
    return host === null ? file.records.kind : `${file.records.kind} ${host}`;
  };
  const shown = new Set(described.filter((file) => !isWish(file)).map(key));
  return (file) => isWish(file) && shown.has(key(file));
}

function isWish({ path }: Description): boolean {
  return /(?:^|\/)etc\//.test(path);
}

function recordsByHost(
  believed: readonly Description[],
  hostOf: ReadonlyMap<Description, string | null>,
): ReadonlyMap<string, readonly Records[]> {
  const byHost = new Map<string, Records[]>();
  for (const file of believed) {
    const host = hostOf.get(file) ?? null;
    if (host === null) continue;
    const own = byHost.get(host);
    if (own === undefined) byHost.set(host, [file.records]);
    else own.push(file.records);
  }
  return byHost;
}

/** What is known of network namespaces is named once for each, with one of its files. */
function namespaceNotes(
  describing: readonly Description[],
  hostOf: ReadonlyMap<Description, string | null>,
): readonly Diagnostic[] {
  const named = new Map<string, Description>();
  for (const file of describing) {
    const host = hostOf.get(file) ?? null;
    if (file.namespace !== null && host !== null && !named.has(host)) named.set(host, file);
  }
  return [...named].map(([host, { namespace, file }]) =>
    diagnostic('namespace-apart', { namespace: namespace ?? '', host }, file),
  );
}
