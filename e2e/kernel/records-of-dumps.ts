import type { NetworkRecords } from '../../core/model/network.ts';
import type { Records } from '../../core/model/records.ts';

/** What listings of one namespace say of its network, put together; tables have numbers only, and no neighbour is known. */
export function recordsOfDumps(dumps: readonly Records[]): NetworkRecords {
  return {
    fibRules: dumps.flatMap((dump) => (dump.kind === 'fib-rules' ? dump.items : [])),
    routes: dumps.flatMap((dump) => (dump.kind === 'routes' ? dump.items : [])),
    links: dumps.flatMap((dump) => (dump.kind === 'links' ? dump.items : [])),
    addresses: dumps.flatMap((dump) => (dump.kind === 'links' ? dump.addresses : [])),
    sysctls: dumps.flatMap((dump) => (dump.kind === 'sysctls' ? dump.items : [])),
    tableNames: [],
    neighbours: [],
  };
}
