import type { Analysis } from '../model/analysis.ts';
import { type DescribedHosts, recordsOf } from '../model/host-records.ts';
import type { KernelMessageKind, KernelMessages } from '../model/kernel-message.ts';
import type { Sysctl } from '../model/network.ts';

/** Whether the kernel says in the log that it lost packets. */
export function tellsOfLoss({ kernelMessages }: Pick<Analysis, 'kernelMessages'>): boolean {
  return kernelMessages.some(isLoss);
}

/** What was refused of an ARP request is no packet. */
export function isLoss({ meaning, first }: KernelMessages): boolean {
  return meaning === 'loss' && first.fields.frame !== 'ARP';
}

/** Losses first, each part as the log has it. */
export function messagesInOrder({
  kernelMessages,
}: Pick<Analysis, 'kernelMessages'>): readonly KernelMessages[] {
  return [...kernelMessages.filter(isLoss), ...kernelMessages.filter((message) => !isLoss(message))];
}

/** The settings of the host by which what the message says can be judged, as far as the bundle shows them. */
export function settingsOf(described: DescribedHosts, { kind, host }: KernelMessages): readonly Sysctl[] {
  const asked = settings[kind];
  if (asked === undefined) return [];
  return (recordsOf(described, host).network?.sysctls ?? []).filter(({ key }) => asked.includes(key));
}

const settings: Readonly<Partial<Record<KernelMessageKind, readonly string[]>>> = {
  'conntrack-table-full': [
    'net.netfilter.nf_conntrack_count',
    'net.netfilter.nf_conntrack_max',
    'net.nf_conntrack_max',
  ],
  'conntrack-expectations-full': ['net.netfilter.nf_conntrack_expect_max'],
  'neighbour-table-full': ['net.ipv4.neigh.default.gc_thresh3', 'net.ipv6.neigh.default.gc_thresh3'],
  'route-cache-full': ['net.ipv4.route.max_size', 'net.ipv6.route.max_size'],
  'syn-flood': ['net.ipv4.tcp_syncookies', 'net.ipv4.tcp_max_syn_backlog', 'net.core.somaxconn'],
  'orphaned-sockets': ['net.ipv4.tcp_max_orphans', 'net.ipv4.tcp_mem'],
  'martian-source': ['net.ipv4.conf.all.rp_filter'],
};
