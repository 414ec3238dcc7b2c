/** What of a packet's header a test wants to be different from a UDP datagram of 10.1.0.2 to 10.2.0.2 port 53. */
export interface DrawnHeader {
  readonly id?: number;
  readonly iif?: string;
  readonly oif?: string;
  readonly dport?: number;
}

/**
 * Lines as `nft monitor trace` prints them: for each base chain, `[family, table, chain]`, the packet's header and then
 * the lines, each `rule TEXT (verdict V)` or `policy accept`, with a chain of its own where it is called.
 */
export function nftTrace(
  traceId: string,
  chains: readonly (readonly [
    chain: string,
    lines: readonly (string | readonly [chain: string, line: string])[],
  ])[],
  { id = 7, iif = 'eth0', oif = 'eth1', dport = 53 }: DrawnHeader = {},
): string {
  const header = `iif "${iif}" ${oif === '' ? '' : `oif "${oif}" `}ip saddr 10.1.0.2 ip daddr 10.2.0.2 ip ttl 63 ip id ${id} ip protocol udp ip length 60 udp sport 4000 udp dport ${dport}`;
  return chains
    .flatMap(([chain, lines]) => [
      `trace id ${traceId} ${chain} packet: ${header}`,
      ...lines.map((line) =>
        typeof line === 'string'
          ? `trace id ${traceId} ${chain} ${line}`
          : `trace id ${traceId} ${line[0]} ${line[1]}`,
      ),
    ])
    .map((line) => `${line}\n`)
    .join('');
}
