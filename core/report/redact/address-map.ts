import { type AddressValue, formatAddress } from '../../kernel/address.ts';
import { addressOf, type Bits, bitsOf } from './bits.ts';
import { keyedBytes } from './keyed-bits.ts';
import { type Mac, macMap, staysMac } from './mac-map.ts';
import { keepingEnds } from './network-ends.ts';
import { prefixMap } from './prefix-map.ts';
import { staysAsItIs } from './special-ranges.ts';

/** The addresses and MACs of a bundle. */
export interface GatheredAddresses {
  readonly addresses: ReadonlySet<AddressValue>;
  /** Networks that hosts are on, as beginnings of IPv4 addresses. */
  readonly networks: ReadonlySet<Bits>;
  readonly macs: ReadonlySet<Mac>;
}

/** What each address and MAC becomes. */
export interface AddressMap {
  address(value: AddressValue): AddressValue;
  /** The first bits of all addresses of a prefix. */
  prefix(bits: Bits, width: 32 | 128): Bits;
  mac(mac: Mac): Mac;
  /** Addresses of the bundle that others became: a range that has no free address left. */
  readonly reused: ReadonlySet<AddressValue>;
}

/** One permutation for each family, tied to each other where addresses embed addresses or MACs. */
export function addressMap(key: string, { addresses, networks, macs }: GatheredAddresses): AddressMap {
  const all = Array.from(addresses, bitsOf);
  const ofWidth = (width: 32 | 128) =>
    prefixMap({ width, key, originals: all.filter((bits) => bits.length === width) });
  const maps = { 32: ofWidth(32), 128: ofWidth(128) };
  const hosts = { 32: keepingEnds(maps[32], networks, 32), 128: maps[128] };
  const known = new Map<AddressValue, AddressValue>();
  const macOf = macMap(key, macs);
  const byLowBits = new Map<bigint, bigint>();
  for (const value of addresses)
    if (typeof value === 'bigint' && value >> 24n !== solicited) byLowBits.set(value & low24, value);

  const reused = new Set<AddressValue>();
  for (const value of addresses) {
    const after = address(value);
    if (after !== value && addresses.has(after)) reused.add(after);
  }
  for (const network of networks) {
    const after = addressOf(prefix(network, 32).padEnd(32, '0'));
    if (addresses.has(after)) reused.add(after);
  }
  return { address, prefix, mac, reused };

  function address(value: AddressValue): AddressValue {
    let image = known.get(value);
    if (image === undefined) {
      image = imageOf(value);
      known.set(value, image);
    }
    return image;
  }

  function imageOf(value: AddressValue): AddressValue {
    if (typeof value === 'number') return plain(value);
    const v4 = embedsIpv4(value) ? plain(Number(value & 0xffffffffn)) : null;
    if (v4 !== null) return ((value >> 32n) << 32n) | BigInt(v4);
    if (value >> 24n === solicited) return ((value >> 24n) << 24n) | solicitedBits(value & low24);
    const embedded = macWithin(value);
    if (embedded === null) return plain(value);
    const high = staysAsItIs(bitsOf(value)) ? value : plain(value);
    return ((high >> 64n) << 64n) | interfaceId(mac(embedded));
  }

  function plain<Value extends AddressValue>(value: Value): Value {
    const bits = bitsOf(value);
    if (staysAsItIs(bits)) return value;
    return addressOf(hosts[bits.length === 32 ? 32 : 128](bits)) as Value;
  }

  function prefix(bits: Bits, width: 32 | 128): Bits {
    return maps[width](bits.padEnd(width, '0')).slice(0, bits.length);
  }

  /** 33:33:ff:xx:xx:xx is the group ff02::1:ffxx:xxxx on the wire. */
  function mac(value: Mac): Mac {
    if (!value.startsWith('3333ff')) return macOf(value);
    const low = solicitedBits(BigInt(`0x${value.slice(6)}`));
    return `3333ff${low.toString(16).padStart(6, '0')}`;
  }

  /** The group that an address's neighbours ask for it by ends in the address's last 24 bits (RFC 4291, 2.7.1). */
  function solicitedBits(low: bigint): bigint {
    const owner = byLowBits.get(low);
    if (owner !== undefined) return BigInt(address(owner)) & low24;
    const [a = 0, b = 0, c = 0] = keyedBytes(key, `group ${low}`);
    return BigInt(a * 65536 + b * 256 + c);
  }
}

const low24 = 0xffffffn;
/** ff02::1:ff00:0/104 */
const solicited = 0xff0200000000000000000001ffn;

/** ::ffff:0:0/96 (IPv4-mapped), 64:ff9b::/96 (NAT64), and ::/96 (IPv4-compatible) but for `::`, `::1` and the like. */
function embedsIpv4(value: bigint): boolean {
  const high = value >> 32n;
  return high === 0xffffn || high === 0x64ff9b0000000000000000n || (high === 0n && value > 0xffffn);
}

/** The MAC that an interface identifier is made from (modified EUI-64, RFC 4291 appendix A); null where it is none. */
function macWithin(value: bigint): Mac | null {
  const id = value & 0xffffffffffffffffn;
  if (((id >> 24n) & 0xffffn) !== 0xfffen) return null;
  const digits = (id ^ (1n << 57n)).toString(16).padStart(16, '0');
  const found = digits.slice(0, 6) + digits.slice(10);
  return staysMac(found) ? null : found;
}

function interfaceId(value: Mac): bigint {
  return BigInt(`0x${value.slice(0, 6)}fffe${value.slice(6)}`) ^ (1n << 57n);
}

/** Whether an address may be seen: it says nothing of whose it is. */
export function saysNothing(value: AddressValue): boolean {
  if (typeof value === 'number') return staysAsItIs(bitsOf(value));
  if (embedsIpv4(value)) return staysAsItIs(bitsOf(Number(value & 0xffffffffn)));
  return value >> 24n !== solicited && staysAsItIs(bitsOf(value)) && macWithin(value) === null;
}

/** An address as it is printed; one with an IPv4 address inside as that. */
export function printed(value: AddressValue, dotted: boolean): string {
  if (!dotted || typeof value === 'number') return formatAddress(value);
  const low = formatAddress(Number(value & 0xffffffffn));
  const high = formatAddress((value >> 32n) << 32n);
  return value >> 32n === 0xffffn ? `::ffff:${low}` : high.endsWith('::') ? high + low : formatAddress(value);
}
