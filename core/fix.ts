import type { Analysis } from './model/analysis.ts';
import { isDead } from './model/disposition.ts';
import type { FixCommand, FixedDeadEnd } from './model/fix.ts';
import { type DeadGroup, fixesOf, type Trials } from './remedy/find-fixes.ts';
import { reachComparer } from './simulate/reach/compare-reach.ts';
import { captureReplay, makeChanges, simulated } from './what-if.ts';
import { type CaptureReplay, groupedBy } from './whatif/capture-replay.ts';
import type { PacketGroup } from './whatif/packet-groups.ts';
import { whatIf } from './whatif/what-if.ts';

/** Says how the packets of a capture that died are made to live, dead end by dead end. */
export interface Fixer {
  /** `packet`: the index (from 0) of the one that the answer is to be about; null for the flows with the most packets. */
  fixDeadEnd(deadEnd: number, packet: number | null): FixedDeadEnd;
}

/** Ready to be asked; the walks of one question serve the others. */
export function fixer(analysis: Analysis): Fixer {
  const capture = captureReplay(analysis);
  const comparers = new Map<string, ReturnType<typeof reachComparer>>();
  return {
    fixDeadEnd(number, packet) {
      const { cause, causes, packets } = analysis.deadEnds[number] as Analysis['deadEnds'][number];
      const ends = new Set(causes.map((index) => analysis.outcomes.causes[index]?.group));
      const all = capture
        .groupsBy(groupedBy([capture.stateOf(cause.host)]))
        .groups.filter(
          (each) => each.cause !== null && ends.has(each.cause.group) && each.flow.host === cause.host,
        );
      const asked = packet === null ? all : all.filter((each) => isOfGroup(analysis, each, packet));
      const groups = asked
        .toSorted((a, b) => b.packets - a.packets)
        .map((each) => deadGroup(capture, each))
        .toSorted((a, b) => Number(b.walked !== null) - Number(a.walked !== null));
      const compare =
        comparers.get(cause.host) ?? reachComparer(cause.host, simulated(capture.stateOf(cause.host)));
      comparers.set(cause.host, compare);
      return fixesOf(cause, packets, groups, trialsOn(analysis, capture, cause.host, ends, compare));
    },
  };
}

/** The dead end (its index) in which a packet (from 0) died; -1 for one that did not. */
export function deadEndOf({ deadEnds, outcomes }: Analysis, packet: number): number {
  const cause = outcomes.cause[packet] ?? -1;
  return cause < 0 ? -1 : deadEnds.findIndex(({ causes }) => causes.includes(cause));
}

/** Whether a packet is one of the group: of its flow, its way and its end. */
function isOfGroup({ journeys, outcomes, events }: Analysis, group: PacketGroup, packet: number): boolean {
  const { example } = group;
  const { src, dst, dport, inInterface } = events.headers;
  const header = (of: number): number => events.header[journeys.first[of] as number] as number;
  const protocol = (of: number): number =>
    events.identities.protocol[events.identity[journeys.first[of] as number] as number] as number;
  const [one, other] = [header(example), header(packet)];
  return (
    example === packet ||
    (journeys.shape[example] === journeys.shape[packet] &&
      outcomes.cause[example] === outcomes.cause[packet] &&
      protocol(example) === protocol(packet) &&
      [src, dst, dport, inInterface].every((column) => column[one] === column[other]))
  );
}

function deadGroup(capture: CaptureReplay, group: PacketGroup): DeadGroup {
  const { flow, packets } = group;
  const cause = group.cause as NonNullable<PacketGroup['cause']>;
  const from = flow.sport === null ? [] : [flow.src, flow.sport];
  const service = [flow.protocol, flow.dst, flow.dport, flow.icmpType, ...from].join(' ');
  const shown = { cause, packets, service, state: capture.stateOf(flow.host) };
  const replayed = capture.replayed(group);
  if (!('why' in replayed)) {
    const [sent] = replayed.packets;
    return {
      ...shown,
      walked: sent === undefined ? null : { ...sent, way: replayed.shown, proves: 'yes' },
    };
  }
  // Deaths that no walk sees: what can be said of them is not proven.
  const followed = capture.followed(group);
  return { ...shown, walked: followed === null ? null : { ...followed, later: null, proves: 'no' } };
}

function trialsOn(
  analysis: Analysis,
  capture: CaptureReplay,
  host: string,
  ends: ReadonlySet<string | undefined>,
  compare: ReturnType<typeof reachComparer>,
): Trials {
  return {
    stateAfter(commands: readonly FixCommand[]) {
      const typed = commands.map(({ tool, program, words }) => ({
        kind: 'command' as const,
        tool,
        host,
        text: `${program} ${words}`,
      }));
      const made = makeChanges(analysis, capture.stateOf, typed);
      return 'refused' in made ? null : (made.states.get(host) ?? null);
    },
    walk: (state) => {
      const walk = capture.walk(state);
      return (packet, later) => walk(packet, null, later);
    },
    whatIf: (state) => whatIf(capture, new Map([[host, state]])),
    reach: (state) => compare(simulated(state)),
    isMeant: ({ captured, changed }) => ends.has(captured.cause?.group) && !isDead(changed.disposition),
  };
}
