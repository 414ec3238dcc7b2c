import type { TraceFields } from './trace-fields.ts';

/**
 * Whether a line goes on after `PROTO=` as far as the kernel prints it for that protocol; a later fragment has nothing
 * there. A protocol has its name (nf_log_syslog.c knows seven) or its number.
 */
export function hasWholePacket(
  protocol: string,
  { family, fragment, sport, dport, icmpType }: TraceFields,
): boolean {
  switch (protocol) {
    case 'tcp':
    case 'udp':
    case 'udplite':
      return (sport >= 0 && dport >= 0) || (sport < 0 && (family === 'ipv6' || fragment >> 3 !== 0));
    case 'icmp':
    case 'icmpv6':
      return icmpType >= 0 || family === 'ipv6' || fragment >> 3 !== 0;
    default:
      return (
        protocol !== '' && !NAMED_PROTOCOLS.some((name) => name !== protocol && name.startsWith(protocol))
      );
  }
}

const NAMED_PROTOCOLS: readonly string[] = ['tcp', 'udp', 'udplite', 'icmp', 'icmpv6', 'ah', 'esp'];
