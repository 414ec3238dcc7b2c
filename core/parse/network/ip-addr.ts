import type { InterfaceAddress, Link, Listing, VrfRole } from '../../model/network.ts';
import type { LossCounter } from '../../model/witness.ts';
import type { LineRef } from '../../model/evidence.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { LineFate } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { hasMembers, sampleObjects } from './ip-json.ts';
import { addressFamily } from '../text/ip-text.ts';
import { lossesOf, statisticsNames } from './link-statistics.ts';
import { listed, listingOf } from './listing-of-command.ts';
import { printedInterface } from './link-json.ts';
import { mostLines, tellingLines } from '../text/recognise-lines.ts';

/**
 * The interfaces and addresses that `ip [-o|-br] [-j] addr` prints (ip-address(8)):
 *
 *   2: enp0s1@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue master br0 state UP group default
 *       link/ether 52:54:00:a7:40:88 brd ff:ff:ff:ff:ff:ff link-netnsid 0
 *       inet 192.168.64.4/24 brd 192.168.64.255 scope global enp0s1
 *          valid_lft forever preferred_lft forever
 *   2: enp0s1    inet 192.168.64.4/24 scope global enp0s1\       valid_lft forever      with -o
 *   enp0s1@if2       UP             192.168.64.4/24 fe80::1/64                          with -br
 *
 * The brief form shows neither MTU nor master: it gives addresses, but no links.
 */
export const ipAddr: Format<'ip-addr'> = {
  kind: 'ip-addr',
  madeBy: 'ip addr',
  recognises,
  begins: (line) => ownLine.test(line),
  parse: parseInterfaces,
};

const ownLine = /^\s*\d+:\s+[^\s:]+(?::\s+<[A-Z0-9_,-]*>|\s+inet6?\s)/;

/** The first line of an interface: its name without `@peer`, its flags, and the rest. */
export const interfaceHeading = /^\d+:\s+([^\s:@]+)(?:@[^\s:]+)?:\s+<([^>]*)>(.*)$/;
const address = /^\s+inet6?\s+(\S+)(.*)$/s;
const onelineAddress = /^\d+:\s+([^\s:@]+)\s+inet6?\s+(\S+)(.*)$/s;
/** An interface of `ip -br addr` or `ip -br link`: its name, its state (IF_OPER_*), and what follows. */
export const briefInterface =
  /^([^\s@/]{1,15})(?:@\S+)?\s+(?:UNKNOWN|NOTPRESENT|DOWN|LOWERLAYERDOWN|TESTING|DORMANT|UP)(?:\s+(.*))?$/s;

function recognises(sample: Sample): boolean {
  const objects = sampleObjects(sample);
  if (objects.length > 0) return objects.some((object) => hasMembers(object, 'ifname', 'addr_info'));
  const lines = tellingLines(sample);
  const hasHeading = lines.some((text) => interfaceHeading.test(text));
  const hasAddress = lines.some((text) => (hasHeading && address.test(text)) || onelineAddress.test(text));
  if (hasAddress) {
    const isOurs = (text: string): boolean =>
      /^\s/.test(text) || interfaceHeading.test(text) || onelineAddress.test(text);
    return mostLines(sample, isOurs);
  }
  return (
    lines.some((text) => briefAddresses(text).length > 0) &&
    mostLines(sample, (text) => briefInterface.test(text))
  );
}

/** A link whose `link/ether` line may still follow. */
type OpenLink = { -readonly [Field in keyof Link]: Link[Field] };

