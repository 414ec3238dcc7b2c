// Made once: `toLocaleString` makes one for each number, which a thousand labels feel.
const thousands = new Intl.NumberFormat('en-US');

/** `1,204` */
export function grouped(count: number): string {
  return thousands.format(count);
}

/** `1 packet`, `1,204 packets` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** `1.1 GB`: decimal units, as file managers show them. */
export function fileSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)));
  const value = bytes / 1000 ** step;
  return `${step === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[step]}`;
}

/** `10.1.0.2:81`, `[fd00::1]:53`, or the address alone. */
export function socket(address: string, port: number | null): string {
  if (port === null) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
