import type { Family } from '../../../model/family.ts';

/**
 * A packet's header as a monitor prints it at the beginning of a base chain. Null where it is not printed, as people
 * shorten such lines; '' for an interface that the hook does not have.
 */
export interface MonitoredHeader {
  /** Null where neither an IPv4 nor an IPv6 field is printed. */
  readonly family: Family | null;
  /** It is of another protocol than IP, as ARP is. */
  readonly isOther: boolean;
  readonly inInterface: string;
  readonly outInterface: string;
  readonly dstMac: string | null;
  readonly src: string | null;
  readonly dst: string | null;
  /** As the kernel log names it: `tcp`, `icmpv6`. */
  readonly protocol: string | null;
  readonly sport: number | null;
  readonly dport: number | null;
  readonly tos: number | null;
  readonly ttl: number | null;
  readonly mark: number | null;
  readonly ipId: number | null;
  /** IP total length in bytes. */
  readonly length: number | null;
  /** As `IdentityColumns.fragment` has it. */
  readonly fragment: number | null;
  readonly tcpFlags: number | null;
  /** The sequence number of an ICMP echo, whose ID is `sport`. */
  readonly icmpSequence: number | null;
  readonly icmpType: number | null;
  readonly icmpCode: number | null;
}

/** What of a packet's header stays the same on its way through one host, as far as one of its headers has printed it. */
export type Identity = Pick<
  MonitoredHeader,
  | 'family'
  | 'protocol'
  | 'ipId'
  | 'length'
  | 'fragment'
  | 'tcpFlags'
  | 'icmpType'
  | 'icmpCode'
  | 'icmpSequence'
>;

/** Whether two headers can't be of one packet: both print something that must not change, and it differs. */
export function contradicts(one: Identity, other: Identity): boolean {
  return (
    differ(one.family, other.family) ||
    differ(one.protocol, other.protocol) ||
    differ(one.ipId, other.ipId) ||
    differ(one.length, other.length) ||
    differ(one.fragment, other.fragment) ||
    differ(one.tcpFlags, other.tcpFlags) ||
    differ(one.icmpType, other.icmpType) ||
    differ(one.icmpCode, other.icmpCode) ||
    differ(one.icmpSequence, other.icmpSequence)
  );
}

function differ<Value>(one: Value | null, other: Value | null): boolean {
  return one !== null && other !== null && one !== other;
}

/** What the first says, and where it says nothing, the second. */
export function mergedIdentity(one: Identity, other: Identity): Identity {
  if (one === nothingPrinted) return other;
  if (!saysMore(one, other)) return one;
  return {
    family: one.family ?? other.family,
    protocol: one.protocol ?? other.protocol,
    ipId: one.ipId ?? other.ipId,
    length: one.length ?? other.length,
    fragment: one.fragment ?? other.fragment,
    tcpFlags: one.tcpFlags ?? other.tcpFlags,
    icmpType: one.icmpType ?? other.icmpType,
    icmpCode: one.icmpCode ?? other.icmpCode,
    icmpSequence: one.icmpSequence ?? other.icmpSequence,
  };
}

/** Whether the second says something that the first does not. */
function saysMore(one: Identity, other: Identity): boolean {
  return (
    (one.family === null && other.family !== null) ||
    (one.protocol === null && other.protocol !== null) ||
    (one.ipId === null && other.ipId !== null) ||
    (one.length === null && other.length !== null) ||
    (one.fragment === null && other.fragment !== null) ||
    (one.tcpFlags === null && other.tcpFlags !== null) ||
    (one.icmpType === null && other.icmpType !== null) ||
    (one.icmpCode === null && other.icmpCode !== null) ||
    (one.icmpSequence === null && other.icmpSequence !== null)
  );
}

/** A header with nothing printed, to spread what is printed over. */
export const nothingPrinted: MonitoredHeader = {
  family: null,
  isOther: false,
  inInterface: '',
  outInterface: '',
  dstMac: null,
  src: null,
  dst: null,
  protocol: null,
  sport: null,
  dport: null,
  tos: null,
  ttl: null,
  mark: null,
  ipId: null,
  length: null,
  fragment: null,
  tcpFlags: null,
  icmpSequence: null,
  icmpType: null,
  icmpCode: null,
};
