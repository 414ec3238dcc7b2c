import { type Diagnostic, diagnostic } from '../model/diagnostic.ts';

/** A file and the host names that it gives itself. */
export interface NamedFile {
  readonly path: string;
  readonly hosts: readonly string[];
}

/** The host of each file that describes a host; null where that is not known. */
export interface Attribution {
  readonly hostOf: ReadonlyMap<string, string | null>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Says of which host a file (a ruleset, routes, sysctls) is: the one that it names (a shell prompt, `kernel.hostname`),
 * or whose name is a folder of its path; and where the log is of one host only, that one.
 */
export function attributeHosts(files: readonly NamedFile[], logHosts: readonly string[]): Attribution {
  const hostOf = new Map<string, string | null>();
  const diagnostics: Diagnostic[] = [];
  const only = logHosts.length <= 1 ? (logHosts[0] ?? '') : null;
  for (const { path, hosts } of files) {
    const named = logHosts.find((host) => hosts.some((name) => sameHost(name, host)));
    const folder = logHosts.find((host) => host !== '' && path.split('/').slice(0, -1).includes(host));
    const host = named ?? folder ?? only;
    hostOf.set(path, host);
    if (host === null) {
      diagnostics.push(
        diagnostic(
          'host-unknown',
          `The log is of ${logHosts.length} hosts (${logHosts.join(', ')}); nothing tells of which this file is, so it is not used`,
          path,
        ),
      );
    } else if (named === undefined && hosts.length > 0 && host !== '') {
      diagnostics.push(
        diagnostic(
          'host-differs',
          `The file names host ${hosts.join(', ')}, the log is of ${host}; it was taken for ${host}`,
          path,
        ),
      );
    }
  }
  return { hostOf, diagnostics };
}

/** `rtr` and `rtr.example.com` are one host. */
function sameHost(a: string, b: string): boolean {
  return a !== '' && b !== '' && a.split('.')[0]?.toLowerCase() === b.split('.')[0]?.toLowerCase();
}
