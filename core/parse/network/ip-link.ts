import type { Format, Parsed, Sample } from '../format.ts';
import { briefInterface, interfaceHeading, parseInterfaces } from './ip-addr.ts';
import { hasMembers, sampleObjects } from './ip-json.ts';
import { mostLines, tellingLines } from '../text/recognise-lines.ts';

/**
 * The interfaces that `ip [-d] [-s] link` prints (ip-link(8)): the heading and `link/` lines of `ip addr`, with the
 * words of the interface's kind after them:
 *
 *   5: veth7@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue master br0 state UP mode DEFAULT
 *       link/ether 02:42:ac:75:88:18 brd ff:ff:ff:ff:ff:ff link-netnsid 2 promiscuity 1
 *       bridge_slave state forwarding priority 32 cost 2 hairpin off
 *   veth7@if2        UP             02:42:ac:75:88:18 <BROADCAST,MULTICAST,UP,LOWER_UP>      with -br
 */
export const ipLink: Format<'ip-link'> = { kind: 'ip-link', madeBy: 'ip -d link', recognises, parse };

function recognises(sample: Sample): boolean {
  const [object] = sampleObjects(sample);
  if (object) return hasMembers(object, 'ifname', 'operstate');
  if (mostLines(sample, (text) => briefInterface.test(text))) return true;
  return (
    tellingLines(sample).some((text) => interfaceHeading.test(text)) &&
    mostLines(sample, (text) => /^\s/.test(text) || interfaceHeading.test(text))
  );
}

function parse(lines: readonly string[], file: string): Parsed {
  return parseInterfaces(lines, file);
}
