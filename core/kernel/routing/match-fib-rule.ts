import type { FibRule } from '../../model/network.ts';
import type { AddressValue } from '../address.ts';
import { prefixContains } from '../address.ts';
import type { PreparedRule } from './fib.ts';
import { hasPorts, protocolNumber } from '../protocol-number.ts';

/** What a lookup is done for (`struct flowi4`, `struct flowi6`). */
export interface FibFlow {
  readonly dst: AddressValue;
  /** Null: redacted. 0 or 0n where the packet has none yet. */
  readonly src: AddressValue | null;
  /** `lo` for packets that the host itself sends. Null: not known. */
  readonly iif: string | null;
  /** Null for none, as for every packet that came in. */
  readonly oif: string | null;
  readonly mark: number;
  readonly tos: number;
  /** Name or number; null: not known. Ports count only for protocols that have them. */
  readonly protocol: string | null;
  readonly sport: number | null;
  readonly dport: number | null;
  /** The sending socket's; 0 for packets that came in (sock_net_uid() of no socket). Null: not known. */
  readonly uid: number | null;
  /** The VRF that an interface of the flow belongs to, for `l3mdev` rules, by its table (`flowi_l3mdev`). */
  readonly vrf: 'none' | 'possible' | { readonly table: string };
}

/**
 * Whether a FIB rule selects the flow: fib_rule_match() (net/core/fib_rules.c) with fib4_rule_match() or
 * fib6_rule_match(). Null where that can't be known, since a selector is not understood, or asks for what is not known
 * of the packet; one selector that is known to fail is enough for a certain no.
 */
export function matchFibRule(prepared: PreparedRule, flow: FibFlow): boolean | null {
  if (prepared.matchesAll) return true;
  const { rule } = prepared;
  let known = true;
  for (const selector of selectors) {
    const matches = selector(prepared, flow);
    if (matches === false) return rule.negated;
    if (matches === null) known = false;
  }
  if (!known || rule.unknownWords.length > 0) return null;
  return !rule.negated;
}

type Selector = (prepared: PreparedRule, flow: FibFlow) => boolean | null;

const selectors: readonly Selector[] = [
  ({ rule }, flow) => rule.iif === null || (flow.iif === null ? null : rule.iif === flow.iif),
  ({ rule }, flow) => rule.oif === null || rule.oif === flow.oif,
  ({ rule }, flow) => rule.fwmark === null || ((rule.fwmark.value ^ flow.mark) & rule.fwmark.mask) === 0,
  ({ rule }, flow) => within(rule.uidRange, flow.uid),
  ({ rule }, flow) => !rule.l3mdev || (flow.vrf === 'possible' ? null : flow.vrf !== 'none'),
  ({ from }, flow) => inside(from, flow.src),
  ({ to }, flow) => inside(to, flow.dst),
  ({ rule }, flow) => rule.tos === null || rule.tos === 0 || rule.tos === selectableTos(flow),
  ({ rule }, flow) => matchProtocol(rule, flow),
  ({ rule }, flow) => within(rule.sport, portOf(flow, flow.sport)),
  ({ rule }, flow) => within(rule.dport, portOf(flow, flow.dport)),
];

/**
 * The bits of TOS that IPv4 rules and routes compare: IPTOS_RT_MASK, later INET_DSCP_LEGACY_TOS_MASK
 * (fib_dscp_masked_match()). So a rule for `tos 0x28` never matches. IPv6 compares the whole DSCP.
 */
export function selectableTos(flow: FibFlow): number {
  return flow.tos & (typeof flow.dst === 'number' ? 0x1c : 0xfc);
}

function inside(prefix: PreparedRule['from'], address: AddressValue | null): boolean | null {
  if (prefix === null || (prefix !== 'unreadable' && prefix.length === 0)) return true;
  if (prefix === 'unreadable' || address === null) return null;
  return prefixContains(prefix, address);
}

function within(range: readonly [number, number] | null, value: number | null): boolean | null {
  if (range === null) return true;
  return value === null ? null : range[0] <= value && value <= range[1];
}

function matchProtocol(rule: FibRule, flow: FibFlow): boolean | null {
  if (rule.ipProtocol === null) return true;
  const wanted = protocolNumber(rule.ipProtocol);
  const actual = flow.protocol === null ? null : protocolNumber(flow.protocol);
  return wanted === null || actual === null ? null : wanted === actual;
}

/** The flow dissector leaves 0 for ports that the protocol does not have. */
function portOf(flow: FibFlow, port: number | null): number | null {
  if (flow.protocol === null) return port;
  const protocol = protocolNumber(flow.protocol);
  return protocol !== null && !hasPorts(protocol) ? 0 : port;
}
