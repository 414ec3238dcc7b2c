import type { DropRecord } from '../../model/drop-record.ts';
import type { LineRef } from '../../model/evidence.ts';
import type { Family } from '../../model/family.ts';

/** A record with nothing known but its line, to spread what is known over. */
export function unknownDrop(at: LineRef, text: string): DropRecord {
  return {
    reason: null,
    location: null,
    packets: 1,
    family: null,
    uptimeSeconds: null,
    packet: null,
    at,
    text: text.trim(),
  };
}

/** The function of `nf_hook_slow+0xa5/0xd0` or `nf_hook_slow+a5`; null for a bare address. */
export function functionOf(location: string): string | null {
  const name = /^[\w.]{1,128}/.exec(location)?.[0] ?? '';
  return name === '' || /^(?:0x)?[\da-f]{8,16}$/i.test(name) ? null : name;
}

/** `NETFILTER_DROP` of the kernel's own name; null for a number, and for what says that there is none. */
export function reasonOf(word: string): string | null {
  const name = word.replace(/^SKB_(?:DROP_REASON_)?/, '');
  return /^[A-Z][A-Z\d_]{1,60}$/.test(name) ? name : null;
}

/** The family of `protocol=2048` (ETH_P_IP) or `0x86dd`. */
export function familyOf(protocol: string): Family | null {
  const number = Number(protocol);
  return number === 0x0800 ? 'ipv4' : number === 0x86dd ? 'ipv6' : null;
}

/** Address and port of `10.1.0.2:80`, `[fd00::1]:80`, `10.1.0.2.80`; the port null where there is none. */
export function endpoint(
  text: string,
  separator: ':' | '.',
): { address: string; port: number | null } | null {
  const pattern =
    separator === ':'
      ? /^\[?([\da-f.:]{2,45}?)\]?(?::(\d{1,5}))?$/i
      : /^(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|[\da-f:]{2,39}(?:\.\d{1,3}){0,3}?)(?:\.(\d{1,5}))?$/i;
  const [, address, port] = pattern.exec(text) ?? [];
  return address === undefined ? null : { address, port: port === undefined ? null : Number(port) };
}
