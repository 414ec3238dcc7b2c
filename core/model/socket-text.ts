/** `10.1.0.2:81`, `[fd00::1]:53`, or the address alone. */
export function socketText(address: string, port: number | null): string {
  if (port === null) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
