import { flowText } from './packet.ts';
import type { Flow } from './packet.ts';

/** A flow as the router's first chain saw it, of one as it left; itself where nothing was translated. */
export type Untranslate = (flow: Flow, egress: string) => Flow;

/**
 * From `conntrack -L` (conntrack(8)): packets that the router itself sends are translated before a capture sees them.
 *
 *   udp 17 28 src=10.1.0.1 dst=198.51.100.53 sport=49003 dport=53 src=10.2.0.2 dst=10.2.0.1 sport=5353 dport=49003 mark=0 use=1
 */
export function untranslation(conntrack: string, addresses: string): Untranslate {
  const before = new Map<string, Flow>();
  for (const line of conntrack.split('\n')) {
    const [original, reply] = tuples(line);
    if (!original || !reply) continue;
    before.set(flowText(reversed(reply)), original);
    before.set(flowText(reversed(original)), reply);
  }
  const own = [...addresses.matchAll(/^\d+: (\S+) +inet ([\d.]+)/gm)].map(([, dev = '', address = '']) => ({
    dev,
    address,
  }));
  return (flow, egress) => {
    // A connection that died is in no table; an ICMP error about it left with the address that was asked for.
    const isError = typeof flow.type === 'number' && flow.id === undefined;
    const source = own.find(({ dev }) => dev === egress)?.address;
    if (isError && source !== undefined && !own.some(({ address }) => address === flow.src))
      return { ...flow, src: source };
    return before.get(flowText(flow)) ?? flow;
  };
}

function tuples(line: string): Flow[] {
  const proto = /^\w+/.exec(line)?.[0] ?? '';
  const found: Flow[] = [];
  const fields = /src=(\S+) dst=(\S+) (?:sport=(\d+) dport=(\d+)|type=(\d+) code=(\d+) id=(\d+))/g;
  for (const [, src = '', dst = '', sport, dport, type, code, id] of line.matchAll(fields)) {
    const ports =
      sport === undefined
        ? { type: Number(type), code: Number(code), id: Number(id) }
        : { sport: Number(sport), dport: Number(dport) };
    found.push({ family: 'ipv4', proto, src, dst, ...ports });
  }
  return found;
}

function reversed({ src, dst, sport, dport, type, ...rest }: Flow): Flow {
  return {
    ...rest,
    src: dst,
    dst: src,
    ...(sport === undefined || dport === undefined ? {} : { sport: dport, dport: sport }),
    ...(type === undefined ? {} : { type: type === 8 ? 0 : 8 }),
  };
}
