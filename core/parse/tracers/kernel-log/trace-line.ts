import type { ByteInterner } from './interner.ts';
import { decimal, hexadecimal } from './printed-number.ts';
import { ascii } from './log-text.ts';
import { readSourceRoute } from './ip-options.ts';
import { hasWholePacket } from './has-whole-packet.ts';
import type { TraceFields } from './trace-fields.ts';
import { readFlag } from './trace-flags.ts';
import { keyOf } from './trace-keys.ts';

const SPACE = 0x20;
const EQUALS = 0x3d;
const BRACKET_OPEN = 0x5b;
const BRACKET_CLOSE = 0x5d;
const PAREN_OPEN = 0x28;
const PAREN_CLOSE = 0x29;

/**
 * Reads the packet's fields after the place of a TRACE line, as nf_log_syslog prints them
 * (net/netfilter/nf_log_syslog.c, dump_ipv4_packet, dump_ipv6_packet):
 *
 *   IN=eth0 OUT= MAC=52:54:00:a7:40:88:52:54:00:84:3d:00:08:00 SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x00 PREC=0x00
 *   TTL=64 ID=4131 DF PROTO=TCP SPT=41001 DPT=80 SEQ=2007418953 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0 OPT (0204...)
 *
 * `[start, end)` begins at `IN=`. Names go through `names`, each as it stands in `fields`. False where the line ends too
 * early, or holds the fields of two lines: such a line can't be told to be of any packet.
 */
export function readFields(
  bytes: Uint8Array,
  start: number,
  end: number,
  names: ByteInterner,
  fields: TraceFields,
): boolean {
  clearFields(fields);
  let position = start;
  let sawAddresses = 0;
  let sawProtocol = false;
  let isWhole = true;
  let incomplete = false;
  let tos = 0;
  while (position < end) {
    const first = bytes[position] as number;
    if (first === SPACE) {
      position++;
      continue;
    }
    if (first === BRACKET_OPEN) {
      // The header inside an ICMP error: `[SRC=10.1.0.1 DST=... PROTO=TCP SPT=... ]`, itself with brackets or not.
      position = skipEnclosed(bytes, position, end, BRACKET_OPEN, BRACKET_CLOSE);
      continue;
    }
    if (first === PAREN_OPEN) {
      // `OPT (830704C000020900)` before PROTO= are the IP header's options, after it those of TCP.
      if (!sawProtocol) fields.fragment |= readSourceRoute(bytes, position + 1, end);
      position = skipEnclosed(bytes, position, end, PAREN_OPEN, PAREN_CLOSE);
      continue;
    }
    let equals = -1;
    let stop = position;
    for (; stop < end; stop++) {
      const byte = bytes[stop] as number;
      if (byte === SPACE) break;
      if (byte === EQUALS && equals < 0) equals = stop;
    }
    if (equals < 0) {
      if (stop - position === INCOMPLETE.length && ascii(bytes, position, stop) === INCOMPLETE)
        incomplete = true;
      else readFlag(bytes, position, stop, fields);
    } else {
      const value = equals + 1;
      switch (keyOf(bytes, position, equals)) {
        case 'IN':
          fields.inInterface ||= names.intern(bytes, value, stop);
          break;
        case 'OUT':
          fields.outInterface ||= names.intern(bytes, value, stop);
          break;
        case 'PHYSIN':
          fields.physIn ||= names.intern(bytes, value, stop);
          break;
        case 'PHYSOUT':
          fields.physOut ||= names.intern(bytes, value, stop);
          break;
        case 'MAC':
          // destination (6 bytes), source (6 bytes), EtherType
          if (stop - value >= 17) fields.dstMac ||= names.intern(bytes, value, value + 17);
          break;
        case 'SRC':
          if (sawAddresses !== 0) return false;
          fields.src = names.intern(bytes, value, stop);
          sawAddresses |= 1;
          break;
        case 'DST':
          fields.dst = names.intern(bytes, value, stop);
          sawAddresses |= 2;
          break;
        case 'LEN':
          // UDP prints its own length a second time, after the protocol.
          if (!sawProtocol) fields.length = decimal(bytes, value, stop);
          break;
        case 'TC':
          // IPv6: the byte in one piece, and in decimal.
          fields.tos = decimal(bytes, value, stop);
          break;
        case 'TOS':
          // The kernel splits the byte: TOS= shows the bits of 0x1e, PREC= those of 0xe0.
          tos = Math.max(tos, hexadecimal(bytes, value, stop));
          fields.tos |= hexadecimal(bytes, value, stop);
          break;
        case 'PREC':
          tos = Math.max(tos, hexadecimal(bytes, value, stop));
          fields.tos |= hexadecimal(bytes, value, stop);
          break;
        case 'TTL':
          fields.ttl = decimal(bytes, value, stop);
          break;
        case 'HOPLIMIT':
          fields.family = 'ipv6';
          fields.ttl = decimal(bytes, value, stop);
          break;
        case 'ID':
          if (!sawProtocol) fields.ipId = decimal(bytes, value, stop);
          else fields.sport = decimal(bytes, value, stop);
          break;
        case 'PROTO':
          fields.protocol ||= internLowerCase(bytes, value, stop, names);
          sawProtocol = true;
          break;
        case 'SPT':
          fields.sport = decimal(bytes, value, stop);
          break;
        case 'DPT':
          if (value === stop) return false;
          fields.dport = decimal(bytes, value, stop);
          break;
        case 'SEQ':
          fields.seq = decimal(bytes, value, stop);
          // Of TCP, the last field that every packet has is URGP=; without it the sequence number may be cut.
          if (fields.dport >= 0) isWhole = false;
          break;
        case 'ACK':
          fields.ack = decimal(bytes, value, stop);
          break;
        case 'URGP':
          isWhole = true;
          break;
        case 'TYPE':
          fields.icmpType = decimal(bytes, value, stop);
          break;
        case 'CODE':
          fields.icmpCode = decimal(bytes, value, stop);
          break;
        case 'MARK':
          fields.mark = hexadecimal(bytes, value, stop);
          break;
        case null:
          break;
      }
    }
    position = stop;
  }
  if (sawAddresses !== 3 || !sawProtocol || !isWhole || tos > 0xff || !isInRange(fields)) return false;
  return incomplete || hasWholePacket(names.texts[fields.protocol] as string, fields);
}

