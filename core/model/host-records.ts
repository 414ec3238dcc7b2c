import type { IpSet } from './ipset.ts';
import type { NetworkRecords } from './network.ts';
import type { ConntrackEntry } from './conntrack.ts';

/** What the bundle's files say of one host besides its rulesets. */
export interface HostRecords {
  /** Null where they say nothing of its routing state. */
  readonly network: NetworkRecords | null;
  /** The host's sets of ipset(8); a set of several dumps stands here once for each. */
  readonly ipsets: readonly IpSet[];
  /** The host's connections as conntrack(8) shows them. */
  readonly conntrack: readonly ConntrackEntry[];
}

/** What the files say of each host, by its name; a host that no file describes is left out. */
export interface DescribedHosts {
  readonly hostRecords: ReadonlyMap<string, HostRecords>;
}

/** A host's records; empty ones for a host that no file describes. */
export function recordsOf({ hostRecords }: DescribedHosts, host: string): HostRecords {
  return hostRecords.get(host) ?? undescribed;
}

const undescribed: HostRecords = { network: null, ipsets: [], conntrack: [] };
