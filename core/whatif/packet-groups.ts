import type { Analysis } from '../model/analysis.ts';
import type { Condition } from '../model/condition.ts';
import type { FlowKey } from '../model/diff.ts';
import { type Cause, type Disposition, dispositions } from '../model/journey.ts';
import { firstEvent, portsAt } from '../model/journey-events.ts';
import type { Field } from '../model/rule-field.ts';
import type { Table } from '../model/ruleset.ts';
import { askingKey, flowId } from '../replay/flows.ts';

/** Packets of one flow that took one way and ended alike: one of them stands for all. */
export interface PacketGroup {
  readonly flow: FlowKey;
  packets: number;
  /** The first of them (index from 0). */
  readonly example: number;
  readonly disposition: Disposition;
  readonly cause: Cause | null;
}

/** What of a packet decides where it goes, besides its flow. */
export interface GroupedBy {
  readonly sourcePorts: 'yes' | 'no';
  /** Packets up to this many bytes are alike; others by their length. */
  readonly sureLength: number;
}

/** The groups of a capture, and the one that each packet is in. */
export interface GroupedPackets {
  /** In the order of the log. */
  readonly groups: readonly PacketGroup[];
  /** Entry p: the group of packet p, an index into `groups`. */
  readonly of: Uint32Array;
}

/** Every distinct flow and way of the log. */
export function packetGroups(
  { events, journeys, outcomes }: Pick<Analysis, 'events' | 'journeys' | 'outcomes'>,
  { sourcePorts, sureLength }: GroupedBy,
): GroupedPackets {
  const groups: PacketGroup[] = [];
  const numbers = new Map<string, number>();
  const of = new Uint32Array(journeys.count);
  const tuples = new Set<string>();
  for (let packet = 0; packet < journeys.count; packet++) {
    const asked = askingKey({ events, journeys }, packet, (host) => host);
    const flow = tuples.has(asked.reverse) ? asked.answering : asked.key;
    if (flow === asked.key) tuples.add(asked.tuple);
    const event = firstEvent(journeys, packet);
    const [header, identity] = [events.header[event] as number, events.identity[event] as number];
    const length = events.identities.length[identity] as number;
    const key = [
      flowId(flow),
      journeys.shape[packet],
      outcomes.disposition[packet],
      outcomes.cause[packet],
      events.identities.tcpFlags[identity],
      events.identities.icmpCode[identity],
      events.headers.mark[header],
      events.headers.tos[header],
      events.headers.physIn[header],
      Math.min(events.ttl[event] as number, 2),
      length > sureLength ? length : 0,
      sourcePorts === 'yes' ? portsAt(events, event).sport : '',
    ].join('\0');
    const known = numbers.get(key);
    if (known !== undefined) {
      of[packet] = known;
      (groups[known] as PacketGroup).packets++;
      continue;
    }
    const disposition = dispositions[outcomes.disposition[packet] as number] as Disposition;
    const cause = outcomes.causes[outcomes.cause[packet] as number] ?? null;
    const number = groups.push({ flow, packets: 1, example: packet, disposition, cause }) - 1;
    numbers.set(key, number);
    of[packet] = number;
  }
  return { groups, of };
}

/** Whether a rule asks for the client's port of a packet, which flows otherwise leave out. */
export function asksSourcePorts(tables: readonly Table[]): boolean {
  return tables.some((table) => {
    const known =
      remembered.get(table) ??
      table.chains.some(({ rules }) => rules.some(({ spec }) => spec.conditions.some(asksSourcePort)));
    remembered.set(table, known);
    return known;
  });
}

const remembered = new WeakMap<Table, boolean>();

function asksSourcePort(condition: Condition): boolean {
  switch (condition.kind) {
    case 'compare':
      return isSourcePort(condition.field);
    case 'lookup':
      return condition.fields.some(isSourcePort);
    case 'either-port':
      return true;
    case 'ipset':
      return condition.sides.length > 1 && condition.sides.includes('src');
    default:
      return false;
  }
}

function isSourcePort(field: Field): boolean {
  return (field.kind === 'port' && field.side === 'src') || field.kind === 'ct-port';
}
