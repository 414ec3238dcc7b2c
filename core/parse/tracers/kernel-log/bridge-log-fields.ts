import type { ByteInterner } from './interner.ts';
import type { TraceFields } from './trace-fields.ts';

/**
 * Reads what the log watcher of ebtables prints after its prefix (ebt_log_packet() in net/bridge/netfilter/ebt_log.c):
 *
 *   IN=vnet7 OUT=vnet8 MAC source = 96:97:c1:76:00:92 MAC dest = c6:54:4d:75:d8:fa proto = 0x0800 IP SRC=10.75.0.11
 *   IP DST=10.75.0.12, IP tos=0x00, IP proto=17 SPT=50001 DPT=7000
 *
 * It tells neither ID nor length of the packet. False for a frame without an IP header, or one that the rule does not
 * log (`--log-ip`).
 */
export function readBridgeFields(text: string, names: ByteInterner, fields: TraceFields): boolean {
  const found = FIELDS.exec(text);
  if (found === null) return false;
  const [, into = '', out = '', dstMac = '', version, src = '', dst = '', tos = '0', protocol = ''] = found;
  const port = (value: string | undefined): number => (value === undefined ? -1 : Number(value));
  Object.assign(fields, {
    family: version === 'IPv6' ? 'ipv6' : 'ipv4',
    inInterface: names.internText(into),
    outInterface: names.internText(out),
    physIn: 0,
    physOut: 0,
    dstMac: names.internText(dstMac),
    src: names.internText(src),
    dst: names.internText(dst),
    protocol: names.internText(namesOfProtocols[protocol] ?? protocol),
    sport: port(found[9]),
    dport: port(found[10]),
    tos: Number.parseInt(tos, 16),
    mark: 0,
    ttl: 0,
    ipId: 0,
    length: 0,
    fragment: 0,
    seq: 0,
    ack: 0,
    tcpFlags: 0,
    icmpType: -1,
    icmpCode: -1,
  } satisfies Partial<TraceFields>);
  return true;
}

const FIELDS =
  /^IN=(\S*) OUT=(\S*) (?:MAC source = \S+ MAC dest = (\S+) proto = 0x[0-9a-f]+ )(IP|IPv6) SRC=(\S+) \4 DST=([^\s,]+),? .*?(?:tos=0x([0-9a-f]+), IP proto|Next Header)=(\d+)(?: SPT=(\d+) DPT=(\d+))?/i;

/** As the other lines of the kernel log call them. */
const namesOfProtocols: Readonly<Record<string, string>> = {
  1: 'icmp',
  6: 'tcp',
  17: 'udp',
  58: 'icmpv6',
  136: 'udplite',
};
