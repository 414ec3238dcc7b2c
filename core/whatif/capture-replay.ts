import type { HostState } from '../kernel/host-state.ts';
import type { SeenRules } from '../kernel/walk/walk.ts';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { Analysis } from '../model/analysis.ts';
import type { ConntrackEntry } from '../model/conntrack.ts';
import type { Table } from '../model/ruleset.ts';
import type { SimulatedWay, Simulation } from '../model/simulation.ts';
import type { NotReplayableWhy } from '../model/what-if.ts';
import { type ReplayWalk, replayedPackets } from '../replay/replayed-packet.ts';
import {
  asksSourcePorts,
  type GroupedBy,
  type GroupedPackets,
  type PacketGroup,
  packetGroups,
} from './packet-groups.ts';
import { endOf, isCapturedEnd } from './walked-ends.ts';

/** The configuration of one host, and its connections. */
export type WalkedState = HostState & { readonly conntrack: readonly ConntrackEntry[] };

/** Walks packets through a configuration. */
export type WalkThrough = (state: WalkedState) => ReplayWalk;

/** A packet as it came in, and what NAT once decided for its connection; null for one that begins a connection. */
export interface SentPacket {
  readonly packet: MatchPacket;
  readonly later: SeenRules | null;
}

/** Packets that a walk can follow as the log shows them, or why it can't. */
export type Replayed =
  | {
      /** The packet in every part of a connection (ctstate) that agrees with the log. */
      readonly packets: readonly SentPacket[];
      /** The way that the log shows. */
      readonly shown: SimulatedWay;
      /** What can become of each of them in the bundle's configuration, whatever the log shows. */
      readonly before: readonly Simulation[];
    }
  | { readonly why: NotReplayableWhy };

/** A capture that changes are tried on: its packets in groups, each walked once as it was. */
export interface CaptureReplay {
  groupsBy(by: GroupedBy): GroupedPackets;
  replayed(group: PacketGroup): Replayed;
  /** The most likely way of packets that no walk ends as captured: a way that prints the lines of the log. */
  followed(group: PacketGroup): { readonly packet: MatchPacket; readonly way: SimulatedWay } | null;
  stateOf(host: string): WalkedState;
  readonly walk: WalkThrough;
}

export function replayOf(
  analysis: Analysis,
  stateOf: (host: string) => WalkedState,
  walk: WalkThrough,
): CaptureReplay {
  const states = new Map<string, { state: WalkedState; walk: ReturnType<WalkThrough> }>();
  const walks = (host: string): { state: WalkedState; walk: ReturnType<WalkThrough> } => {
    const known = states.get(host);
    if (known !== undefined) return known;
    const state = stateOf(host);
    const made = { state, walk: walk(state) };
    states.set(host, made);
    return made;
  };
  const grouped = new Map<string, GroupedPackets>();
  const done = new WeakMap<PacketGroup, Replayed>();
  return {
    walk,
    stateOf: (host) => walks(host).state,
    groupsBy(by) {
      const key = `${by.sourcePorts} ${by.sureLength}`;
      const groups = grouped.get(key) ?? packetGroups(analysis, by);
      grouped.set(key, groups);
      return groups;
    },
    followed(group) {
      const [first] = replayedPackets(analysis, group.example, walks(group.flow.host).walk, null);
      const way = first?.ways[0];
      return first === undefined || way === undefined ? null : { packet: first.packet, way };
    },
    replayed(group) {
      const known = done.get(group) ?? replay(analysis, group, walks(group.flow.host).walk);
      done.set(group, known);
      return known;
    },
  };
}

function replay(analysis: Analysis, group: PacketGroup, walk: ReturnType<WalkThrough>): Replayed {
  const { disposition, cause, example } = group;
  if (disposition === 'incomplete' || disposition === 'unknown') return { why: { kind: 'end-unknown' } };
  const followed = replayedPackets(analysis, example, walk, null);
  const [first] = followed;
  if (first === undefined) return { why: { kind: 'other-way' } };
  const fitting = followed.flatMap(({ packet, ways, later }) => {
    const shown = ways.find((way) => isCapturedEnd(way, disposition, cause));
    return shown === undefined ? [] : [{ packet, later, shown }];
  });
  const [fit] = fitting;
  if (fit === undefined) {
    const [way] = first.ways;
    return { why: way === undefined ? { kind: 'other-way' } : { kind: 'other-end', walked: endOf(way) } };
  }
  const packets = fitting.map(({ packet, later }): SentPacket => ({ packet, later }));
  return { packets, shown: fit.shown, before: packets.map(({ packet, later }) => walk(packet, null, later)) };
}

/** What of packets the configurations look at. */
export function groupedBy(states: readonly WalkedState[]): GroupedBy {
  const tables: readonly Table[] = states.flatMap((state) => state.tables.map(({ table }) => table));
  const mtus = states.flatMap(({ network }) => [
    ...(network?.links ?? []).flatMap(({ mtu }) => mtu ?? []),
    ...(network?.routes ?? []).flatMap(({ mtu }) => mtu ?? []),
  ]);
  const asksLength = tables.some(asksLengths);
  return {
    sourcePorts: asksSourcePorts(tables) ? 'yes' : 'no',
    sureLength: asksLength ? 0 : Math.min(...mtus, 1280),
  };
}

function asksLengths({ chains }: Table): boolean {
  return chains.some(({ rules }) =>
    rules.some(({ spec }) =>
      spec.conditions.some((condition) => condition.kind === 'compare' && condition.field.kind === 'length'),
    ),
  );
}
