import type { TracedTraffic } from '../model/diagnostic-kind.ts';

/** Stands for the port that the reader has in mind, where nothing tells it. */
const anyTraffic: TracedTraffic = { family: 'ipv4', protocol: 'tcp', dport: 443 };

/** `iptables -t raw -I PREROUTING -p tcp --dport 443 -j TRACE`. */
export function iptablesTrace(about: TracedTraffic | null): string {
  const { family, protocol, dport } = about ?? anyTraffic;
  const named = protocol === 'icmpv6' ? 'ipv6-icmp' : protocol;
  const port = dport === null ? '' : ` --dport ${dport}`;
  return `${family === 'ipv6' ? 'ip6tables' : 'iptables'} -t raw -I PREROUTING -p ${named}${port} -j TRACE`;
}

/** Makes a table of its own, which is removed whole afterwards and changes no rule of the host's. */
export function nftTrace(about: TracedTraffic | null): string {
  const { protocol, dport } = about ?? anyTraffic;
  const match = dport === null ? `meta l4proto ${protocol}` : `${protocol} dport ${dport}`;
  return `nft 'table inet netopsy_trace { chain trace { type filter hook prerouting priority -350; ${match} meta nftrace set 1; }; }'`;
}
