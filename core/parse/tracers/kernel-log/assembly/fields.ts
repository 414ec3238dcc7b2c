import { findName } from './names';
import {
  HEADER_BYTES,
  IDENTITY_BYTES,
  names,
  nextHeader,
  nextIdentity,
  unwantNames,
  wantName,
} from './pending';
import { prefixHost } from './prefix';

/**
 * Reads what nf_log_syslog prints of nearly all packets, TCP and UDP over IPv4 in one piece, in the order in which it
 * prints it (trace-line.ts reads everything else, and would read these alike):
 *
 *   IN=eth0 OUT= MAC=... SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=4131 DF PROTO=TCP SPT=41001
 *   DPT=80 SEQ=2007418953 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0 OPT (0204...) MARK=0x1
 */

/** The order of the fields is that of header-rows.ts. */
const IN_INTERFACE = 0;
const OUT_INTERFACE = 1;
const PHYS_IN = 2;
const PHYS_OUT = 3;
const SRC = 4;
const DST = 5;
const SPORT = 6;
const DPORT = 7;
const TOS = 8;
const MARK = 9;
const DST_MAC = 10;

const HOST = 0;
const PROTOCOL = 1;
const IP_ID = 2;
const LENGTH = 3;
const FRAGMENT = 4;
const SEQ = 5;
const ACK = 6;
const TCP_FLAGS = 7;
const ICMP_TYPE = 8;
const ICMP_CODE = 9;

const DONT_FRAGMENT = 1;
const MAC_BYTES: usize = 17;

const SPACE: u8 = 0x20;
const PAREN_OPEN: u8 = 0x28;
const PAREN_CLOSE: u8 = 0x29;

/** Keys with their blank and their `=`, as `skips` wants them. */
const KEY_IN = key('IN=');
const KEY_OUT = key(' OUT=');
const KEY_PHYSIN = key(' PHYSIN=');
const KEY_PHYSOUT = key(' PHYSOUT');
const KEY_MAC = key(' MAC=');
const KEY_SRC = key(' SRC=');
const KEY_DST = key(' DST=');
const KEY_LEN = key(' LEN=');
const KEY_TOS = key(' TOS=0x');
const KEY_PREC = key(' PREC=0x');
const KEY_TTL = key(' TTL=');
const KEY_ID = key(' ID=');
const KEY_DF = key(' DF ');
const KEY_PROTO = key(' PROTO=');
const KEY_TCP = key('TCP SPT=');
const KEY_UDP = key('UDP SPT=');
const KEY_DPT = key(' DPT=');
const KEY_SEQ = key(' SEQ=');
const KEY_ACK = key(' ACK=');
const KEY_WINDOW = key(' WINDOW=');
const KEY_RES = key(' RES=0x');
const KEY_URGP = key(' URGP=');
const KEY_OPT = key(' OPT (');
const KEY_UID = key(' UID=');
const KEY_GID = key(' GID=');
const KEY_MARK = key(' MARK=0x');

/** With its blank, each flag in the order of its bit. */
const FLAGS = memory.data(4 * 8, 16);
storeFlags();