/** What the kernel prints where a packet is too short for its protocol's header: `INCOMPLETE [4 bytes]`. */
const INCOMPLETE = 'INCOMPLETE';

/** Whether each number fits its field of the header; what doesn't was never printed by a kernel. */
export function isInRange(fields: TraceFields): boolean {
  const { sport, dport, ipId, length, ttl, tos, icmpType, icmpCode, seq, ack, mark } = fields;
  return (
    Math.max(sport, dport, ipId) <= 0xffff &&
    length <= LONGEST_PACKET &&
    Math.max(ttl, tos, icmpType, icmpCode) <= 0xff &&
    Math.max(seq, ack, mark) <= 0xffffffff
  );
}

/** IPv6's payload of 16 bits and its header. */
const LONGEST_PACKET = 0xffff + 40;

/** No field printed. */
export function clearFields(fields: TraceFields): void {
  fields.family = 'ipv4';
  fields.inInterface = 0;
  fields.outInterface = 0;
  fields.physIn = 0;
  fields.physOut = 0;
  fields.dstMac = 0;
  fields.src = 0;
  fields.dst = 0;
  fields.protocol = 0;
  fields.sport = -1;
  fields.dport = -1;
  fields.tos = 0;
  fields.mark = 0;
  fields.ttl = 0;
  fields.ipId = 0;
  fields.length = 0;
  fields.fragment = 0;
  fields.seq = 0;
  fields.ack = 0;
  fields.tcpFlags = 0;
  fields.icmpType = -1;
  fields.icmpCode = -1;
}

/** After the matching close of the bracket at `start`; `end` where it is not closed. */
function skipEnclosed(bytes: Uint8Array, start: number, end: number, open: number, close: number): number {
  let depth = 0;
  for (let i = start; i < end; i++) {
    if (bytes[i] === open) depth++;
    else if (bytes[i] === close && --depth === 0) return i + 1;
  }
  return end;
}

const LOWER_CASE = new Uint8Array(16);

function internLowerCase(bytes: Uint8Array, start: number, end: number, names: ByteInterner): number {
  const length = Math.min(end - start, LOWER_CASE.length);
  for (let i = 0; i < length; i++) {
    const byte = bytes[start + i] as number;
    LOWER_CASE[i] = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
  }
  return names.intern(LOWER_CASE, 0, length);
}
