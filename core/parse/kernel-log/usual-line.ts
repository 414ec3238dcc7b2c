import type { ByteInterner } from './interner.ts';
import type { TraceFields } from './trace-columns.ts';
import { dontFragment, tcpFlags } from './trace-flags.ts';
import { clearFields } from './trace-line.ts';

const SPACE = 0x20;
const PAREN_OPEN = 0x28;
const PAREN_CLOSE = 0x29;

/** A key with its blank and its `=`, four to nine bytes, as its first and its last four, and one between. */
interface Key {
  readonly first: number;
  readonly fifth: number;
  readonly last: number;
  readonly length: number;
}

const OUT = key(' OUT=');
const PHYSIN = key(' PHYSIN=');
const PHYSOUT = key(' PHYSOUT=');
const MAC = key(' MAC=');
const SRC = key(' SRC=');
const DST = key(' DST=');
const LEN = key(' LEN=');
const TOS = key(' TOS=0x');
const PREC = key(' PREC=0x');
const TTL = key(' TTL=');
const ID = key(' ID=');
const DF = key(' DF ');
const PROTO = key(' PROTO=');
const TCP = key('TCP SPT=');
const UDP = key('UDP SPT=');
const DPT = key(' DPT=');
const SEQ = key(' SEQ=');
const ACK = key(' ACK=');
const WINDOW = key(' WINDOW=');
const RES = key(' RES=0x');
const URGP = key(' URGP=');
const OPT = key(' OPT (');
const UID = key(' UID=');
const GID = key(' GID=');
const MARK = key(' MARK=0x');

/**
 * Reads what nf_log_syslog prints of nearly all packets, TCP and UDP over IPv4 in one piece, in the order in which it
 * prints it; see `readFields` for the fields:
 *
 *   "IN=eth0 OUT= MAC=... SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=4131 DF PROTO=TCP SPT=41001
 *   DPT=80 SEQ=2007418953 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0 OPT (0204...) MARK=0x1 "
 *
 * False for a line that has anything else in it: `readFields` must read that one, and would have read the others alike.
 */
export class UsualLine {
  readonly #names: ByteInterner;
  #bytes: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(this.#bytes.buffer);
  #position = 0;
  #end = 0;
  /** The last number that was read. */
  #number = 0;

  constructor(names: ByteInterner) {
    this.#names = names;
  }

  /** `[start, end)` begins with `IN=`; `view` shows the memory of `bytes`. */
  read(bytes: Uint8Array, view: DataView, start: number, end: number, fields: TraceFields): boolean {
    this.#bytes = bytes;
    this.#view = view;
    this.#position = start;
    this.#end = end;
    clearFields(fields);
    return this.#readLink(fields) && this.#readAddresses(fields) && this.#readProtocol(fields);
  }

