import { flowKey } from '../kernel/flow-key.ts';
import type { Analysis } from '../model/analysis.ts';
import type { FlowKey } from '../model/diff.ts';
import { answerOf, flowAt } from '../model/flow.ts';
import { type Cause, type Disposition, dispositions } from '../model/journey.ts';
import { firstEvent, lastEvent, portsAt } from '../model/journey-events.ts';

/** Packets of one flow that ended alike. */
export interface FlowEnding {
  readonly disposition: Disposition;
  readonly cause: Cause | null;
  packets: number;
  /** The first packet of each kind (TCP flags), by kind: packets (indexes from 0). */
  readonly examples: Map<number, number>;
}

/** The packets of one flow in one capture. */
export interface CapturedFlow {
  readonly key: FlowKey;
  packets: number;
  /** By what `journeyEndOf` calls alike. */
  readonly endings: Map<string, FlowEnding>;
}

/**
 * The flows of a capture. `hostOf` gives the name by which both captures know a host; `journeyEndOf` names the end of a
 * packet that has a cause.
 */
export function flowsOf(
  { events, journeys, outcomes }: Pick<Analysis, 'events' | 'journeys' | 'outcomes'>,
  hostOf: (name: string) => string,
  journeyEndOf: (disposition: Disposition, cause: Cause | null) => string,
): ReadonlyMap<string, CapturedFlow> {
  const flows = new Map<string, CapturedFlow>();
  const tuples = new Set<string>();
  const endingNames = new Map<number, string>();
  for (let packet = 0; packet < journeys.count; packet++) {
    const asked = askingKey({ events, journeys }, packet, hostOf);
    const key = tuples.has(asked.reverse) ? asked.answering : asked.key;
    if (key === asked.key) tuples.add(asked.tuple);
    const id = flowId(key);
    let flow = flows.get(id);
    if (flow === undefined) flows.set(id, (flow = { key, packets: 0, endings: new Map() }));
    flow.packets++;

    const disposition = dispositions[outcomes.disposition[packet] as number] as Disposition;
    const causeIndex = outcomes.cause[packet] as number;
    const cause = outcomes.causes[causeIndex] ?? null;
    const number = causeIndex * dispositions.length + (outcomes.disposition[packet] as number);
    const name = endingNames.get(number) ?? journeyEndOf(disposition, cause);
    endingNames.set(number, name);
    const ending = flow.endings.get(name);
    const identity = events.identity[firstEvent(journeys, packet)] as number;
    const kind = events.identities.tcpFlags[identity] as number;
    if (ending === undefined)
      flow.endings.set(name, { disposition, cause, packets: 1, examples: new Map([[kind, packet]]) });
    else {
      ending.packets++;
      if (!ending.examples.has(kind)) ending.examples.set(kind, packet);
    }
  }
  return flows;
}

/** One string for each flow. */
export function flowId(key: FlowKey): string {
  const { host, family, protocol, src, dst, dport, sport, icmpType, inInterface } = key;
  return [host, family, protocol, src, dst, dport, sport, icmpType, inInterface].join('\0');
}

/**
 * Where a packet of a flow went on to, as last seen in the log; null for one that did not leave. An answer's port is its
 * client's, which says nothing.
 */
export function egressOf(
  { events, journeys }: Pick<Analysis, 'events' | 'journeys'>,
  packet: number,
  { sport }: FlowKey,
): { readonly interface: string; readonly dst: string; readonly dport: number | null } | null {
  const last = lastEvent(journeys, packet);
  const header = events.header[last] as number;
  const { outInterface, dst } = events.headers;
  const name = events.names[outInterface[header] as number] as string;
  if (name === '') return null;
  return {
    interface: name,
    dst: events.names[dst[header] as number] as string,
    dport: sport === null ? portsAt(events, last).dport : null,
  };
}

/**
 * The key of a packet as one that asks (the client's port does not count) and as one that answers (the service's port is
 * its source). It answers where the same capture has the packets that it answers.
 */
export function askingKey(
  { events, journeys }: Pick<Analysis, 'events' | 'journeys'>,
  packet: number,
  hostOf: (name: string) => string,
): { key: FlowKey; answering: FlowKey; tuple: string; reverse: string } {
  const event = firstEvent(journeys, packet);
  const header = events.header[event] as number;
  const identity = events.identity[event] as number;
  const place = events.places[events.place[event] as number];
  const icmpType = events.identities.icmpType[identity] as number;
  const flow = flowAt(events, event);
  const { protocol, src, dst, sport, dport } = flow;
  const host = hostOf(place?.host ?? '');
  const key: FlowKey = {
    host,
    family: place?.family ?? 'ipv4',
    protocol,
    src,
    dst,
    dport,
    sport: null,
    icmpType: icmpType < 0 ? null : icmpType,
    inInterface: events.names[events.headers.inInterface[header] as number] as string,
  };
  return {
    key,
    answering: sport === null ? key : { ...key, dport: null, sport },
    tuple: `${host} ${flowKey(flow)}`,
    reverse: `${host} ${flowKey(answerOf(flow))}`,
  };
}
