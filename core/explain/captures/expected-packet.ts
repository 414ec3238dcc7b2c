import { headerAt } from '../seen-header.ts';
import { endsKey } from '../../kernel/flow-key.ts';
import { natOf } from '../../kernel/rule-effect.ts';
import { flagBitsOfLetters } from '../../kernel/tcp-flag-letters.ts';
import type { FlowEnds } from '../../model/flow.ts';
import type { Hook, Journeys, ResolvedPlace, ChainPath } from '../../model/journey.ts';
import { firstEvent, lastEvent } from '../../model/journey-events.ts';
import type { SeenPacket } from '../../model/witness.ts';
import type { ConntrackEntry } from '../../model/conntrack.ts';
import type { TraceEvents } from '../../model/trace.ts';
import { towardsKey } from './interface-capture.ts';
import { deltaNumber } from '../../model/delta-column.ts';

/** A packet of the log as a capture would show it, coming in or going out. */
export interface ExpectedPacket {
  readonly journey: number;
  /** The interfaces where it would show: a bridge and its port; null where the log does not name its way out. */
  readonly interfaces: readonly string[] | null;
  /** The flows that a capture may show it with, as `CapturePoint.byFlow` has them. */
  readonly keys: readonly string[];
  /** The same whatever the source, and where a summary shows no ports: a packet that may be this one. */
  readonly loosely: readonly string[];
  readonly uptimeMicroseconds: number;
  /** Equal for packets that a summary without IDs shows alike. */
  readonly likeness: string;
  readonly fits: (seen: SeenPacket) => boolean;
  readonly ipId: number;
  /** The log shows how the packet died: that it left has to be beyond doubt. */
  readonly isDead: boolean;
}

/** The packet as it came in by an interface, which its first line names; null for one of the host's own. */
export function expectedEntering(
  events: TraceEvents,
  journeys: Journeys,
  journey: number,
): ExpectedPacket | null {
  const event = firstEvent(journeys, journey);
  const header = headerAt(events, event);
  if (header.inInterface === '' || header.inInterface === 'lo') return null;
  return {
    ...soughtAt(events, event, journey),
    interfaces: [header.inInterface, header.physIn],
    keys: [endsKey(header)],
    loosely: [],
  };
}

/**
 * The packet as it would leave, with the addresses of its last line and those that conntrack says NAT gave it; after a
 * nat rule that rewrites the source, any source. Null for packets to the host itself.
 */
export function expectedLeaving(
  events: TraceEvents,
  journeys: Journeys,
  journey: number,
  conntrack: readonly ConntrackEntry[],
): ExpectedPacket | null {
  const shape = journeys.shapes[journeys.shape[journey] as number] as ChainPath;
  if (shape.hook === null || shape.hook === 'input') return null;
  const event = lastEvent(journeys, journey);
  const first = headerAt(events, firstEvent(journeys, journey));
  const last = headerAt(events, event);
  if (last.outInterface === 'lo' || last.inInterface === 'lo') return null;
  const flows: readonly FlowEnds[] = [last, ...translations(first, conntrack)];
  const anySource = rewritesSource(journeys.places[shape.place], shape.hook);
  const keys = flows.map((flow) => (anySource ? towardsKey(flow.dst, flow.dport) : endsKey(flow)));
  // A capture of the bridge itself does not show what the bridge only passes from port to port. nft names its ports on the
  // bridge's own hooks alone.
  const cameByPort =
    last.physIn !== '' || (first.inInterface !== '' && first.inInterface !== last.inInterface);
  const isBridged = last.physOut !== '' || (cameByPort && last.inInterface === last.outInterface);
  // Mark and address changed in OUTPUT lead it another way, which OUT= of that hook does not show.
  const isRerouted = shape.hook === 'output' && (last.dst !== first.dst || last.mark !== first.mark);
  const out = isRerouted ? [] : [isBridged ? last.physOut : last.outInterface].filter((name) => name !== '');
  return {
    ...soughtAt(events, event, journey),
    isDead: ['drop', 'reject'].includes(journeys.places[shape.place]?.verdict ?? ''),
    interfaces: out.length === 0 ? null : out,
    keys: [...new Set(keys)],
    loosely: flows.flatMap(({ dst, dport }) => [towardsKey(dst, dport), towardsKey(dst, null)]),
  };
}

function soughtAt(
  { identities, identity, names, uptime, headers, header }: TraceEvents,
  event: number,
  journey: number,
): Omit<ExpectedPacket, 'interfaces' | 'keys' | 'loosely'> {
  const own = identity[event] as number;
  const at = (column: ArrayLike<number>): number => column[own] as number;
  const protocol = names[at(identities.protocol)] as string;
  const [ipId, lengthBytes, seq] = [at(identities.ipId), at(identities.length), at(identities.seq)];
  const [flags, icmpType, icmpCode] = [
    at(identities.tcpFlags),
    at(identities.icmpType),
    at(identities.icmpCode),
  ];
  const echoId = headers.sport[header[event] as number] as number;
  const agree = (shown: number | null, value: number): boolean => shown === null || shown === value;
  return {
    journey,
    ipId,
    isDead: false,
    likeness: [lengthBytes, flags, icmpType, icmpCode, echoId].join(' '),
    uptimeMicroseconds: deltaNumber(uptime, event),
    // tshark names what TCP and UDP carry (HTTP, DNS) instead of them, but ICMP always.
    fits: (seen) =>
      (seen.protocol === null ? !protocol.startsWith('icmp') : seen.protocol === protocol) &&
      agree(seen.ipId, ipId) &&
      agree(seen.lengthBytes, lengthBytes) &&
      (protocol !== 'tcp' ||
        (agree(seen.seq, seq) && (seen.tcpFlags === null || flagBitsOfLetters(seen.tcpFlags) === flags))) &&
      (icmpType < 0 ||
        (agree(seen.icmpType, icmpType) &&
          agree(seen.icmpCode, icmpCode) &&
          (echoId < 0 || (agree(seen.icmpId, echoId) && agree(seen.icmpSeq, seq))))),
  };
}

/** The flow as conntrack's entries for it say that it leaves. */
function translations(
  { src, dst, sport, dport }: FlowEnds,
  conntrack: readonly ConntrackEntry[],
): readonly FlowEnds[] {
  return conntrack.flatMap(({ original, reply }) => {
    const is = (tuple: FlowEnds): boolean =>
      tuple.src === src && tuple.dst === dst && tuple.sport === sport && tuple.dport === dport;
    const away = is(original) ? reply : is(reply) ? original : null;
    return away === null ? [] : [{ src: away.dst, dst: away.src, sport: away.dport, dport: away.sport }];
  });
}

/** The last line is of a nat rule that gives the packet another source after it, or of a chain before those. */
function rewritesSource(last: ResolvedPlace | undefined, hook: Hook): boolean {
  return (
    last?.place.table === 'nat' &&
    hook === 'postrouting' &&
    last.rule !== null &&
    natOf(last.rule.spec) !== null
  );
}
