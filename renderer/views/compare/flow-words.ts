import { type FlowKey, type FlowOutcome, isDead, socketText } from '../../../core/index.ts';
import { words } from '../../language.ts';
import { causeTitle } from '../dead-ends/cause-title.ts';

/** `udp 10.1.0.2 → 10.2.0.2:514`, `icmp type 8 10.1.0.2 → 10.2.0.2`: a flow without its source port, which differs. */
export function flowWords({ protocol, icmpType, src, sport, dst, dport }: FlowKey): string {
  const what = icmpType === null ? protocol : `${protocol} type ${icmpType}`;
  return `${what} ${socketText(src, sport)} → ${socketText(dst, dport)}`;
}

/** `dropped: dropped by policy filter/FORWARD`, `forwarded out eth1 to 10.2.0.2:80`, `no packet`. */
export function outcomeWords(outcome: FlowOutcome | null): string {
  if (outcome === null) return words.window.noPacket;
  const { disposition, egress, cause } = outcome;
  if (cause !== null) {
    const { what, where } = causeTitle(cause);
    return words.window.outcome(disposition, where === '' ? what : `${what} ${where}`);
  }
  return egress === null ? disposition : `${disposition} ${words.comparison.outgoing(egress)}`;
}

export function died(outcome: FlowOutcome | null): boolean {
  return outcome !== null && isDead(outcome.disposition);
}
