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
    const named = hostNamed(hosts, logHosts);
    const host = named ?? hostNamed(path.split('/').slice(0, -1), logHosts) ?? only;
    hostOf.set(path, host);
    if (host === null) {
      diagnostics.push(
        diagnostic(
          'host-unknown',
          `The log is of ${logHosts.length} hosts (${logHosts.join(', ')}); nothing tells of which this file is, so it is not used`,
          path,
        ),
      );
    } else if (named === null && hosts.length > 0 && host !== '') {
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

/** The one host of the log that has one of these names, with its domain (`rtr.example.com`) or without (`rtr`). */
function hostNamed(names: readonly string[], logHosts: readonly string[]): string | null {
  const exact = logHosts.find((host) => host !== '' && names.some((name) => isEqual(name, host)));
  if (exact !== undefined) return exact;
  const alike = logHosts.filter((host) =>
    names.some((name) => isShortFor(name, host) || isShortFor(host, name)),
  );
  return alike.length === 1 ? (alike[0] ?? null) : null;
}

function isEqual(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** `rtr` for `rtr.example.com`; a host known by its address has no short name. */
function isShortFor(short: string, full: string): boolean {
  return short !== '' && !/^\d+$/.test(short) && full.toLowerCase().startsWith(`${short.toLowerCase()}.`);
}
