import { parseAddress } from '../address.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { dscpOfClass } from '../match/tos.ts';
import type { Target } from '../../model/ruleset.ts';
import { leaveUntracked } from './connection.ts';
import { rewriteMark } from './rewrite-mark.ts';

/**
 * The packet after a statement of nft. Null: the rule ends there as if it had not matched, as one does that reads the
 * ctmark of a packet without a connection (nft_ct_get_eval(), net/netfilter/nft_ct.c).
 */
export function applyStatement(packet: MatchPacket, statement: Target): MatchPacket | null {
  const { name, options } = statement;
  const value = options[2] ?? '';
  switch (name) {
    case 'MARK':
      if (options[0] === '--set-xmark') return rewriteMark(packet, statement);
      if (value.includes('ct mark') && lacksConnection(packet)) return null;
      return { ...packet, mark: value === 'ct mark' ? (packet.connection?.mark ?? null) : null };
    case 'CONNMARK':
      if (packet.connection === null) return packet;
      return { ...packet, connection: { ...packet.connection, mark: markIn(value, packet) } };
    case 'NOTRACK':
      return leaveUntracked(packet);
    case 'TTL':
    case 'HL':
      return { ...packet, ttl: numberIn(value) };
    case 'DSCP': {
      const dscp = numberIn(value) ?? dscpOfClass(value.toUpperCase());
      return { ...packet, tos: dscp === null ? null : dscp << 2 };
    }
    case 'SET':
      return { ...packet, ...written(options[0] ?? '', value) };
    default:
      return packet;
  }
}

/** Whether the statement changes nothing that a packet's way depends on: it logs, copies or sets up helpers. */
export function isIdleStatement({ name, options }: Target): boolean {
  if (name === 'SET') return Object.keys(written(options[0] ?? '', '')).length === 0;
  return !['MARK', 'CONNMARK', 'NOTRACK', 'TTL', 'HL', 'DSCP', 'TPROXY', 'TCPOPTSTRIP'].includes(name);
}

function lacksConnection({ ctstates }: MatchPacket): boolean {
  return ctstates?.every((state) => state === 'INVALID' || state === 'UNTRACKED') === true;
}

function markIn(value: string, { mark }: MatchPacket): number | null {
  return value === 'meta mark' || value === 'mark' ? mark : numberIn(value);
}

function numberIn(text: string): number | null {
  return /^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text) ? Number(text) : null;
}

/** A field of the header that is overwritten, without conntrack knowing (nft_payload_set_eval()). */
function written(field: string, value: string): Partial<MatchPacket> {
  const address = parseAddress(value) === null ? null : value;
  switch (field) {
    case 'ip saddr':
    case 'ip6 saddr':
      return { src: address };
    case 'ip daddr':
    case 'ip6 daddr':
      return { dst: address };
    case 'ip ecn':
    case 'ip6 ecn':
      return { ecn: null };
    case 'meta pkttype':
      return { linkType: null };
    case 'tcp flags':
      return { tcpFlags: null };
    default:
      if (/^(?:tcp|udp|udplite|sctp|dccp|th) sport$/.test(field)) return { sport: numberIn(value) };
      return /^(?:tcp|udp|udplite|sctp|dccp|th) dport$/.test(field) ? { dport: numberIn(value) } : {};
  }
}
