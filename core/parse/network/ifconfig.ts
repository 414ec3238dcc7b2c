import type { InterfaceAddress, Listing } from '../../model/network.ts';
import { listed, listingOf } from './listing-of-command.ts';
import type { LineRef } from '../../model/evidence.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { LineFate } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { addressFamily } from '../text/ip-text.ts';
import { tellingLines } from '../text/recognise-lines.ts';

/**
 * The addresses that `ifconfig -a` prints (ifconfig(8)), in the form of net-tools 2 and in the older one:
 *
 *   eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500
 *           inet 10.1.0.1  netmask 255.255.255.0  broadcast 10.1.0.255
 *           inet6 fd00:1::1  prefixlen 64  scopeid 0x0<global>
 *
 *   eth0      Link encap:Ethernet  HWaddr b2:24:1f:ae:77:c1
 *             inet addr:10.1.0.1  Bcast:10.1.0.255  Mask:255.255.255.0
 *             inet6 addr: fd00:1::1/64 Scope:Global
 *
 * It does not show which bridge, bond or VRF an interface belongs to, so it gives no links. `eth1:web` is an address
 * of eth1 with a label.
 */
export const ifconfig: Format<'ifconfig'> = {
  kind: 'ifconfig',
  madeBy: 'ifconfig -a',
  recognises,
  begins: (line) => ownLine.test(line),
  parse,
};

const ownLine = /^[^\s:]+(?::[^\s:]+)?(?::\s+flags=\d+<|\s+Link encap:)/;

const heading = /^([^\s:]+)(?::[^\s:]+)?(?::\s+flags=\d+<[^>]*>|\s+Link encap:)/;
const ipv4 = /^\s+inet (?:addr:)?\s*(\S+)\s.*(?:netmask |Mask:)(\d+\.\d+\.\d+\.\d+)/;
const ipv6 = /^\s+inet6 (?:addr: ?)?([0-9a-f:.]+)(?:\/|\s+prefixlen )(\d{1,3})\b/i;

function recognises(sample: Sample): boolean {
  return tellingLines(sample).some((text) => heading.test(text));
}

function parse(lines: readonly string[], file: string): Parsed {
  const addresses: InterfaceAddress[] = [];
  let dev: string | null = null;
  let listing: Listing = 'whole';
  const add = (address: string, prefixLength: number | null, at: LineRef): LineFate => {
    const family = addressFamily(address);
    if (dev === null) return { malformed: { kind: 'address-without-interface' } };
    if (family === null || prefixLength === null || prefixLength > 128)
      return { malformed: { kind: 'not-an-address' } };
    addresses.push({ family, dev, address, prefixLength, listing, at });
    return 'parsed';
  };
  const account = classifyLines(lines, file, {
    command(command) {
      listing = listingOf(command, listed.interfaces);
    },
    read(text, at) {
      const title = heading.exec(text);
      if (title) {
        dev = title[1] ?? null;
        return 'parsed';
      }
      const four = ipv4.exec(text);
      if (four) return add(four[1] ?? '', maskBits(four[2] ?? ''), at);
      const six = ipv6.exec(text);
      if (six) return add(six[1] ?? '', Number(six[2]), at);
      if (/^\s/.test(text)) return 'notModelled';
      return /^[#=]/.test(text) ? 'notOurs' : { malformed: { kind: 'interface' } };
    },
  });
  return { records: { kind: 'links', items: [], addresses, losses: [] }, ...account };
}

function maskBits(mask: string): number | null {
  const bits = mask
    .split('.')
    .map((byte) => Number(byte).toString(2).padStart(8, '0'))
    .join('');
  return /^1*0*$/.test(bits) && bits.length === 32 ? bits.lastIndexOf('1') + 1 : null;
}
