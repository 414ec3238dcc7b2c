import type { ReplayWalk } from '../replay/replayed-packet.ts';
import type { GroupOutcome } from './group-outcome.ts';
import { groupedBy, type CaptureReplay, type SentPacket, type WalkedState } from './capture-replay.ts';
import { dependentsOf } from './openers.ts';
import { isDead } from '../model/disposition.ts';
import type { PacketGroup } from './packet-groups.ts';
import type { Simulation, SimulatedWay } from '../model/simulation.ts';
import type { NotReplayable, WhatIf, WhatIfFlow, WhatIfOpen } from '../model/what-if.ts';
import { isTaken } from './taken-entries.ts';
import { endName, endOf, placeName, wayName } from './walked-ends.ts';

/** What became of each group of packets. */
export type GroupOutcomes = ReadonlyMap<PacketGroup, GroupOutcome>;

/** The states that a capture's packets are walked through: the bundle's own and the changed ones of each host. */
export function walkedStates(
  capture: CaptureReplay,
  changed: ReadonlyMap<string, WalkedState>,
): readonly WalkedState[] {
  return [...changed].flatMap(([host, state]) => [capture.stateOf(host), state]);
}

/** What the changed configurations do to the flows of a capture; arguments as those of `groupOutcomes`. */
export function whatIf(...asked: Parameters<typeof groupOutcomes>): Omit<WhatIf, 'changes' | 'reach'> {
  return byFlow(groupOutcomes(...asked));
}

/**
 * Every distinct flow and way of a capture, walked through the bundle's configuration and through changed ones
 * (`changed`: by host, those that changes were made in). `concerns`: only these packets, for a quick answer.
 */
export function groupOutcomes(
  capture: CaptureReplay,
  changed: ReadonlyMap<string, WalkedState>,
  concerns: (group: PacketGroup) => boolean = () => true,
): GroupOutcomes {
  const groups = capture.groupsBy(groupedBy(walkedStates(capture, changed))).groups.filter(concerns);
  const walks = new Map(Array.from(changed, ([host, state]) => [host, capture.walk(state)]));
  const outcomes = new Map<PacketGroup, GroupOutcome>();
  for (const group of groups) {
    const walk = walks.get(group.flow.host);
    const state = changed.get(group.flow.host);
    const outcome: GroupOutcome =
      walk === undefined || state === undefined
        ? notWalked(capture, group)
        : walked(capture, group, walk, state);
    outcomes.set(group, outcome);
  }
  for (const { group, opener } of dependentsOf(outcomes, capture)) {
    const walk = walks.get(group.flow.host);
    const outcome = outcomes.get(group);
    if (walk !== undefined && outcome !== undefined)
      outcomes.set(group, withoutOpener(capture, group, outcome, opener, walk));
  }
  return outcomes;
}

/** Of a host that nothing is changed on, only what its walks prove is asked. */
function notWalked(capture: CaptureReplay, group: PacketGroup): GroupOutcome {
  const replayed = capture.replayed(group);
  return 'why' in replayed
    ? { kind: 'no-proof', why: replayed.why }
    : { kind: 'unchanged', ways: replayed.before.flatMap(({ ways }) => ways) };
}

function walked(
  capture: CaptureReplay,
  group: PacketGroup,
  walk: ReplayWalk,
  state: WalkedState,
): GroupOutcome {
  const replayed = capture.replayed(group);
  if ('why' in replayed) return { kind: 'no-proof', why: replayed.why };
  const { packets, before, shown } = replayed;
  const lost = isTaken(
    capture.stateOf(group.flow.host).conntrack,
    state.conntrack,
    packets.map(({ packet }) => packet),
  );
  const sent = lost ? packets.flatMap(withoutConnection) : packets;
  const after = sent.map(({ packet, later }) => walk(packet, null, later));
  const ways = after.flatMap((each) => each.ways);
  const isSame = !lost && before.every((each, index) => sameWays(each, after[index]));
  if (isSame) return { kind: 'unchanged', ways };

  const ends = new Map(ways.map((way) => [placeName(endOf(way)), way]));
  const [way] = ways;
  if (way === undefined) return { kind: 'no-proof', why: { kind: 'other-way' } };
  const [end, old] = [endOf(way), endOf(shown)];
  const isCertain = ends.size === 1 && after.every(isDecided) && !isOpenEnd(way);
  const open: WhatIfOpen | null = isCertain
    ? null
    : after.some(({ complete }) => !complete)
      ? { kind: 'unexplored' }
      : { kind: 'branches', ends: Array.from(ends.values(), endOf), assumed: assumedBy(after, way) };
  if (isCertain && placeName(end) === placeName(old)) return { kind: 'unchanged', ways };
  const diverted = endName(end) === endName(old);
  // Where several ends are left, one that differs is shown.
  const other = isCertain ? way : (ways.find((each) => endName(endOf(each)) !== endName(old)) ?? way);
  return { kind: 'changes', end: endOf(other), before: old, diverted: isCertain && diverted, open, ways };
}

