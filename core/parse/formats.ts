import type { Format, Sample } from './format.ts';
import { ebtablesSave } from './ebtables-save.ts';
import { conntrack } from './conntrack.ts';
import { ifconfig } from './ifconfig.ts';
import { ipAddr } from './ip-addr.ts';
import { ipLink } from './ip-link.ts';
import { ipNeigh } from './ip-neigh.ts';
import { ipNexthop } from './ip-nexthop.ts';
import { ipRoute } from './ip-route.ts';
import { ipRule } from './ip-rule.ts';
import { ipsetSave } from './ipset-save.ts';
import { iptablesList } from './iptables-list.ts';
import { iptablesSave } from './iptables-save.ts';
import { nfnetlinkQueue } from './nfnetlink-queue.ts';
import { known } from './known.ts';
import { netstatStatistics } from './netstat-statistics.ts';
import { nftJson } from './nft-json.ts';
import { nftRuleset } from './nft-ruleset.ts';
import { nstat } from './nstat.ts';
import { packetSummary } from './packet-summary.ts';
import { routeTable } from './route-table.ts';
import { sysctl } from './sysctl.ts';

/**
 * The formats that are read line by line into plain objects, in the order in which a file is offered to them: the
 * more telling ones first. The kernel log is not among them; it is read as bytes and is looked for before these.
 */
export const formats: readonly Format[] = [
  known,
  ebtablesSave,
  iptablesSave,
  iptablesList,
  nftRuleset,
  nftJson,
  ipRule,
  ipNeigh,
  ipAddr,
  ipLink,
  ipNexthop,
  ipRoute,
  routeTable,
  ifconfig,
  sysctl,
  conntrack,
  ipsetSave,
  packetSummary,
  nstat,
  nfnetlinkQueue,
  netstatStatistics,
];

/** The format of a file, from its first lines; null where none recognises them. */
export function recognise(sample: Sample): Format | null {
  return formats.find((format) => format.recognises(sample)) ?? null;
}
