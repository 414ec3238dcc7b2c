import type { Format, Sample } from './format.ts';
import { ebtablesSave } from './rules/ebtables/ebtables-save.ts';
import { conntrack } from './conntrack/conntrack.ts';
import { ifconfig } from './network/ifconfig.ts';
import { ifInet6 } from './network/if-inet6.ts';
import { ipAddr } from './network/ip-addr.ts';
import { ipLink } from './network/ip-link.ts';
import { ipNeigh } from './network/ip-neigh.ts';
import { ipNexthop } from './network/ip-nexthop.ts';
import { ipRoute } from './network/ip-route.ts';
import { ipRule } from './network/ip-rule.ts';
import { ipsetSave } from './rules/ipset/ipset-save.ts';
import { iptablesList } from './rules/iptables/iptables-list.ts';
import { iptablesScript } from './rules/iptables/iptables-script.ts';
import { iptablesSave } from './rules/iptables/iptables-save.ts';
import { nfnetlinkQueue } from './counters/nfnetlink-queue.ts';
import { bridgeFdb } from './network/bridge-fdb.ts';
import { bridgeLink } from './network/bridge-link.ts';
import { ipMaddr } from './network/ip-maddr.ts';
import { sockets } from './network/sockets.ts';
import { xfrmPolicy } from './network/xfrm-policy.ts';
import { tcQdisc } from './counters/tc-qdisc.ts';
import { bpftrace } from './recordings/bpftrace.ts';
import { dropwatch } from './recordings/dropwatch.ts';
import { kfreeSkb } from './recordings/kfree-skb.ts';
import { pwru } from './recordings/pwru.ts';
import { retis } from './recordings/retis.ts';
import { conntrackStatistics } from './counters/conntrack-statistics.ts';
import { netDev } from './counters/net-dev.ts';
import { softnetStat } from './counters/softnet-stat.ts';
import { xfrmStat } from './counters/xfrm-stat.ts';
import { known } from './known.ts';
import { netstatStatistics } from './counters/netstat-statistics.ts';
import { nftJson } from './rules/nft/nft-json.ts';
import { nftRuleset } from './rules/nft/nft-ruleset.ts';
import { nstat } from './counters/nstat.ts';
import { packetSummary } from './captures/packet-summary.ts';
import { routeTable } from './network/route-table.ts';
import { ipVrf } from './network/ip-vrf.ts';
import { rtTables } from './network/rt-tables.ts';
import { snmp6 } from './counters/snmp6.ts';
import { sysctl } from './network/sysctl.ts';

/**
 * The formats that are read line by line into plain objects, in the order in which a file is offered to them: the
 * more telling ones first. The kernel log is not among them; it is read as bytes and is looked for before these.
 */
export const formats = [
  known,
  kfreeSkb,
  dropwatch,
  retis,
  pwru,
  bpftrace,
  conntrackStatistics,
  tcQdisc,
  xfrmPolicy,
  xfrmStat,
  netDev,
  softnetStat,
  rtTables,
  ipVrf,
  ifInet6,
  bridgeLink,
  bridgeFdb,
  ipMaddr,
  sockets,
  snmp6,
  iptablesScript,
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
] as const satisfies readonly Format<string>[];

declare module '../model/registered.ts' {
  interface Registered {
    readonly format: (typeof formats)[number]['kind'];
  }
}

/** The format of a file, from its first lines; null where none recognises them. */
export function recognise(sample: Sample): Format | null {
  return formats.find((format) => format.recognises(sample)) ?? null;
}
