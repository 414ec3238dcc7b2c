/** `0x17` with -n, `FIN,SYN,RST,ACK` without; iptables-save prints names. */
export function tcpFlagNames(printed: string): string {
  if (!/^0x[0-9a-f]+$/i.test(printed)) return printed;
  const flags = Number(printed);
  const names = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'].filter((_, bit) => (flags & (1 << bit)) !== 0);
  return names.length === 0 ? 'NONE' : names.join(',');
}
