import { formatAddress } from '../../kernel/address.ts';
import type { InterfaceAddress } from '../../model/network.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { mostLines } from '../text/recognise-lines.ts';

/**
 * The IPv6 addresses of /proc/net/if_inet6 (if6_seq_show() in net/ipv6/addrconf.c): address, index, length of the prefix,
 * scope and flags, all in hexadecimal, and the interface:
 *
 *   20010db8000100000000000000000001 02 40 00 80     eth0
 *
 * It shows nothing of IPv4, so what it lacks proves nothing. An address whose check for duplicates is not done, or failed,
 * receives no packets yet, and is left out.
 */
export const ifInet6: Format<'if-inet6'> = {
  kind: 'if-inet6',
  madeBy: '/proc/net/if_inet6',
  recognises,
  begins: (line) => entry.test(line),
  parse,
};

const entry = /^([0-9a-f]{32}) [0-9a-f]{2,8} ([0-9a-f]{2}) [0-9a-f]{2} ([0-9a-f]{2,8}) +(\S{1,15})\s*$/;
/** IFA_F_DADFAILED and IFA_F_TENTATIVE of linux/if_addr.h. */
const notInUse = 0x08 | 0x40;

function recognises(sample: Sample): boolean {
  return mostLines(sample, (text) => entry.test(text));
}

function parse(lines: readonly string[], file: string): Parsed {
  const addresses: InterfaceAddress[] = [];
  const account = classifyLines(lines, file, {
    read(text, at) {
      const [, digits = '', length = '', flags = '', dev = ''] = entry.exec(text) ?? [];
      const prefixLength = Number.parseInt(length, 16);
      if (digits === '' || prefixLength > 128) return { malformed: { kind: 'not-an-address' } };
      if ((Number.parseInt(flags, 16) & notInUse) !== 0) return 'notModelled';
      const address = formatAddress(BigInt(`0x${digits}`));
      addresses.push({ family: 'ipv6', dev, address, prefixLength, listing: 'part', at });
      return 'parsed';
    },
  });
  return { records: { kind: 'links', items: [], addresses, losses: [] }, ...account };
}
