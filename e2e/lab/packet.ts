/** What a capture shows of an IPv4 packet. Ports are null for protocols and fragments without. */
export interface Packet {
  readonly flow: Flow;
  readonly id: number;
  readonly length: number;
  readonly ttl: number;
  readonly seq: number | null;
  readonly flags: number | null;
  /** Offset in bytes, and whether more follow; null for a whole packet. */
  readonly fragment: { readonly offset: number; readonly more: boolean } | null;
  /** What stays the same on the way through a host, NAT or not. */
  readonly identity: string;
}

/** As truth.json has it; icmp has `type` and, for echo, `code` and `id`: errors of one type are one flow. */
export interface Flow {
  readonly family: 'ipv4';
  readonly proto: string;
  readonly src: string;
  readonly dst: string;
  /** These three are null for a fragment that does not hold them. */
  readonly sport?: number | null;
  readonly dport?: number | null;
  readonly type?: number | null;
  readonly code?: number;
  readonly id?: number;
}

/** `udp 10.1.0.2:4001 > 10.2.0.2:53`, `icmp 10.1.0.2 > 10.2.0.2 type 8 code 0 id 77` */
export function flowText({ proto, src, dst, sport, dport, type, code, id }: Flow): string {
  const at = (address: string, port: number | null | undefined): string =>
    port === undefined || port === null ? address : `${address}:${port}`;
  const icmp =
    type === undefined || type === null
      ? ''
      : ` type ${type}${id === undefined ? '' : ` code ${code} id ${id}`}`;
  return `${proto} ${at(src, sport)} > ${at(dst, dport)}${icmp}`;
}

const protocols: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp' };

export function decodePacket(bytes: Buffer): Packet {
  const headerBytes = ((bytes[0] ?? 0) & 15) * 4;
  const length = bytes.readUInt16BE(2);
  const place = bytes.readUInt16BE(6);
  const fragment =
    (place & 0x3fff) === 0 ? null : { offset: (place & 0x1fff) * 8, more: (place & 0x2000) !== 0 };
  const proto = protocols[bytes[9] ?? 0] ?? String(bytes[9]);
  const body = bytes.subarray(headerBytes, length);
  const id = bytes.readUInt16BE(4);
  const addresses = { family: 'ipv4', proto, src: address(bytes, 12), dst: address(bytes, 16) } as const;
  const common = { id, length, ttl: bytes[8] ?? 0, fragment, seq: null, flags: null };
  const named = `${proto} ${id} ${fragment?.offset ?? 0}`;
  if (fragment !== null && fragment.offset > 0) {
    return {
      ...common,
      flow: { ...addresses, ...(proto === 'icmp' ? { type: null } : { sport: null, dport: null }) },
      identity: `${named} ${body.toString('hex')}`,
    };
  }
  if (proto === 'icmp') {
    const [type = 0, code = 0] = body;
    const echo = type === 0 || type === 8;
    const flow = { ...addresses, type, ...(echo ? { code, id: body.readUInt16BE(4) } : {}) };
    // An error carries the header of the packet that it is about, which NAT rewrites too; that one's IP id stays.
    return {
      ...common,
      flow,
      identity: `${named} ${type} ${echo ? body.subarray(6).toString('hex') : body.readUInt16BE(12)}`,
    };
  }
  if (proto !== 'tcp' && proto !== 'udp') return { ...common, flow: addresses, identity: named };
  const flow = { ...addresses, sport: body.readUInt16BE(0), dport: body.readUInt16BE(2) };
  if (proto === 'udp') return { ...common, flow, identity: `${named} ${body.subarray(8).toString('hex')}` };
  const seq = body.readUInt32BE(4);
  const flags = body[13] ?? 0;
  // Targets change options (TCPMSS) and the ECN bits.
  const payloadBytes = body.length - ((body[12] ?? 0) >> 4) * 4;
  return {
    ...common,
    flow,
    seq,
    flags,
    identity: `${named} ${seq} ${body.readUInt32BE(8)} ${flags & 0x3f} ${payloadBytes}`,
  };
}

function address(bytes: Buffer, at: number): string {
  return bytes.subarray(at, at + 4).join('.');
}
