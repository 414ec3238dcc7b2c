import type { Family } from '../../model/family.ts';
import type { FibRule } from '../../model/network.ts';

/** The rule that sends all packets to a table, as `ip rule` would print it; it stands in no file. */
export function lookupRule(family: Family, priority: number, table: string): FibRule {
  return {
    family,
    priority,
    negated: false,
    from: null,
    to: null,
    iif: null,
    oif: null,
    fwmark: null,
    tos: null,
    ipProtocol: null,
    sport: null,
    dport: null,
    uidRange: null,
    suppressPrefixLength: null,
    l3mdev: false,
    action: { kind: 'lookup', table },
    unknownWords: [],
    listing: 'whole',
    text: `${priority}: from all lookup ${table}`,
    at: { file: '', line: 0 },
  };
}
