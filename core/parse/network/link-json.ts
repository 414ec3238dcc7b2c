import { hasMembers, named, words } from './ip-json.ts';
import type { JsonObject } from '../text/json-document.ts';
import { memberObjects, memberText, memberWords } from '../text/json-document.ts';

/** A line that `ip addr` would print, and where the JSON has what it says. */
interface PrintedLine {
  readonly text: string;
  readonly line: number;
}

/**
 * An interface of `ip -j [-br] addr` or `link` as the text form would print it; null for what is none:
 *
 *   {"ifindex":2,"ifname":"eth0","flags":["UP"],"mtu":1500,"master":"br0","operstate":"UP","link_type":"ether",
 *    "address":"b2:24:1f:ae:77:c1","addr_info":[{"family":"inet","local":"10.1.0.1","prefixlen":24}]}
 */
export function printedInterface(object: JsonObject): readonly PrintedLine[] | null {
  const name = memberText(object, 'ifname');
  if (name === null) return null;
  const addresses = memberObjects(object, 'addr_info').filter((each) => hasMembers(each, 'local'));
  if (!hasMembers(object, 'ifindex', 'flags')) {
    const brief = words(name, memberText(object, 'operstate') ?? 'UNKNOWN', addresses.map(printedAddress));
    return [{ text: brief, line: object.line }];
  }
  const peer = memberText(object, 'link') ?? memberText(object, 'link_index');
  const mac = named(object, 'address', `link/${memberText(object, 'link_type') ?? 'ether'}`);
  const heading = words(
    `${memberText(object, 'ifindex')}: ${name}${peer === null ? '' : `@${peer}`}:`,
    `<${memberWords(object, 'flags').join(',')}>`,
    named(object, 'mtu'),
    named(object, 'qdisc'),
    named(object, 'master'),
    named(object, 'operstate', 'state'),
  );
  return [
    { text: heading, line: object.line },
    ...(mac === null ? [] : [{ text: `    ${mac}`, line: object.line }]),
    ...kindsOf(object).map((text) => ({ text, line: object.line })),
    ...addresses.map((each) => ({ text: `    inet ${printedAddress(each)}`, line: each.line })),
  ];
}

/** With a peer, the length is the peer's; the address itself has all its bits. */
function printedAddress(info: JsonObject): string {
  const local = memberText(info, 'local') ?? '';
  return hasMembers(info, 'address') ? local : `${local}/${memberText(info, 'prefixlen') ?? ''}`;
}

/** `"linkinfo":{"info_kind":"vrf","info_data":{"table":10},"info_slave_kind":"bridge",...}`, which -d adds. */
function kindsOf(object: JsonObject): readonly string[] {
  return memberObjects(object, 'linkinfo').flatMap((info) =>
    [
      ['info_kind', 'info_data', ''],
      ['info_slave_kind', 'info_slave_data', '_slave'],
    ].flatMap(([kind = '', data = '', suffix = '']) => {
      const name = memberText(info, kind);
      const table = memberObjects(info, data).map((each) => memberText(each, 'table'))[0] ?? null;
      return name === null ? [] : [`    ${name}${suffix}${table === null ? ' -' : ` table ${table}`}`];
    }),
  );
}
