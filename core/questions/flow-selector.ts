import { parseAddress, parsePrefix, prefixContains } from '../kernel/address.ts';
import { hasPorts, protocolNumber } from '../kernel/protocol-number.ts';
import type { FlowEnd, FlowMistake, FlowSelector } from '../model/flow-selector.ts';

/**
 * Reads `PROTO SRC > DST[:PORT]`. SRC and DST are addresses, prefixes or `any`; an IPv6 address that a port follows stands in
 * brackets, `[2001:db8::1]:443`. The source may have a port as well.
 */
export function readFlow(text: string): FlowSelector | FlowMistake {
  const [before = '', after, ...more] = text.split('>');
  const [proto, source, ...rest] = words(before);
  const [target, ...excess] = words(after ?? '');
  if (proto === undefined || source === undefined || target === undefined)
    return { wrong: 'shape', word: text };
  if (more.length > 0 || rest.length > 0 || excess.length > 0) return { wrong: 'shape', word: text };
  const src = readEnd(source);
  if ('wrong' in src) return src;
  const dst = readEnd(target);
  if ('wrong' in dst) return dst;
  const isIpv6 = typeof (src.net ?? dst.net)?.value === 'bigint';
  const protocol = readProtocol(proto, isIpv6);
  if (protocol === undefined) return { wrong: 'protocol', word: proto };
  if (src.net !== null && dst.net !== null && typeof src.net.value !== typeof dst.net.value)
    return { wrong: 'families', word: text };
  if ((src.port !== null || dst.port !== null) && protocol !== null && !hasPorts(protocol))
    return { wrong: 'no-ports', word: proto };
  return { text: `${proto} ${source} > ${target}`, protocol, src, dst };
}

/** The words of a text, however many blanks are between them. */
export function words(text: string): readonly string[] {
  return text.split(/\s/).filter((word) => word !== '');
}

/** Whether an address in text is of that end; one that is redacted is of an end only that is any. */
export function isOfEnd({ net }: FlowEnd, address: string): boolean {
  if (net === null) return true;
  const value = parseAddress(address);
  return value !== null && prefixContains(net, value);
}

/** Null for any protocol; undefined for a name that is none. `icmp` between IPv6 addresses is ICMPv6. */
function readProtocol(name: string, isIpv6: boolean): number | null | undefined {
  const lower = name.toLowerCase();
  if (lower === 'any' || lower === 'all') return null;
  const number = protocolNumber(isIpv6 && lower === 'icmp' ? 'icmpv6' : lower);
  return number === null || number > 255 ? undefined : number;
}

function readEnd(text: string): FlowEnd | FlowMistake {
  const { host, port } = parted(text);
  const number = port === null ? null : portNumber(port);
  if (number === undefined) return { wrong: 'port', word: text };
  if (host.toLowerCase() === 'any') return { net: null, port: number };
  const net = parsePrefix(host);
  return net === null ? { wrong: 'address', word: text } : { net, port: number };
}

/** The address, and what stands after the colon that ends it. */
function parted(text: string): { readonly host: string; readonly port: string | null } {
  if (text.startsWith('[')) {
    const end = text.indexOf(']');
    const rest = text.slice(end + 1);
    if (end < 0 || (rest !== '' && !rest.startsWith(':'))) return { host: text, port: null };
    return { host: text.slice(1, end), port: rest === '' ? null : rest.slice(1) };
  }
  const colon = text.indexOf(':');
  // Several colons are of an IPv6 address.
  if (colon < 0 || text.includes(':', colon + 1)) return { host: text, port: null };
  return { host: text.slice(0, colon), port: text.slice(colon + 1) };
}

function portNumber(text: string): number | null | undefined {
  if (text.toLowerCase() === 'any') return null;
  return /^\d{1,5}$/.test(text) && Number(text) <= 65535 ? Number(text) : undefined;
}
