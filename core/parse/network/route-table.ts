import type { LineRef } from '../../model/evidence.ts';
import type { Listing, Route, RouteType } from '../../model/network.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { LineFate } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { showsSomeLines } from '../bundle/command-line.ts';
import { addressFamily } from '../text/ip-text.ts';
import { tellingLines } from '../text/recognise-lines.ts';

/**
 * Table main of IPv4 as `route -n` and `netstat -rn` print it (route(8)), and /proc/net/route (net/ipv4/fib_trie.c,
 * fib_route_seq_show()):
 *
 *   Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
 *   0.0.0.0         10.1.0.2        0.0.0.0         UG    100    0        0 eth0
 *   192.0.2.0       0.0.0.0         255.255.255.0   U     0      0        0 *         blackhole, or throw
 *   203.0.113.0     -               255.255.255.0   !     0      -        0 -         unreachable, or prohibit
 *
 *   Iface   Destination     Gateway         Flags   RefCnt  Use     Metric  Mask            MTU     Window  IRTT
 *   eth0    00000000        0200010A        0003    0       0       100     00000000        0       0       0
 *
 * They are outlines: of several next hops they show the first, and neither TOS nor encapsulation nor which kind of
 * dead end a route is. Where `ip route` is in the bundle too, it counts.
 */
export const routeTable: Format<'route-table'> = {
  kind: 'route-table',
  madeBy: 'route -n',
  recognises,
  begins: (line) => ownLine.test(line) || ownRow.test(line),
  parse,
};

const ownLine =
  /^\s*(?:Kernel IP routing table|Destination\s+Gateway\s+Genmask\s|Iface\tDestination\tGateway)/;

/** A row without its heading: no other table has a mask between a gateway and the letters of flags. */
const ownRow =
  /^\s*[\w.*-]+\s+[\w.*-]+\s+\d+\.\d+\.\d+\.\d+\s+[UGHRDMAC!]+\s+[\d-]+\s+[\d-]+\s+[\d-]+\s+[\w.@*-]+\s*$/;
const heading = /^Destination\s+Gateway\s+Genmask\s+Flags\s+(Metric|MSS)\s/;
const procHeading = /^Iface\s+Destination\s+Gateway\s+Flags\s+RefCnt\s+Use\s+Metric\s+Mask\s/;
const row =
  /^(\S+)\s+(\S+)\s+(\d+\.\d+\.\d+\.\d+)\s+([UGHRDMAC!]+)\s+(\S+)\s+\S+\s+\S+\s+(\S+)(?:\s+[\d-]+\s+[\d-]+\s+[\d-]+)?\s*$/;
const procRow =
  /^(\S+)\t([0-9A-F]{8})\t([0-9A-F]{8})\t([0-9A-F]{4})\t\d+\t\d+\t(\d+)\t([0-9A-F]{8})\t(\d+)\t/;

function recognises(sample: Sample): boolean {
  return tellingLines(sample).some((text) => heading.test(text) || procHeading.test(text));
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: Route[] = [];
  let hasMetric = true;
  let listing: Listing = 'whole';
  const bigEndian = isBigEndian(lines);
  const account = classifyLines(lines, file, {
    command(command) {
      listing = showsSomeLines(command) ? 'part' : 'whole';
    },
    read(text, at): LineFate {
      const named = heading.exec(text);
      if (named) hasMetric = named[1] === 'Metric';
      if (named || procHeading.test(text)) return 'parsed';
      if (/^(?:Kernel IP routing table|[#=])/.test(text)) return 'notOurs';
      const route = listed(text, hasMetric, at) ?? fromProc(text, bigEndian, at);
      if (!route) return { malformed: { kind: 'route' } };
      items.push({ ...route, listing });
      return 'parsed';
    },
  });
  return { records: { kind: 'routes', detail: 'outline', items }, ...account };
}

function listed(text: string, hasMetric: boolean, at: LineRef): Route | null {
  const [, destination = '', gateway = '', mask = '', flags = '', metric = '', dev = ''] =
    row.exec(text) ?? [];
  const length = maskLength(mask.split('.').map(Number));
  if (destination === '' || length === null) return null;
  const isGateway = flags.includes('G') && gateway !== '0.0.0.0';
  return outline(
    {
      prefix: `${destination === 'default' ? '0.0.0.0' : destination}/${length}`,
      via: isGateway && addressFamily(gateway) !== null ? gateway : null,
      dev: flags.includes('!') || dev === '*' || dev === '-' ? null : dev,
      metric: hasMetric ? Number(metric) || 0 : 0,
    },
    at,
  );
}

/** Whether the machine that printed the table is big-endian: only there a mask reads as one from left to right. */
function isBigEndian(lines: readonly string[]): boolean {
  return lines.some((text) => {
    const mask = bytesOf(procRow.exec(text)?.[6] ?? '');
    return maskLength(mask) !== null && maskLength(mask.toReversed()) === null;
  });
}

/** The addresses are printed as this machine's words: of a little-endian one the last byte stands first. */
function fromProc(text: string, bigEndian: boolean, at: LineRef): Route | null {
  const [, dev = '', destination = '', gateway = '', flags = '', metric = '', mask = ''] =
    procRow.exec(text) ?? [];
  const inOrder = (hex: string): number[] => (bigEndian ? bytesOf(hex) : bytesOf(hex).reverse());
  const length = maskLength(inOrder(mask));
  if (length === null) return null;
  // RTF_GATEWAY 2, RTF_REJECT 0x200 (linux/route.h).
  const bits = Number.parseInt(flags, 16);
  return outline(
    {
      prefix: `${inOrder(destination).join('.')}/${length}`,
      via: bits & 2 && gateway !== '00000000' ? inOrder(gateway).join('.') : null,
      dev: bits & 0x200 || dev === '*' ? null : dev,
      metric: Number(metric),
    },
    at,
  );
}

interface Outline {
  readonly prefix: string;
  readonly via: string | null;
  /** Null for a dead end. */
  readonly dev: string | null;
  readonly metric: number;
}

function outline({ prefix, via, dev, metric }: Outline, at: LineRef): Route {
  const type: RouteType = dev === null ? 'unknown' : 'unicast';
  const way = dev === null ? 'dead end' : via === null ? `dev ${dev}` : `via ${via} dev ${dev}`;
  return {
    family: 'ipv4',
    type,
    prefix,
    from: null,
    table: 'main',
    nextHops: dev === null ? [] : [{ dev, via, weight: 1, flags: ['outline'] }],
    preferredSource: null,
    metric,
    preference: 'medium',
    tos: 0,
    scope: null,
    mtu: null,
    nexthopId: null,
    encapsulation: null,
    listing: 'whole',
    text: `${prefix === '0.0.0.0/0' ? 'default' : prefix} ${way}${metric === 0 ? '' : ` metric ${metric}`}`,
    at,
  };
}

function bytesOf(hex: string): number[] {
  return (hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
}

/** The number of leading ones; null where other bits follow. */
function maskLength(bytes: readonly number[]): number | null {
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return bytes.length === 4 && /^1*0*$/.test(bits) && bits.length === 32 ? bits.lastIndexOf('1') + 1 : null;
}
