import { isLimitedBroadcast, isMulticast, parseAddress } from '../kernel/address.ts';
import type { CtState, MatchPacket } from '../kernel/match/match-packet.ts';
import { unknownPacket } from '../kernel/match/match-packet.ts';
import type { Refused } from '../model/query-fault.ts';
import { readTcpFlags } from '../dialects/iptables/tcp-flag-values.ts';
import { hasPorts, protocolNumber } from '../kernel/protocol-number.ts';

/** The words after the options of `netopsy simulate` that describe the packet. */
export interface PacketWords {
  /** The interface that it comes in by; with `local` instead, the host itself sends it. */
  readonly in?: string | undefined;
  readonly local?: boolean | undefined;
  readonly src?: string | undefined;
  readonly dst?: string | undefined;
  readonly proto?: string | undefined;
  readonly sport?: string | undefined;
  readonly dport?: string | undefined;
  readonly state?: string | undefined;
  readonly mark?: string | undefined;
  readonly tos?: string | undefined;
  readonly ttl?: string | undefined;
  readonly length?: string | undefined;
  readonly 'tcp-flags'?: string | undefined;
  readonly 'icmp-type'?: string | undefined;
  readonly 'icmp-code'?: string | undefined;
  readonly uid?: string | undefined;
}

/**
 * The packet that the words describe, or why they describe none. What is not said is as in a plain packet: the first of
 * its connection (a SYN, an echo request), unmarked, TOS 0, TTL 64; length and source MAC address are not known.
 */
export function packetQuery(words: PacketWords): MatchPacket | Refused {
  const { src, dst, proto, local = false } = words;
  for (const name of ['src', 'dst', 'proto'] as const)
    if (words[name] === undefined) return { wrong: { kind: 'missing', option: name } };
  if (local === (words.in !== undefined)) return { wrong: { kind: 'in-or-local' } };
  const [source, target] = [parseAddress(src ?? ''), parseAddress(dst ?? '')];
  if (source === null) return { wrong: { kind: 'no-address', option: 'src', text: src ?? '' } };
  if (target === null) return { wrong: { kind: 'no-address', option: 'dst', text: dst ?? '' } };
  if (typeof source !== typeof target) return { wrong: { kind: 'two-families', options: ['src', 'dst'] } };
  // `icmp` means the family's own.
  const named =
    typeof target === 'bigint' && proto?.toLowerCase() === 'icmp' ? 'icmpv6' : (proto?.toLowerCase() ?? '');
  const protocol = protocolNumber(named);
  if (protocol === null || protocol > 255) return { wrong: { kind: 'no-protocol', text: proto ?? '' } };
  const state = (words.state ?? 'NEW').toUpperCase();
  if (!isState(state)) return { wrong: { kind: 'no-state', text: words.state ?? '', states } };
  if (!hasPorts(protocol) && (words.sport !== undefined || words.dport !== undefined))
    return { wrong: { kind: 'no-ports', protocol: proto ?? '' } };
  const flags = tcpFlags(protocol, words['tcp-flags'], state);
  if (typeof flags === 'object' && flags !== null) return flags;
  const numbers = readNumbers(words, protocol);
  if ('wrong' in numbers) return numbers;

  const { tos, uid, ...fields } = numbers;
  const isIpv6 = typeof target === 'bigint';
  const linkType = isMulticast(target) ? 'multicast' : isLimitedBroadcast(target) ? 'broadcast' : 'unicast';
  return {
    ...unknownPacket(isIpv6 ? 'ipv6' : 'ipv4'),
    ...fields,
    protocol: named,
    src: src ?? null,
    dst: dst ?? null,
    inInterface: words.in ?? '',
    outInterface: '',
    physIn: '',
    physOut: '',
    srcMac: local ? '' : null,
    linkType,
    tos: tos === null ? null : tos & 0xfc,
    ecn: tos === null ? null : tos & 0x03,
    tcpFlags: flags,
    fragmentOffset: 0,
    ctstates: [state],
    owner: local ? { uid, gid: null } : 'none',
  };
}

const states: readonly CtState[] = ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'];

function isState(word: string): word is CtState {
  return states.some((state) => state === word);
}

/** A connection begins with SYN, and goes on with ACK. */
function tcpFlags(protocol: number, text: string | undefined, state: CtState): number | null | Refused {
  if (protocol !== 6) return text === undefined ? null : { wrong: { kind: 'flags-without-tcp' } };
  if (text !== undefined) return readTcpFlags(text) ?? { wrong: { kind: 'no-flags', text } };
  return state === 'NEW' ? 0x02 : state === 'ESTABLISHED' ? 0x10 : null;
}

/** Each numeric option: its greatest value, and what it is where it is not said. */
function readNumbers(words: PacketWords, protocol: number): Numbers | Refused {
  const echo = protocol === 1 ? 8 : protocol === 58 ? 128 : null;
  const limits: readonly (readonly [keyof Numbers, keyof PacketWords, number, number | null])[] = [
    ['sport', 'sport', 65535, null],
    ['dport', 'dport', 65535, null],
    ['mark', 'mark', 0xffffffff, 0],
    ['tos', 'tos', 255, 0],
    ['ttl', 'ttl', 255, 64],
    ['length', 'length', 65535, null],
    ['icmpType', 'icmp-type', 255, echo],
    ['icmpCode', 'icmp-code', 255, echo === null ? null : 0],
    ['uid', 'uid', 0xffffffff, null],
  ];
  const numbers: Record<string, number | null> = {};
  for (const [field, option, most, otherwise] of limits) {
    const text = words[option];
    if (text === undefined) numbers[field] = otherwise;
    else if (typeof text === 'string' && /^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text) && Number(text) <= most)
      numbers[field] = Number(text);
    else return { wrong: { kind: 'no-number', option, text: String(text), most } };
  }
  return numbers as unknown as Numbers;
}

type Numbers = Readonly<
  Record<
    'sport' | 'dport' | 'mark' | 'tos' | 'ttl' | 'length' | 'icmpType' | 'icmpCode' | 'uid',
    number | null
  >
>;