/** `tcp` and `udp`: names that no line has. */
const PROTOCOL_NAMES = memory.data<u8>([0x74, 0x63, 0x70, 0x75, 0x64, 0x70, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

let at: usize = 0;
let end: usize = 0;
/** The rows that are written. */
let header: usize = 0;
let identity: usize = 0;
/** The number that was read last. */
let number: u32 = 0;

/** Of the line that was read last. */
export let ttl: i32 = 0;

/** Reads the fields in `[from, to)` into the next pending rows; false for a line that has anything else in it. */
export function readUsual(from: usize, to: usize): bool {
  at = from;
  end = to;
  header = nextHeader();
  identity = nextIdentity();
  memory.fill(header, 0, HEADER_BYTES);
  memory.fill(identity, 0, IDENTITY_BYTES);
  setIdentity(HOST, prefixHost);
  setIdentity(ICMP_TYPE, -1);
  setIdentity(ICMP_CODE, -1);
  const namesBefore = names;
  const isRead = readLink() && readAddresses() && readProtocol();
  if (!isRead) unwantNames(namesBefore);
  return isRead;
}

/** Whether `readUsual` would read the fields. */
export function isUsual(from: usize, to: usize): bool {
  const namesBefore = names;
  const isRead = readUsual(from, to);
  unwantNames(namesBefore);
  return isRead;
}

function readLink(): bool {
  if (!skips(KEY_IN, 3)) return false;
  nameHeader(IN_INTERFACE, at, word());
  if (!skips(KEY_OUT, 5)) return false;
  nameHeader(OUT_INTERFACE, at, word());
  if (skips(KEY_PHYSIN, 8)) nameHeader(PHYS_IN, at, word());
  if (at + 9 <= end && load<u8>(at, 8) == 0x3d && skips(KEY_PHYSOUT, 8)) {
    at++;
    nameHeader(PHYS_OUT, at, word());
  }
  if (skips(KEY_MAC, 5)) {
    const mac = at;
    // destination (6 bytes), source (6 bytes), EtherType
    if (word() - mac >= MAC_BYTES) nameHeader(DST_MAC, mac, mac + MAC_BYTES);
  }
  return true;
}

function readAddresses(): bool {
  if (!skips(KEY_SRC, 5)) return false;
  nameHeader(SRC, at, word());
  if (!skips(KEY_DST, 5)) return false;
  nameHeader(DST, at, word());
  if (!skips(KEY_LEN, 5) || !decimal() || number > 0xffff) return false;
  setIdentity(LENGTH, number);
  if (!skips(KEY_TOS, 7) || !hexadecimal()) return false;
  const tos = number;
  if (!skips(KEY_PREC, 8) || !hexadecimal()) return false;
  if ((tos | number) > 0xff) return false;
  setHeader(TOS, tos | number);
  if (!skips(KEY_TTL, 5) || !decimal() || number > 0xff) return false;
  ttl = number & 0xff;
  if (!skips(KEY_ID, 4) || !decimal() || number > 0xffff) return false;
  setIdentity(IP_ID, number);
  if (skips(KEY_DF, 4)) {
    // Its blank begins the next key.
    at--;
    setIdentity(FRAGMENT, DONT_FRAGMENT);
  }
  return true;
}

function readProtocol(): bool {
  if (!skips(KEY_PROTO, 7)) return false;
  const isTcp = skips(KEY_TCP, 8);
  if (!isTcp && !skips(KEY_UDP, 8)) return false;
  const name = PROTOCOL_NAMES + (isTcp ? 0 : 3);
  setIdentity(PROTOCOL, nameOf(identity + (PROTOCOL << 2), name, name + 3));
  if (!decimal() || number > 0xffff) return false;
  setHeader(SPORT, number);
  if (!skips(KEY_DPT, 5) || !decimal() || number > 0xffff) return false;
  setHeader(DPORT, number);
  return (isTcp ? readTcp() : skips(KEY_LEN, 5) && decimal()) && readRest();
}

function readTcp(): bool {
  // The LOG target leaves these out unless it was asked for them.
  if (skips(KEY_SEQ, 5)) {
    if (!decimal()) return false;
    setIdentity(SEQ, number);
    if (!skips(KEY_ACK, 5) || !decimal()) return false;
    setIdentity(ACK, number);
  }
  if (!skips(KEY_WINDOW, 8) || !decimal() || !skips(KEY_RES, 7) || !hexadecimal()) return false;
  let flags = 0;
  while (!skips(KEY_URGP, 6)) {
    const flag = skipFlag();
    if (flag == 0) return false;
    flags |= flag;
  }
  setIdentity(TCP_FLAGS, flags);
  return decimal();
}

/** Goes past the flag that stands here; 0 for none. */
function skipFlag(): i32 {
  if (at + 5 > end || load<u8>(at, 4) != SPACE) return 0;
  const four = load<u32>(at);
  at += 4;
  for (let flag = 0; flag < 8; flag++) if (four == load<u32>(FLAGS + ((<usize>flag) << 2))) return 1 << flag;
  return 0;
}

/** What may stand after the protocol's own fields. */
function readRest(): bool {
  if (skips(KEY_OPT, 6)) {
    while (at < end && load<u8>(at) != PAREN_CLOSE) {
      if (load<u8>(at) == PAREN_OPEN) return false;
      at++;
    }
    if (++at > end) return false;
  }
  if (skips(KEY_UID, 5) && !decimal()) return false;
  if (skips(KEY_GID, 5) && !decimal()) return false;
  if (skips(KEY_MARK, 8)) {
    if (!hexadecimal()) return false;
    setHeader(MARK, number);
  }
  return at == end || (at + 1 == end && load<u8>(at) == SPACE);
}

function storeFlags(): void {
  const flags = ' FIN SYN RST PSH ACK URG ECE CWR';
  for (let i = 0; i < flags.length; i++) store<u8>(FLAGS + i, <u8>flags.charCodeAt(i));
}

/** Up to eight characters as a number, as they stand in memory. */
function key(text: string): u64 {
  let word: u64 = 0;
  for (let i = 0; i < text.length; i++) word |= (<u64>text.charCodeAt(i)) << (<u64>i * 8);
  return word;
}

/** Goes past the key if it stands here. */
function skips(word: u64, length: i32): bool {
  if (at + length > end || (load<u64>(at) ^ word) << (64 - length * 8) != 0) return false;
  at += length;
  return true;
}

/** Goes past the word that begins here; returns where it ends. */
function word(): usize {
  const blanks = v128.splat<u8>(SPACE);
  for (; at < end; at += 16) {
    const marks = v128.bitmask<u8>(v128.eq<u8>(v128.load(at), blanks));
    if (marks != 0) {
      at += ctz(marks);
      break;
    }
  }
  if (at > end) at = end;
  return at;
}

function nameHeader(field: i32, from: usize, to: usize): void {
  setHeader(field, nameOf(header + ((<usize>field) << 2), from, to));
}

/** The number of the name in `[from, to)`; where it is not known, the field at `field` waits for it. */
function nameOf(field: usize, from: usize, to: usize): i32 {
  if (to == from) return 0;
  const name = findName(from, to);
  if (name < 0) wantName(field, from, to);
  return name;
}

/** Reads a word of digits that is a number of 32 bits. */
function decimal(): bool {
  const start = at;
  let value: u64 = 0;
  for (; at < end; at++) {
    const digit = <u32>load<u8>(at) - 0x30;
    if (digit > 9) break;
    value = value * 10 + digit;
  }
  number = <u32>value;
  return at > start && at - start <= 10 && value <= 0xffffffff && (at == end || load<u8>(at) == SPACE);
}

/** Reads a word of hexadecimal digits, 32 bits at most. */
function hexadecimal(): bool {
  const start = at;
  let value: u32 = 0;
  for (; at < end; at++) {
    const byte = <u32>load<u8>(at);
    let digit = byte - 0x30;
    if (digit > 9) {
      digit = (byte | 0x20) - 0x61 + 10;
      if (digit < 10 || digit > 15) break;
    }
    value = (value << 4) | digit;
  }
  number = value;
  return at > start && at - start <= 8 && (at == end || load<u8>(at) == SPACE);
}

function setHeader(field: i32, value: i32): void {
  store<i32>(header + ((<usize>field) << 2), value);
}

function setIdentity(field: i32, value: i32): void {
  store<i32>(identity + ((<usize>field) << 2), value);
}
