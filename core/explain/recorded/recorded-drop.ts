import { dropReasons } from '../../kernel/drop-reasons.ts';
import type { Ground } from '../../model/cause.ts';
import type { DropRecord } from '../../model/drop-record.ts';
import type { MatchedDrop } from './match-drops.ts';
import type { JourneyEnd } from '../endings/journey-end.ts';
import { deadEndOutsideRules, type Finding } from '../finding.ts';

/**
 * What the kernel's own record of the very packet's drop makes of a finding: it outranks everything else. A cause that it
 * fits is proven; where the packet was taken for alive, or its end for not known, or for another, the record alone speaks.
 */
export function asRecorded(finding: Finding, drop: MatchedDrop | null, ending: JourneyEnd): Finding {
  if (drop === null) return finding;
  const { reason, location, at, text } = drop.record;
  const proves = reason === null ? undefined : dropReasons[reason];
  // A recording is of all namespaces: what this one passed on, another one received.
  if (proves?.isDelivered === true && ending.hook !== 'input' && ending.hook !== 'prerouting') return finding;
  const evidence = { ...at, text };
  const ground: Ground = { kind: 'recorded-drop', reason, location };
  const { cause } = finding;
  if (cause !== null && (proves === undefined || proves.kinds.includes(cause.kind))) {
    const confidence =
      cause.confidence === 'possible' && proves !== undefined ? 'inferred' : cause.confidence;
    const grounds =
      cause.confidence === 'possible' ? withoutDoubts(cause.grounds, confidence) : cause.grounds;
    return {
      ...finding,
      cause: { ...cause, confidence, grounds: [...grounds, ground], evidence: [...cause.evidence, evidence] },
    };
  }
  if (finding.disposition === 'queued') return finding;
  if (reason === 'NO_SOCKET')
    return drop.isAfterLog ? finding : withoutListener(ending, drop, ground, evidence);
  // ip_forward() gives the reason for other options than a TTL that has run out, too.
  const { family, ttl } = ending;
  const why =
    reason === 'IP_INHDR' && ending.hook === 'prerouting' && ttl <= 1
      ? ({ kind: 'ttl-expired', parameters: { family, ttl } } as const)
      : ({ kind: 'other', parameters: { kind: 'recorded', reason, location } } as const);
  // Nothing but the clock says that the drop is this packet's.
  if (why.kind === 'other' && drop.isAfterLog) return finding;
  const grounds = why.kind === 'other' ? [] : [ground];
  // A rule or a policy did it that has left no line.
  const confidence = reason === 'NETFILTER_DROP' ? 'possible' : 'inferred';
  return deadEndOutsideRules(ending, why, confidence, `${reason} ${location}`, {
    grounds,
    evidence: [evidence],
  });
}

/** What would have explained it as well does not, once it is recorded. */
function withoutDoubts(grounds: readonly Ground[], confidence: string): readonly Ground[] {
  if (confidence === 'possible') return grounds;
  return grounds.filter(
    ({ kind }) =>
      ![
        'other-causes',
        'other-places',
        'assuming',
        'not-in-bundle',
        'log-ends',
        'not-counted',
        'unless-rewritten',
        'unless-marked',
        'alike-forwarded',
      ].includes(kind),
  );
}

/**
 * The stack answers what nobody listens for. That a packet without a line of INPUT came up to the host, and did not go on
 * to another namespace, only its header in the recording shows.
 */
function withoutListener(
  ending: JourneyEnd,
  { isByHeader }: MatchedDrop,
  ground: Ground,
  evidence: DropRecord['at'] & { text: string },
): Finding {
  const { protocol, dport } = ending;
  const answer = protocol === 'tcp' ? 'rst' : 'port-unreachable';
  return deadEndOutsideRules(
    ending,
    { kind: 'no-listener', parameters: { protocol, port: dport, answer } },
    isByHeader || ending.hook === 'input' ? 'inferred' : 'possible',
    `${protocol} ${dport}`,
    { disposition: 'delivered', grounds: [ground], evidence: [evidence] },
  );
}