/** The parser of `ip addr` and `ip link`, whose headings are the same. */
export function parseInterfaces(lines: readonly string[], file: string): Parsed {
  const items: OpenLink[] = [];
  const addresses: InterfaceAddress[] = [];
  const losses: LossCounter[] = [];
  let statistics: readonly string[] = [];
  let listing: Listing = 'whole';
  const addAddress = (dev: string, text: string, at: LineRef): LineFate => {
    const [bare = '', length, more] = text.split('/');
    const family = addressFamily(bare);
    const bits = length === undefined ? (family === 'ipv6' ? 128 : 32) : Number(length);
    const readable =
      more === undefined && Number.isInteger(bits) && bits >= 0 && bits <= (family === 'ipv6' ? 128 : 32);
    if (family === null || !readable) return { malformed: { kind: 'no-address', text } };
    addresses.push({ family, dev, address: bare, prefixLength: bits, listing, at });
    return 'parsed';
  };
  const readLine = (text: string, at: LineRef): LineFate => {
    const heading = interfaceHeading.exec(text);
    if (heading) {
      items.push({ ...link(heading, at), listing });
      return 'parsed';
    }
    const oneline = onelineAddress.exec(text);
    if (oneline) return addAddress(oneline[1] ?? '', oneline[2] ?? '', at);
    const brief = briefInterface.exec(text);
    if (brief) {
      const shown = briefAddresses(text);
      const fates = shown.map((each) => addAddress(brief[1] ?? '', each, at));
      return fates.find((fate) => fate !== 'parsed') ?? (shown.length > 0 ? 'parsed' : 'notModelled');
    }
    const current = items.at(-1);
    if (!/^\s/.test(text)) return /^[#=]/.test(text) ? 'notOurs' : { malformed: { kind: 'interface' } };
    if (!current) return { malformed: { kind: 'detail-without-interface' } };
    const mac = /^\s+link\/\w+\s+([0-9a-f]{2}(?::[0-9a-f]{2})+)/.exec(text);
    if (mac) {
      current.mac = mac[1] ?? null;
      return 'parsed';
    }
    const figures = statistics;
    statistics = statisticsNames(text);
    if (statistics.length > 0) return 'parsed';
    if (figures.length > 0) {
      const lost = lossesOf(text, figures, current.name, at);
      losses.push(...lost);
      if (lost.length > 0) return 'parsed';
    }
    const role = vrfRole(text);
    if (role !== null) {
      current.vrf = role;
      return 'parsed';
    }
    const inet = address.exec(text);
    return inet ? addAddress(current.name, inet[1] ?? '', at) : 'notModelled';
  };
  const account = classifyLines(lines, file, {
    command(command) {
      listing = listingOf(command, listed.interfaces);
    },
    read: readLine,
    object(object, at) {
      const printed = printedInterface(object);
      if (printed === null) return 'notModelled';
      const fates = printed.map(({ text, line }) => readLine(text, { ...at, line }));
      return fates.find((fate) => typeof fate !== 'string') ?? fates[0] ?? 'notModelled';
    },
  });
  return { records: { kind: 'links', items, addresses, losses }, ...account };
}

/** `10.1.0.1/24 fd00::1/64`; the address of a tunnel has its peer and the length after it: `10.8.0.1 peer 10.8.0.2/32`. */
function briefAddresses(text: string): string[] {
  const words = briefInterface.exec(text)?.[2]?.trim().split(/\s+/) ?? [];
  if (
    !words.every(
      (word) => word === 'peer' || word === 'metric' || /^\d+$/.test(word) || addressFamily(word) !== null,
    )
  )
    return [];
  return words.filter((word, index) => addressFamily(word) !== null && words[index - 1] !== 'peer');
}

function link(heading: RegExpExecArray, at: LineRef): OpenLink {
  const [, name = '', flags = '', attributes = ''] = heading;
  const mtu = /\bmtu (\d+)/.exec(attributes)?.[1];
  return {
    name,
    mtu: mtu === undefined ? null : Number(mtu),
    flags: flags.split(',').filter((flag) => flag !== ''),
    master: /\bmaster (\S+)/.exec(attributes)?.[1] ?? null,
    vrf: null,
    listing: 'whole',
    mac: /\blink\/\w+\s+([0-9a-f]{2}(?::[0-9a-f]{2})+)/.exec(attributes)?.[1] ?? null,
    at,
  };
}

/** `    vrf_slave table 10 addrgenmode eui64`, as `ip -d link` prints below the interface; null for any other line. */
function vrfRole(text: string): VrfRole | null {
  const [, word = '', table = ''] = /^\s+(vrf(?:_slave)?) table (\S+)/.exec(text) ?? [];
  if (word !== '') return { kind: word === 'vrf' ? 'vrf' : 'port', table };
  return /^\s+(?:bridge|bond|bridge_slave|bond_slave|team_slave) \S/.test(text) ? { kind: 'none' } : null;
}
