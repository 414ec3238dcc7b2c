import { maskedNumber } from '../match/masked-number.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { dscpOfClass, tosNames } from '../match/tos.ts';
import type { Target } from '../../model/ruleset.ts';
import { optionOf } from './target-options.ts';

/** The packet after a target of mangle that changes the header but no address, or after NPT. */
export function rewriteHeader(packet: MatchPacket, target: Target): MatchPacket {
  return { ...packet, ...rewritten(packet, target) };
}

function rewritten(packet: MatchPacket, { name, options }: Target): Partial<MatchPacket> {
  switch (name) {
    case 'TOS':
      return setTos(packet, options);
    case 'DSCP':
      return { tos: dscpOf(options) };
    case 'TTL':
    case 'HL':
      return { ttl: ttlAfter(packet.ttl, options) };
    case 'ECN':
      // ecn_tg(): takes ECE and CWR out of TCP's flags.
      return { tcpFlags: packet.tcpFlags === null ? null : packet.tcpFlags & 0x3f };
    case 'TCPOPTSTRIP':
      return { tcpOptions: null };
    // ip6t_snpt_tg(): the prefix is known, but the rest is adjusted to keep the checksum.
    case 'SNPT':
      return { src: null };
    default:
      return { dst: null };
  }
}

/** tos_tg() (net/netfilter/xt_DSCP.c): `(old & ~mask) ^ value`. */
function setTos({ tos, ecn }: MatchPacket, options: readonly string[]): Partial<MatchPacket> {
  const written = optionOf(options, '--set-tos') ?? '';
  const set = maskedNumber(tosNames.get(written.toLowerCase()) ?? written, 0xff);
  if (set === null) return { tos: null, ecn: null };
  const apply = (old: number | null, bits: number): number | null => {
    const kept = bits & ~set.mask;
    return old === null && kept !== 0 ? null : (((old ?? 0) & kept) ^ set.value) & bits;
  };
  return { tos: apply(tos, 0xfc), ecn: apply(ecn, 0x03) };
}

function dscpOf(options: readonly string[]): number | null {
  const number = Number(optionOf(options, '--set-dscp') ?? NaN);
  const dscp = Number.isNaN(number) ? dscpOfClass(optionOf(options, '--set-dscp-class') ?? '') : number;
  return dscp === null ? null : dscp << 2;
}

/** ttl_tg() (net/netfilter/xt_HL.c) stops at 0 and at 255. */
function ttlAfter(ttl: number | null, options: readonly string[]): number | null {
  const value = (verb: string): number | null => {
    const text = optionOf(options, `--ttl-${verb}`) ?? optionOf(options, `--hl-${verb}`);
    return text === null || !/^\d{1,3}$/.test(text) ? null : Number(text);
  };
  const [set, less, more] = [value('set'), value('dec'), value('inc')];
  if (set !== null) return set;
  if (ttl === null) return null;
  if (less !== null) return Math.max(0, ttl - less);
  return more === null ? null : Math.min(255, ttl + more);
}
