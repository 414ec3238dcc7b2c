import type { SeenPacket } from '../../model/witness.ts';

type Icmp = Pick<SeenPacket, 'icmpType' | 'icmpCode' | 'icmpId' | 'icmpSeq' | 'refusedPort'>;

export const noIcmp: Icmp = {
  icmpType: null,
  icmpCode: null,
  icmpId: null,
  icmpSeq: null,
  refusedPort: null,
};

/**
 * The ICMP fields in tcpdump's words (print-icmp.c, print-icmp6.c); null where the words leave one open.
 *
 *   ICMP echo request, id 17047, seq 1, length 64
 *   ICMP 10.2.0.2 udp port 53 unreachable, length 47
 *   ICMP6, echo reply, id 606, seq 2, length 64
 *   ICMP6, destination unreachable, unreachable port, fd00:d2::2 udp port 53, length 96
 */
export function icmpOfTcpdump(rest: string): Icmp {
  const [, id, seq] = /, id (\d{1,5}), seq (\d{1,5})(?:,|$)/.exec(rest) ?? [];
  const port = /^ICMP \S+ udp port (\d{1,5}) unreachable|unreachable port, \S+ udp port (\d{1,5}),/.exec(
    rest,
  );
  const [, icmpType, icmpCode] = kinds.find(([words]) => words.test(rest)) ?? [null, null, null];
  return {
    icmpType,
    icmpCode,
    icmpId: id === undefined ? null : Number(id),
    icmpSeq: seq === undefined ? null : Number(seq),
    refusedPort: port === null ? null : Number(port[1] ?? port[2]),
  };
}

/** The more telling words first. */
const kinds: readonly (readonly [words: RegExp, type: number, code: number | null])[] = [
  [/ICMP6, echo request/, 128, 0],
  [/ICMP6, echo reply/, 129, 0],
  [/ICMP6, destination unreachable/, 1, null],
  [/ICMP6, packet too big/, 2, 0],
  [/ICMP6, time exceeded in-transit/, 3, 0],
  [/ICMP6, redirect/, 137, 0],
  [/ICMP6, neighbor solicitation/, 135, 0],
  [/ICMP6, neighbor advertisement/, 136, 0],
  [/ICMP echo request/, 8, 0],
  [/ICMP echo reply/, 0, 0],
  [/ICMP \S+ (?:udp|tcp) port \S+ unreachable/, 3, 3],
  [/ICMP \S+ protocol \S+ unreachable/, 3, 2],
  [/unreachable - need to frag/, 3, 4],
  [/unreachable - admin prohibited filter/, 3, 13],
  [/ICMP host \S+ unreachable - admin prohibited/, 3, 10],
  [/ICMP net \S+ unreachable - admin prohibited/, 3, 9],
  [/ICMP host \S+ unreachable/, 3, 1],
  [/ICMP net \S+ unreachable/, 3, 0],
  [/ICMP \S+ unreachable/, 3, null],
  [/ICMP time exceeded in-transit/, 11, 0],
  [/ICMP ip reassembly time exceeded/, 11, 1],
  [/ICMP redirect \S+ to host/, 5, 1],
  [/ICMP redirect \S+ to net/, 5, 0],
];
