import type { LoadedTable } from '../kernel/chains/loaded-tables.ts';
import { baseChainOf } from '../kernel/chains/base-chains.ts';
import { shortAddress } from '../kernel/address.ts';
import type { HostState } from '../kernel/host-state.ts';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { Cause } from '../model/journey.ts';
import type { ConntrackEntry } from '../model/conntrack.ts';
import type { Chain } from '../model/ruleset.ts';
import type { SimulatedStep, SimulatedWay } from '../model/simulation.ts';

export type FixedState = HostState & { readonly conntrack: readonly ConntrackEntry[] };

/** A packet that dies, and where. */
export interface DeadPacket {
  readonly state: FixedState;
  /** As it came in or was sent. */
  readonly packet: MatchPacket;
  /** Its way through `state`. */
  readonly way: SimulatedWay;
  /** As the capture has it. */
  readonly cause: Cause;
}

/** A rule, or the end of a chain, that a way came by. */
export interface MetPlace {
  readonly loaded: LoadedTable;
  readonly chain: Chain;
  /** Counted from 1; one more than the last rule at the chain's end. */
  readonly number: number;
  readonly isBase: boolean;
  readonly hook: 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting' | null;
}

type ChainStep = Extract<SimulatedStep, { kind: 'step' }>;

/** Where the way ended, and the steps of the same base chain that led there, the base chain's first. */
export function placesOfDeath(dead: DeadPacket): readonly MetPlace[] {
  const places = placesOnWay(dead);
  const start = places.findLastIndex(({ isBase }) => isBase);
  return start < 0 ? places.slice(-1) : firstOfEach(places, start);
}

/** All rules and ends of chains that the way came by. */
export function placesOnWay({ state, way }: DeadPacket): readonly MetPlace[] {
  const steps = way.steps.filter((step): step is ChainStep => step.kind === 'step');
  return steps.flatMap((step) => placeOf(state, step) ?? []);
}

/** The base chain's step that led on, and from there the chain of calls to the last step. */
function firstOfEach(places: readonly MetPlace[], start: number): readonly MetPlace[] {
  const called: MetPlace[] = [];
  for (const place of places.slice(start)) {
    const known = called.findIndex(({ chain }) => chain === place.chain);
    if (known >= 0) called.length = known;
    called.push(place);
  }
  return called;
}

function placeOf({ tables }: FixedState, step: ChainStep): MetPlace | null {
  for (const loaded of tables) {
    const { table } = loaded;
    if (table.family !== step.tableFamily || table.name !== step.table) continue;
    const chain = table.chains.find(({ name }) => name === step.chain);
    if (chain === undefined) continue;
    const shown = step.text === null ? chain.at : chain.rules[step.number - 1]?.at;
    if (shown === undefined || shown.file !== step.at.file || shown.line !== step.at.line) continue;
    const base = baseChainOf(table, chain, 'nft');
    return { loaded, chain, number: step.number, isBase: base !== null, hook: base?.hook ?? null };
  }
  return null;
}

/** The packet as it was at its death: NAT and marks have changed it on its way. Its addresses are written as tools print them. */
export function packetAtDeath({ packet, state, way }: DeadPacket): MatchPacket {
  let now = translated(packet, state.conntrack);
  for (const step of way.steps) {
    if (step.kind === 'routing') continue;
    for (const { field, after } of step.changes) {
      if (field === 'src' || field === 'dst') now = { ...now, [field]: after };
      else if (field === 'sport' || field === 'dport') now = { ...now, [field]: Number(after) };
    }
  }
  const [src, dst] = [now.src, now.dst].map((address) => (address === null ? null : shortAddress(address)));
  return { ...now, src: src ?? null, dst: dst ?? null, outInterface: routedOut(way) };
}

/** What NAT has once decided for a connection holds for its later packets, without a step that shows it. */
function translated(packet: MatchPacket, conntrack: readonly ConntrackEntry[]): MatchPacket {
  if (packet.ctstates?.[0] === 'NEW') return packet;
  const entry = entryOf(packet, conntrack);
  return entry === null ? packet : { ...packet, dst: entry.reply.src, dport: entry.reply.sport };
}

/** The entry of the connection that a packet goes on with, in the direction in which it began. */
export function entryOf(packet: MatchPacket, conntrack: readonly ConntrackEntry[]): ConntrackEntry | null {
  const found = conntrack.find(
    ({ protocol, original: { src, dst, sport, dport } }) =>
      protocol === packet.protocol &&
      src === packet.src &&
      dst === packet.dst &&
      sport === packet.sport &&
      dport === packet.dport,
  );
  return found ?? null;
}

/** The interface that routing chose; '' where the packet was for the host itself, or died before. */
export function routedOut({ steps }: SimulatedWay): string {
  const routed = steps.findLast((step) => step.kind === 'routing');
  return routed?.kind === 'routing' && (routed.decision.kind === 'forward' || routed.decision.kind === 'send')
    ? (routed.decision.hops[0]?.dev ?? '')
    : '';
}
