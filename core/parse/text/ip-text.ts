import type { Family } from '../../model/family.ts';

/** The family of an address or prefix as ip(8) and iptables(8) print it; null for anything else. */
export function addressFamily(text: string): Family | null {
  if (ipv4.test(text)) return 'ipv4';
  return text.length <= LONGEST && ipv6.test(text) && hasAllGroups(text) ? 'ipv6' : null;
}

/** An IPv6 address has eight groups, or fewer around one `::`; a MAC address has six. */
function hasAllGroups(text: string): boolean {
  const address = text.replace(/\/.*/, '');
  const groups = address.split(':').length + (address.includes('.') ? 1 : 0);
  const gaps = address.split('::').length - 1;
  return gaps === 0 ? groups === 8 : gaps === 1 && groups <= 9;
}

/**
 * A prefix with its length spelled out: `default` is `0.0.0.0/0` or `::/0`, a bare address has all its bits, and
 * the short form of old iproute2, `10.1/16`, gets its zeros. Null for what is no prefix.
 */
export function fullPrefix(text: string, family: Family): string | null {
  if (text === 'default' || text === 'all') return family === 'ipv6' ? '::/0' : '0.0.0.0/0';
  const [address = '', length, more] = text.split('/');
  if (more !== undefined || (length !== undefined && !/^\d{1,3}$/.test(length))) return null;
  if (family === 'ipv6') {
    if (addressFamily(address) !== 'ipv6' || Number(length ?? 128) > 128) return null;
    return `${address}/${length ?? '128'}`;
  }
  const bytes = address.split('.');
  if (bytes.length > 4 || !bytes.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) < 256)) return null;
  if ((bytes.length < 4 && length === undefined) || Number(length ?? 32) > 32) return null;
  return `${[...bytes, '0', '0', '0'].slice(0, 4).join('.')}/${length ?? '32'}`;
}

/**
 * The family that a command (`ip -6 rule`, `ip6tables -L`) or the name of a file with its output
 * (`ip-6-route.txt`, `ip6tables-save`, `ip_-6_route_show_table_all`) tells; null where it tells none.
 */
export function namedFamily(commandOrPath: string): Family | null {
  const name = /\s/.test(commandOrPath) ? commandOrPath : baseName(commandOrPath);
  if (/ip6|inet6|ipv6|(?:^|[\s_-])-?6(?:[\s_.-]|$)/i.test(name)) return 'ipv6';
  return /ipv4|inet4|(?:^|[\s_-])-?4(?:[\s_.-]|$)|iptables/i.test(name) ? 'ipv4' : null;
}

/** The file's own name in a path of the bundle, without the ending of a single compressed file (`ip-route.txt.gz`). */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.(?:gz|xz|zst|bz2)$/, '');
}

/** `0000:0000:0000:0000:0000:ffff:255.255.255.255/128` */
const LONGEST = 49;
const ipv4 = /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?$/;
const ipv6 = /^[0-9a-f]*:[0-9a-f:]*(?::\d{1,3}(?:\.\d{1,3}){3})?(?:\/\d{1,3})?$/i;
