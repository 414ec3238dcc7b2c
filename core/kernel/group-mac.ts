/** Whether a MAC is one of a group, or everybody's: the lowest bit of its first byte says so. */
export function isGroupMac(mac: string): boolean {
  return (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;
}