  #readLink(fields: TraceFields): boolean {
    const bytes = this.#bytes;
    const start = this.#position;
    if (bytes[start] !== 0x49 || bytes[start + 1] !== 0x4e || bytes[start + 2] !== 0x3d) return false;
    this.#position = start + 3;
    fields.inInterface = this.#name();
    if (!this.#skips(OUT)) return false;
    fields.outInterface = this.#name();
    if (this.#skips(PHYSIN)) fields.physIn = this.#name();
    if (this.#skips(PHYSOUT)) fields.physOut = this.#name();
    if (!this.#skips(MAC)) return true;
    const mac = this.#position;
    const stop = this.#word();
    // destination (6 bytes), source (6 bytes), EtherType
    if (stop - mac >= 17) fields.dstMac = this.#names.intern(bytes, mac, mac + 17);
    return true;
  }

  #readAddresses(fields: TraceFields): boolean {
    if (!this.#skips(SRC)) return false;
    fields.src = this.#name();
    if (!this.#skips(DST)) return false;
    fields.dst = this.#name();
    if (!this.#skips(LEN) || !this.#decimal()) return false;
    fields.length = this.#number;
    if (!this.#skips(TOS) || !this.#hexadecimal()) return false;
    fields.tos = this.#number;
    if (!this.#skips(PREC) || !this.#hexadecimal()) return false;
    fields.tos |= this.#number;
    if (!this.#skips(TTL) || !this.#decimal()) return false;
    fields.ttl = this.#number;
    if (!this.#skips(ID) || !this.#decimal()) return false;
    fields.ipId = this.#number;
    if (this.#skips(DF)) {
      // Its blank begins the next key.
      this.#position--;
      fields.fragment = dontFragment;
    }
    return true;
  }

  #readProtocol(fields: TraceFields): boolean {
    if (!this.#skips(PROTO)) return false;
    const isTcp = this.#skips(TCP);
    if (!isTcp && !this.#skips(UDP)) return false;
    fields.protocol = this.#names.intern(isTcp ? TCP_NAME : UDP_NAME, 0, 3);
    if (!this.#decimal()) return false;
    fields.sport = this.#number;
    if (!this.#skips(DPT) || !this.#decimal()) return false;
    fields.dport = this.#number;
    return (isTcp ? this.#readTcp(fields) : this.#skips(LEN) && this.#decimal()) && this.#readRest(fields);
  }

  #readTcp(fields: TraceFields): boolean {
    if (!this.#skips(SEQ) || !this.#decimal()) return false;
    fields.seq = this.#number;
    if (!this.#skips(ACK) || !this.#decimal()) return false;
    fields.ack = this.#number;
    if (!this.#skips(WINDOW) || !this.#decimal() || !this.#skips(RES) || !this.#hexadecimal()) return false;
    while (!this.#skips(URGP)) {
      const start = this.#position + 1;
      this.#position = start;
      if (start > this.#end || this.#word() - start !== 3) return false;
      const flag = TCP_FLAGS.get(threeLetters(this.#bytes, start));
      if (flag === undefined) return false;
      fields.tcpFlags |= flag;
    }
    return this.#decimal();
  }

  /** What may stand behind the protocol's own fields. */
  #readRest(fields: TraceFields): boolean {
    if (this.#skips(OPT)) {
      while (this.#position < this.#end && this.#bytes[this.#position] !== PAREN_CLOSE) {
        if (this.#bytes[this.#position] === PAREN_OPEN) return false;
        this.#position++;
      }
      if (++this.#position > this.#end) return false;
    }
    if (this.#skips(UID) && !this.#decimal()) return false;
    if (this.#skips(GID) && !this.#decimal()) return false;
    if (this.#skips(MARK)) {
      if (!this.#hexadecimal()) return false;
      fields.mark = this.#number;
    }
    const left = this.#end - this.#position;
    return left === 0 || (left === 1 && this.#bytes[this.#position] === SPACE);
  }

  /** Goes behind the key if it stands here. */
  #skips({ first, fifth, last, length }: Key): boolean {
    const at = this.#position;
    if (at + length > this.#end) return false;
    const view = this.#view;
    if (view.getInt32(at, true) !== first || view.getInt32(at + length - 4, true) !== last) return false;
    if (length > 8 && view.getUint8(at + 4) !== fifth) return false;
    this.#position = at + length;
    return true;
  }

  /** Goes behind the word that begins here; returns where it ends. */
  #word(): number {
    const bytes = this.#bytes;
    const end = this.#end;
    let i = this.#position;
    while (i < end && bytes[i] !== SPACE) i++;
    this.#position = i;
    return i;
  }

  #name(): number {
    const start = this.#position;
    return this.#names.intern(this.#bytes, start, this.#word());
  }

  /** Reads a word of digits into `#number`; false for any other. */
  #decimal(): boolean {
    const bytes = this.#bytes;
    const end = this.#end;
    const start = this.#position;
    let value = 0;
    let i = start;
    for (; i < end; i++) {
      const digit = (bytes[i] as number) - 0x30;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    this.#position = i;
    this.#number = value;
    return i > start && (i === end || bytes[i] === SPACE);
  }

  /** Reads a word of hexadecimal digits, 32 bits at most. */
  #hexadecimal(): boolean {
    const start = this.#position;
    const stop = this.#word();
    let value = 0;
    for (let i = start; i < stop; i++) {
      const byte = this.#bytes[i] as number;
      const digit = byte <= 0x39 ? byte - 0x30 : byte >= 0x61 ? byte - 0x57 : byte - 0x37;
      if (digit < 0 || digit > 15 || digit < 10 !== byte <= 0x39) return false;
      value = (value << 4) | digit;
    }
    this.#number = value >>> 0;
    return stop > start && stop - start <= 8;
  }
}

const TCP_NAME = new TextEncoder().encode('tcp');
const UDP_NAME = new TextEncoder().encode('udp');

function key(text: string): Key {
  const word = (at: number): number =>
    text.charCodeAt(at) |
    (text.charCodeAt(at + 1) << 8) |
    (text.charCodeAt(at + 2) << 16) |
    (text.charCodeAt(at + 3) << 24);
  return { first: word(0), fifth: text.charCodeAt(4), last: word(text.length - 4), length: text.length };
}

/** The flags' words as numbers of three bytes. */
const TCP_FLAGS: ReadonlyMap<number, number> = new Map(
  Object.entries(tcpFlags).map(([word, flag]) => [threeLetters(new TextEncoder().encode(word), 0), flag]),
);

function threeLetters(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
}
