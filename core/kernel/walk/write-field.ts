import type { Field } from '../../model/rule-field.ts';
import type { Written } from '../../model/statement.ts';
import { formatAddress, widthOf } from '../address.ts';
import type { MatchPacket } from '../match/match-packet.ts';

/** The packet with a field of its header overwritten, without conntrack knowing; null where the value is not known. */
export function writeField(packet: MatchPacket, field: Field, value: Written): MatchPacket {
  switch (field.kind) {
    case 'address':
      return field.side === 'src'
        ? { ...packet, src: addressIn(value) }
        : { ...packet, dst: addressIn(value) };
    case 'port':
      return field.side === 'src'
        ? { ...packet, sport: numberIn(value) }
        : { ...packet, dport: numberIn(value) };
    case 'ttl':
      return { ...packet, ttl: hopsAfter(packet.ttl, value) };
    case 'dscp': {
      const dscp = numberIn(value);
      return { ...packet, tos: dscp === null ? null : dscp << 2 };
    }
    case 'ecn':
      return { ...packet, ecn: numberIn(value) };
    case 'tos':
      return { ...packet, ...tosAfter(packet, value) };
    case 'tcp-flags':
      return { ...packet, tcpFlags: masked(packet.tcpFlags, 0xff, value) };
    case 'link-type':
      return { ...packet, linkType: null };
    case 'mac':
      return field.side === 'src' ? { ...packet, srcMac: null } : packet;
    default:
      return packet;
  }
}

function addressIn(written: Written): string | null {
  if (written.kind !== 'value' || written.value.kind !== 'network') return null;
  const { base, mask } = written.value;
  const isHost = widthOf(base) === 32 ? mask === 0xffffffff : mask === (1n << 128n) - 1n;
  return isHost ? formatAddress(base) : null;
}

function numberIn(written: Written): number | null {
  if (written.kind !== 'value' || written.value.kind !== 'number') return null;
  const { first, last } = written.value;
  return first === last ? first : null;
}

/** ttl_tg() (net/netfilter/xt_HL.c) stops at 0 and at 255. */
function hopsAfter(ttl: number | null, written: Written): number | null {
  if (written.kind !== 'plus') return numberIn(written);
  return ttl === null ? null : Math.max(0, Math.min(255, ttl + written.amount));
}

/** tos_tg() (net/netfilter/xt_DSCP.c): `(old & ~mask) ^ value`. */
function tosAfter({ tos, ecn }: MatchPacket, written: Written): Pick<MatchPacket, 'tos' | 'ecn'> {
  return { tos: masked(tos, 0xfc, written), ecn: masked(ecn, 0x03, written) };
}

/** The bits of a byte after a write; null where they are not known. */
function masked(old: number | null, bits: number, written: Written): number | null {
  if (written.kind !== 'masked') {
    const number = numberIn(written);
    return number === null ? null : number & bits;
  }
  const kept = bits & ~written.mask;
  return old === null && kept !== 0 ? null : (((old ?? 0) & kept) ^ written.value) & bits;
}