function isDecided({ ways, presumed, complete }: Simulation): boolean {
  return complete && presumed.length === 0 && ways.length === 1 && ways[0]?.assumes.length === 0;
}

function isOpenEnd({ end }: SimulatedWay): boolean {
  return end.kind === 'open' || end.kind === 'passed';
}

function assumedBy(
  after: readonly Simulation[],
  way: SimulatedWay,
): Extract<WhatIfOpen, { kind: 'branches' }>['assumed'] {
  return way.assumes.length > 0 ? way.assumes : after.flatMap(({ presumed }) => presumed);
}

function sameWays(before: Simulation, after: Simulation | undefined): boolean {
  if (after === undefined || before.ways.length !== after.ways.length || before.complete !== after.complete)
    return false;
  const names = new Set(before.ways.map(wayName));
  return after.ways.every((way) => names.has(wayName(way)));
}

/**
 * Packets whose connection would not begin as it did. Those that follow a first packet that dies are the first ones
 * themselves, if they are sent at all; the others are open.
 */
function withoutOpener(
  capture: CaptureReplay,
  group: PacketGroup,
  outcome: GroupOutcome,
  opener: GroupOutcome | null,
  walk: ReplayWalk,
): GroupOutcome {
  const replayed = capture.replayed(group);
  const [way] = outcome.kind === 'no-proof' ? [] : outcome.ways;
  if ('why' in replayed || outcome.kind === 'no-proof' || way === undefined) return outcome;
  const end = outcome.kind === 'changes' ? outcome.end : endOf(way);
  const before = outcome.kind === 'changes' ? outcome.before : end;
  if (opener?.kind === 'changes' && opener.open === null && isDead(opener.end.disposition)) {
    const after = replayed.packets
      .flatMap(withoutConnection)
      .map(({ packet, later }) => walk(packet, null, later));
    const dies = after.every(
      (each) => isDecided(each) && each.ways.every((own) => placeName(endOf(own)) === placeName(opener.end)),
    );
    if (dies)
      return { kind: 'changes', end: opener.end, before, diverted: false, open: null, ways: opener.ways };
  }
  return { kind: 'changes', end, before, diverted: false, open: { kind: 'connection' }, ways: outcome.ways };
}

/** What conntrack may make of a packet whose entry is gone. */
function withoutConnection({ packet }: SentPacket): readonly SentPacket[] {
  const begins = packet.protocol !== 'tcp' || ((packet.tcpFlags ?? 0) & 0x12) === 0x02;
  const states = begins ? (['NEW'] as const) : (['NEW', 'INVALID'] as const);
  return states.map((state) => ({ packet: { ...packet, ctstates: [state] }, later: null }));
}

/** What became of the groups, by flow. */
export function byFlow(outcomes: GroupOutcomes): Omit<WhatIf, 'changes' | 'reach'> {
  const flows = new Map<string, { -readonly [Field in keyof WhatIfFlow]: WhatIfFlow[Field] }>();
  const unproven = new Map<string, { -readonly [Field in keyof NotReplayable]: NotReplayable[Field] }>();
  const unchanged = new Set<string>();
  const touched = new Set<string>();
  for (const [{ flow, packets, example, disposition, cause }, outcome] of outcomes) {
    const id = JSON.stringify(flow);
    if (outcome.kind === 'unchanged') {
      unchanged.add(id);
      continue;
    }
    touched.add(id);
    if (outcome.kind === 'no-proof') {
      const key = `${id} ${JSON.stringify(outcome.why)}`;
      const known = unproven.get(key);
      if (known !== undefined) known.packets += packets;
      else unproven.set(key, { host: flow.host, flow, packets, example, why: outcome.why });
      continue;
    }
    const { end, diverted, open } = outcome;
    const key = JSON.stringify([flow, disposition, cause?.group, placeName(end), diverted, open?.kind]);
    const known = flows.get(key);
    if (known !== undefined) known.packets += packets;
    else
      flows.set(key, {
        host: flow.host,
        flow,
        packets,
        example,
        captured: { disposition, cause },
        changed: end,
        way: outcome.ways.find((way) => placeName(endOf(way)) === placeName(end)) ?? null,
        diverted,
        open,
      });
  }
  return {
    flows: [...flows.values()].toSorted(
      (a, b) => Number(a.open !== null) - Number(b.open !== null) || b.packets - a.packets,
    ),
    unchanged: [...unchanged].filter((id) => !touched.has(id)).length,
    notReplayable: [...unproven.values()].toSorted((a, b) => b.packets - a.packets),
  };
}
