/** libxt_tos: names mean these bits of 0x3f. */
export const tosNames: ReadonlyMap<string, string> = new Map([
  ['minimize-delay', '0x10/0x3f'],
  ['maximize-throughput', '0x08/0x3f'],
  ['maximize-reliability', '0x04/0x3f'],
  ['minimize-cost', '0x02/0x3f'],
  ['normal-service', '0x00/0x3f'],
]);
