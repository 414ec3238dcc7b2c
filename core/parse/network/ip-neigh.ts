import type { LineRef } from '../../model/evidence.ts';
import type { Neighbour } from '../../model/network.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { LineFate } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { hasMembers, printedNeighbour, sampleObjects } from './ip-json.ts';
import { addressFamily } from '../text/ip-text.ts';
import { mostLines } from '../text/recognise-lines.ts';

/**
 * The neighbour table that `ip [-s] [-j] neigh` prints (ip-neighbour(8)), that `arp -an` or `arp -n` print (arp(8)), and
 * /proc/net/arp:
 *
 *   10.1.0.2 dev eth0 lladdr 52:54:00:69:5d:74 REACHABLE
 *   fe80::1 dev eth0 lladdr 52:54:00:69:5d:74 router STALE
 *   10.2.0.9 dev eth1 FAILED
 *   10.2.0.9 FAILED                                                                 show dev eth1
 *   10.2.0.9 dev eth1  used 0/0/0 probes 4 INCOMPLETE                               with -s
 *   10.1.0.2                                eth0             52:54:00:69:5d:74      with -br
 *   ? (10.1.0.2) at 52:54:00:69:5d:74 [ether] on eth0                               arp -an
 *   10.2.0.9                         (incomplete)                      eth1         arp -n
 *   10.1.0.2         0x1         0x2         52:54:00:69:5d:74     *        eth0    /proc/net/arp
 */
export const ipNeigh: Format<'ip-neigh'> = {
  kind: 'ip-neigh',
  madeBy: 'ip neigh',
  recognises,
  begins: (line) => ownLine.test(line),
  parse,
};

const ownLine =
  /^\s*(?:[\d.:a-f]+ (?:dev \S+ )?(?:lladdr (?=[\da-f]{2}:)|(?:.* )?(?:REACHABLE|STALE|DELAY|PROBE|FAILED|INCOMPLETE|PERMANENT|NOARP)\s*$)|\S+ \([\d.]+\) at (?:[\da-f]{2}:|<incomplete>)|Address +HWtype +HWaddress|IP address +HW type)/i;

/** arp(8) tells no states: an entry with a MAC address is `COMPLETE` here, whatever the kernel calls it. */
const complete = 'COMPLETE';

const entry =
  /^(\S+) dev (\S+)(?: lladdr (\S+))?(?: .*)? (REACHABLE|STALE|DELAY|PROBE|FAILED|INCOMPLETE|PERMANENT|NOARP|NONE)\s*$/;
/** Of the one interface that was asked for, whose name is not printed. */
const entryOfOne =
  /^([0-9a-f.:]+)(?: lladdr (\S+))?(?: router)?(?: (?:used|ref|probes)\b.*)? (REACHABLE|STALE|DELAY|PROBE|FAILED|INCOMPLETE|PERMANENT|NOARP|NONE)\s*$/i;
const proxyEntry = /^(\S+) dev (\S+)(?: .*)? proxy\s*$/;
const mac = '[0-9a-f]{2}(?::[0-9a-f]{2}){5,19}';
const briefEntry = new RegExp(`^([0-9a-f.:]+) {2,}(\\S+)(?:\\s+(${mac}))?\\s*$`, 'i');
const bsdEntry = new RegExp(
  `^\\S+ \\(([0-9.]+)\\) at (?:(${mac}) \\[\\w+\\]|(<incomplete>)|<from_interface>)( PERM)?( PUB)?(?: .*)? on (\\S+)\\s*$`,
  'i',
);
const arpHeading = /^Address\s+HWtype\s+HWaddress\s+Flags Mask\s+Iface/;
const arpEntry = new RegExp(
  `^([0-9.]+)\\s+(?:\\w+\\s+(${mac})\\s+([CMP!]+)|(\\(incomplete\\))|\\*\\s+<from_interface>\\s+[CMP]+)\\s+(\\S+)\\s*$`,
  'i',
);
const procHeading = /^IP address\s+HW type\s+Flags\s+HW address\s+Mask\s+Device/;
const procEntry = new RegExp(
  `^([0-9.]+)\\s+0x[0-9a-f]+\\s+0x([0-9a-f]+)\\s+(${mac})\\s+\\*\\s+(\\S+)\\s*$`,
  'i',
);

