import type { FlowFact } from './selection.ts';
import { quote, type Token } from './tokens.ts';

/** A flow as filter text: `tcp 10.1.0.2:45476>10.2.0.2:81`, `icmp 10.1.0.2>10.2.0.2`, `udp [fd00::1]:53>[fd00::2]:53`. */
export function printFlow(flow: Omit<FlowFact, 'kind'>): string {
  return `${quote(flow.protocol)} ${end(flow.src, flow.sport)}>${end(flow.dst, flow.dport)}`;
}

/** Reads what `printFlow` prints; null where the word after the protocol is no flow. */
export function readFlow(protocol: string, ends: Token | undefined): FlowFact | null {
  const cut = ends?.arrows[0];
  if (ends === undefined || cut === undefined || protocol === '') return null;
  const source = readEnd(ends.text.slice(0, cut));
  const target = readEnd(ends.text.slice(cut + 1));
  if (source === null || target === null) return null;
  return {
    kind: 'flow',
    protocol,
    src: source.address,
    dst: target.address,
    sport: source.port,
    dport: target.port,
  };
}

function end(address: string, port: number | null): string {
  const named = address.includes(':') || address === '' ? `[${address}]` : address;
  return quote(port === null ? named : `${named}:${port}`);
}

function readEnd(text: string): { readonly address: string; readonly port: number | null } | null {
  const match = /^(?:\[([^\]]*)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text);
  if (match === null) return null;
  return {
    address: match[1] ?? match[2] ?? '',
    port: match[3] === undefined ? null : Number(match[3]),
  };
}
