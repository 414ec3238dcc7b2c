import { deltaNumber } from '../../model/delta-column.ts';
import { firstEvent, lastEvent } from '../../model/journey-events.ts';
import type { Journeys } from '../../model/journey.ts';
import type { Rule } from '../../model/ruleset.ts';
import type { TraceEvents } from '../../model/trace.ts';

/** How the host answered a packet: with a RST, or an ICMP error `3/13` (type/code; ICMPv6 has its own numbers). */
export type Answer = string;

export const TCP_RESET: Answer = 'tcp-reset';

/** As in the TCP header. */
const RST = 4;
/** The answer to a packet is made while it is there: its lines come this soon. */
const MOST_MICROSECONDS = 500;
const MOST_LINES = 12;

/**
 * What the log shows of the answers to packets whose last line is of a place of FORWARD, by the place's index: REJECT makes
 * a RST with the destination's own address, or an ICMP error to the source, before the kernel goes on with another packet.
 * Empty where the log shows none.
 */
export function answersAtPlaces(events: TraceEvents, journeys: Journeys): readonly ReadonlySet<Answer>[] {
  const found = journeys.places.map(() => new Set<Answer>());
  const answers = answersOfHost(events, journeys);
  if (answers.length === 0) return found;
  const ended = endedInOrder(events, journeys, new Set(answers.map(({ to }) => to)));
  for (const answer of answers) {
    const place = answeredPlace(events, ended.get(answer.to) ?? [], answer);
    if (place !== null) found[place]?.add(answer.what);
  }
  return found;
}

interface HostAnswer {
  readonly what: Answer;
  /** Its first event. */
  readonly event: number;
  /** The host's and the receiver's names, by their numbers. */
  readonly to: string;
  /** For a RST, source and destination with their ports; null for an ICMP error, whose embedded header is not read. */
  readonly flow: string | null;
}

function answersOfHost(events: TraceEvents, journeys: Journeys): readonly HostAnswer[] {
  const { headers, header, identities, identity } = events;
  const answers: HostAnswer[] = [];
  for (let journey = 0; journey < journeys.count; journey++) {
    const event = firstEvent(journeys, journey);
    const head = header[event] as number;
    const own = identity[event] as number;
    if (headers.inInterface[head] !== 0 || journeys.shapes[journeys.shape[journey] as number]?.hook === null)
      continue;
    const isReset = ((identities.tcpFlags[own] as number) & RST) !== 0;
    if (!isReset && (identities.icmpType[own] as number) < 0) continue;
    const to = `${identities.host[own]} ${headers.dst[head]}`;
    const ends = `${headers.dst[head]} ${headers.dport[head]} ${headers.src[head]} ${headers.sport[head]}`;
    const what = isReset ? TCP_RESET : `${identities.icmpType[own]}/${identities.icmpCode[own]}`;
    if (isReset || codes.has(what)) answers.push({ what, event, to, flow: isReset ? ends : null });
  }
  return answers;
}

/** A packet by its last event. */
interface Ended {
  readonly event: number;
  /** It was last seen in FORWARD. */
  readonly isPassing: boolean;
}

/** By host and source, the packets that came in, in the order of their last lines. */
function endedInOrder(
  { headers, header, identities, identity }: TraceEvents,
  journeys: Journeys,
  receivers: ReadonlySet<string>,
): ReadonlyMap<string, readonly Ended[]> {
  const ended = new Map<string, Ended[]>();
  for (let journey = 0; journey < journeys.count; journey++) {
    const last = lastEvent(journeys, journey);
    const head = header[last] as number;
    const from = `${identities.host[identity[last] as number]} ${headers.src[head]}`;
    if (headers.inInterface[head] === 0 || !receivers.has(from)) continue;
    // What came up to the host itself its own stack may have answered, and what FORWARD never saw, routing.
    const isPassing = journeys.shapes[journeys.shape[journey] as number]?.hook === 'forward';
    const packet = { event: last, isPassing };
    const known = ended.get(from);
    if (known === undefined) ended.set(from, [packet]);
    else known.push(packet);
  }
  for (const list of ended.values()) list.sort((a, b) => a.event - b.event);
  return ended;
}

/** The place at which the packet ended that was answered: the last before the answer; null where none is near. */
function answeredPlace(
  events: TraceEvents,
  ended: readonly Ended[],
  { event, flow }: HostAnswer,
): number | null {
  const { header, headers } = events;
  let before = -1;
  // The list is short, or the answers are far apart: the nearest is found by halving.
  for (let low = 0, high = ended.length - 1; low <= high;) {
    const middle = (low + high) >> 1;
    if ((ended[middle] as Ended).event < event) {
      before = middle;
      low = middle + 1;
    } else high = middle - 1;
  }
  const nearest = ended[before];
  if (nearest === undefined || !nearest.isPassing || event - nearest.event > MOST_LINES) return null;
  const last = nearest.event;
  const passed = deltaNumber(events.uptime, event) - deltaNumber(events.uptime, last);
  // Without a clock only the flow of a RST tells whose answer it is.
  if (flow === null ? !(passed <= MOST_MICROSECONDS) : passed > MOST_MICROSECONDS) return null;
  const head = header[last] as number;
  const own = `${headers.src[head]} ${headers.sport[head]} ${headers.dst[head]} ${headers.dport[head]}`;
  return flow !== null && flow !== own ? null : (events.place[last] as number);
}

/** Whether a rule answers so; null for a rule that answers none. */
export function answersSo({ spec }: Rule, answers: ReadonlySet<Answer>): boolean | null {
  const reject = spec.statements.find((statement) => statement.kind === 'reject');
  if (reject === undefined) return null;
  const { answer } = reject;
  const words = answer.kind === 'tcp-reset' ? TCP_RESET : answer.code;
  return [...answers].every((seen) =>
    seen === TCP_RESET ? words === TCP_RESET : codes.get(seen)?.includes(words),
  );
}

/** The errors that REJECT can answer with, by type and code, in the words of iptables and nft. */
const codes: ReadonlyMap<string, readonly string[]> = new Map([
  ['3/0', ['net-unreachable']],
  ['3/1', ['host-unreachable']],
  ['3/2', ['prot-unreachable']],
  ['3/3', ['port-unreachable']],
  ['3/9', ['net-prohibited']],
  ['3/10', ['host-prohibited']],
  ['3/13', ['admin-prohibited']],
  ['1/0', ['no-route', 'net-unreachable']],
  ['1/1', ['admin-prohibited']],
  ['1/3', ['addr-unreachable', 'host-unreachable']],
  ['1/4', ['port-unreachable']],
  ['1/5', ['policy-fail']],
  ['1/6', ['reject-route']],
]);
