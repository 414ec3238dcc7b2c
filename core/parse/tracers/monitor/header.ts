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

/** What stays the same on a packet's way through one host. */
const identity = [
  'family',
  'protocol',
  'ipId',
  'length',
  'fragment',
  'tcpFlags',
  'icmpType',
  'icmpCode',
  'icmpSequence',
] as const;

/** What of a packet's header stays the same, as far as one of its headers has printed it. */
export type Identity = Pick<MonitoredHeader, (typeof identity)[number]>;

/** Whether two headers can't be of one packet: both print something that must not change, and it differs. */
export function contradicts(one: Identity, other: Identity): boolean {
  return identity.some(
    (field) => one[field] !== null && other[field] !== null && one[field] !== other[field],
  );
}

/** What the first says, and where it says nothing, the second. */
export function mergedIdentity(one: Identity, other: Identity): Identity {
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
