import type { HostRecords } from '../../model/host-records.ts';
import type { KernelMessages } from '../../model/kernel-message.ts';
import type { NetworkRecords } from '../../model/network.ts';
import type { Witness } from '../../model/witness.ts';
import type { Records } from '../../model/records.ts';
import { has } from './records-present.ts';
import { routesOf, withoutRepeats } from './routes-of.ts';

/** What a host's files say, put together: each thing once, of all files. */
export function hostRecords(records: readonly Records[], networkIsMoved: boolean): HostRecords {
  return {
    // Addresses that were taken out and put in elsewhere route nothing.
    network: networkIsMoved ? null : networkFrom(records),
    ipsets: records.flatMap((each) => (each.kind === 'ipsets' ? each.items : [])),
    conntrack: records.flatMap((each) => (each.kind === 'conntrack' ? each.items : [])),
  };
}

function networkFrom(records: readonly Records[]): NetworkRecords | null {
  const telling = ['fib-rules', 'routes', 'sysctls', 'links'] as const;
  const addresses = records.flatMap((each) => (each.kind === 'links' ? each.addresses : []));
  // `ip -br addr` and `ifconfig` list addresses without links.
  if (addresses.length === 0 && !telling.some((kind) => has(records, kind))) return null;
  return {
    fibRules: withoutRepeats(records.flatMap((each) => (each.kind === 'fib-rules' ? [each.items] : []))),
    routes: routesOf(records),
    links: records.flatMap((each) => (each.kind === 'links' ? each.items : [])),
    addresses,
    tableNames: records.flatMap((each) =>
      each.kind === 'table-names' ? each.items : each.kind === 'fib-rules' ? each.tableNames : [],
    ),
    sysctls: records.flatMap((each) => (each.kind === 'sysctls' ? each.items : [])),
    neighbours: records.flatMap((each) => (each.kind === 'neighbours' ? each.items : [])),
  };
}

/** What else was seen on a host. */
export function witnessFrom(records: readonly Records[], messages: readonly KernelMessages[]): Witness {
  return {
    seenPackets: records.flatMap((each) => (each.kind === 'seen-packets' ? each.items : [])),
    conntrack: records.flatMap((each) => (each.kind === 'conntrack' ? each.items : [])),
    neighbours: records.flatMap((each) => (each.kind === 'neighbours' ? each.items : [])),
    kernelCounters: records.flatMap((each) => (each.kind === 'kernel-counters' ? each.items : [])),
    lossCounters: records.flatMap((each) =>
      each.kind === 'loss-counters' ? each.items : each.kind === 'links' ? each.losses : [],
    ),
    dropRecords: records.flatMap((each) => (each.kind === 'drop-records' ? each.items : [])),
    messages,
    queueReaders: records.flatMap((each) => (each.kind === 'queue-readers' ? each.items : [])),
    queueDisciplines: records.flatMap((each) => (each.kind === 'queue-disciplines' ? each.items : [])),
    xfrmPolicies: records.flatMap((each) => (each.kind === 'xfrm-policies' ? each.items : [])),
    bridgePorts: records.flatMap((each) => (each.kind === 'bridge-ports' ? each.items : [])),
    forwardingEntries: records.flatMap((each) => (each.kind === 'forwarding-entries' ? each.items : [])),
    sockets: listed(records.flatMap((each) => (each.kind === 'sockets' ? [each.items] : []))),
    memberships: listed(records.flatMap((each) => (each.kind === 'memberships' ? [each.items] : []))),
  };
}

/** All that the files list; null where none does. */
function listed<T>(files: readonly (readonly T[])[]): readonly T[] | null {
  return files.length === 0 ? null : files.flat();
}
