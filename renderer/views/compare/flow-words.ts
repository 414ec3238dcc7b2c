import type { FlowKey, FlowOutcome } from '../../../core/index.ts';
import { socket } from '../../widgets/words.ts';
import { causeTitle } from '../dead-ends/cause-title.ts';

/** `udp 10.1.0.2 → 10.2.0.2:514`, `icmp type 8 10.1.0.2 → 10.2.0.2`: a flow without its source port, which differs. */
export function flowWords({ protocol, icmpType, src, sport, dst, dport }: FlowKey): string {
  const what = icmpType === null ? protocol : `${protocol} type ${icmpType}`;
  return `${what} ${socket(src, sport)} → ${socket(dst, dport)}`;
}

/** `dropped: Policy drops filter/FORWARD`, `forwarded`, `no packet`. */
export function outcomeWords(outcome: FlowOutcome | null): string {
  if (outcome === null) return 'no packet';
  if (outcome.cause === null) {
    const { disposition, egress } = outcome;
    return egress === null
      ? disposition
      : `${disposition} by ${egress.interface} to ${socket(egress.dst, egress.dport)}`;
  }
  const { what, where } = causeTitle(outcome.cause);
  return `${outcome.disposition}: ${what.toLowerCase()}${where === '' ? '' : ` ${where}`}`;
}

export function isDead(outcome: FlowOutcome | null): boolean {
  return outcome?.disposition === 'dropped' || outcome?.disposition === 'rejected';
}
