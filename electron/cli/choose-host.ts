import { type Analysis, describedHosts, type Refused } from '../../core/index.ts';

/** The host that a command is about: the one named, or the only one of the bundle; else why there is none. */
export function chooseHost(
  analysis: Pick<Analysis, 'hosts' | 'rulesets' | 'hostRecords'>,
  wanted: string | undefined,
): { readonly host: string } | Refused {
  const described = describedHosts(analysis);
  if (wanted !== undefined)
    return described.includes(wanted) ? { host: wanted } : { wrong: { kind: 'no-host', name: wanted } };
  const [only, ...others] = described;
  if (only === undefined) return { host: '' };
  if (others.length > 0) return { wrong: { kind: 'several-hosts', hosts: described } };
  return { host: only };
}
