import type { Analysis, Refused } from '../../core/index.ts';

/** The host that a command is about: the one named, or the only one of the bundle; else why there is none. */
export function chooseHost(
  { hosts, rulesets, networkOf }: Pick<Analysis, 'hosts' | 'rulesets' | 'networkOf'>,
  wanted: string | undefined,
): { readonly host: string } | Refused {
  const named = [...hosts.map(({ name }) => name), ...rulesets.map(({ host }) => host), ''];
  const described = [...new Set(named)].filter(
    (host) => networkOf(host) !== null || rulesets.some((each) => each.host === host),
  );
  if (wanted !== undefined)
    return described.includes(wanted) ? { host: wanted } : { wrong: { kind: 'no-host', name: wanted } };
  const [only, ...others] = described;
  if (only === undefined) return { host: '' };
  if (others.length > 0) return { wrong: { kind: 'several-hosts', hosts: described } };
  return { host: only };
}