function recognises(sample: Sample): boolean {
  const [object] = sampleObjects(sample);
  if (object) return hasMembers(object, 'dst', 'dev', 'state') || hasMembers(object, 'dst', 'lladdr');
  return mostLines(sample, (text) => readNeighbour(text, '') !== null || isHeading(text));
}

function isHeading(text: string): boolean {
  return arpHeading.test(text) || procHeading.test(text);
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: Neighbour[] = [];
  /** The interface that the command asks for; null where it asks for none. */
  let asked: string | null = null;
  const readLine = (text: string, at: LineRef): LineFate => {
    if (isHeading(text)) return 'parsed';
    const neighbour = readNeighbour(text, asked);
    if (neighbour === 'notModelled') return 'notModelled';
    if (neighbour !== null && addressFamily(neighbour.address) !== null) {
      items.push({ ...neighbour, at });
      return 'parsed';
    }
    return /^(?:\s*[#=]|Entries: )/.test(text) ? 'notOurs' : { malformed: { kind: 'neighbour' } };
  };
  const account = classifyLines(lines, file, {
    command(command) {
      asked = /\sdev\s+(\S+)/.exec(command)?.[1] ?? null;
    },
    read: readLine,
    object: (object, at) => readLine(printedNeighbour(object), at),
  });
  return { records: { kind: 'neighbours', items }, ...account };
}

/** `notModelled` for proxy entries, and for those that do not tell whether the neighbour answered. */
function readNeighbour(text: string, asked: string | null): Omit<Neighbour, 'at'> | 'notModelled' | null {
  const full = entry.exec(text);
  if (full) {
    const [, address = '', dev = '', lladdr, state = ''] = full;
    return { address, dev, mac: lladdr ?? null, state };
  }
  const [, ofOne = '', itsMac = null, itsState = ''] = entryOfOne.exec(text) ?? [];
  if (addressFamily(ofOne) !== null)
    return asked === null ? 'notModelled' : { address: ofOne, dev: asked, mac: itsMac, state: itsState };
  if (proxyEntry.test(text)) return 'notModelled';
  const brief = briefEntry.exec(text);
  if (brief) return withMac(brief[1], brief[2], brief[3], complete);
  const bsd = bsdEntry.exec(text);
  if (bsd) {
    const state = bsd[3] !== undefined ? 'INCOMPLETE' : bsd[4] === undefined ? complete : 'PERMANENT';
    return bsd[5] === undefined ? withMac(bsd[1], bsd[6], bsd[2], state) : 'notModelled';
  }
  const arp = arpEntry.exec(text);
  if (arp) {
    const state = arp[4] !== undefined ? 'INCOMPLETE' : arp[3]?.includes('M') ? 'PERMANENT' : complete;
    return withMac(arp[1], arp[5], arp[2], state);
  }
  const proc = procEntry.exec(text);
  if (!proc) return null;
  // ATF_COM 2, ATF_PERM 4, ATF_PUBL 8 (linux/if_arp.h).
  const flags = Number.parseInt(proc[2] ?? '', 16);
  if (flags & 8) return 'notModelled';
  if (!(flags & 2)) return withMac(proc[1], proc[4], undefined, 'INCOMPLETE');
  return withMac(proc[1], proc[4], proc[3], flags & 4 ? 'PERMANENT' : complete);
}

function withMac(
  address = '',
  dev = '',
  lladdr: string | undefined,
  state: string,
): Omit<Neighbour, 'at'> | 'notModelled' {
  if (lladdr === undefined && state !== 'INCOMPLETE') return 'notModelled';
  return { address, dev, mac: lladdr ?? null, state };
}
