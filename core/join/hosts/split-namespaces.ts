import { shortAddress } from '../../kernel/address.ts';
import type { Link, NetworkRecords } from '../../model/network.ts';
import type { IdentityColumns, TraceEvents, TracePlace } from '../../model/trace.ts';
import type { Namespace } from './namespace.ts';
import { headersTakenIn, unlistedNamespaces } from './unlisted-namespaces.ts';

/** A network namespace that the bundle describes. Its lines may stand in the log of the host that it runs on. */
export interface NamespaceOnHost {
  /** The host whose kernel runs it, as the log names it. */
  readonly host: string;
  /** The name under which it is kept apart: `node-5/netns pod`. */
  readonly name: string;
}

/**
 * Gives each line of the log to the namespace that it shows. One kernel writes the lines of all namespaces into one log
 * (`net.netfilter.nf_log_all_netns = 1`), under one host name; what tells them apart is the interface, its MAC in `MAC=`,
 * and the addresses that are local to a namespace. A line that fits several stays with the namespace of the packet's line
 * before it, otherwise with the host itself. Namespaces that no file describes, but the log shows, are kept apart as well.
 */
export function splitNamespaces(
  events: TraceEvents,
  namespaces: readonly NamespaceOnHost[],
  recordsOf: (host: string) => NetworkRecords | null,
): TraceEvents {
  const takenIn = headersTakenIn(events);
  const split = [...takenIn].flatMap(([host, rows]) => {
    const itself = describe(host, recordsOf(host));
    // A namespace whose interfaces the bundle does not list can't be told from its lines.
    const listed = namespaces
      .filter((each) => each.host === host)
      .map(({ name }) => describe(name, recordsOf(name)))
      .filter(({ macs }) => macs.size > 0);
    const all = [itself, ...listed, ...unlistedNamespaces(events, rows, [itself, ...listed])];
    return all.length === 1 ? [] : [new HostNamespaces(host, all)];
  });
  if (split.length === 0) return events;
  const byHost = new Map(split.map((each) => [each.host, each]));
  const moved = new MovedEvents(events);
  /** By identity: the namespace of the packet's latest line that shows one. */
  const latest = new Map<number, string>();
  for (let event = 0; event < events.count; event++) {
    const place = events.places[events.place[event] as number] as TracePlace;
    const candidates = byHost.get(place.host);
    if (candidates === undefined) continue;
    const identity = events.identity[event] as number;
    const shown = candidates.shownBy(events, event);
    const name = shown ?? latest.get(identity) ?? place.host;
    if (shown !== null) latest.set(identity, shown);
    if (name !== place.host) moved.move(event, name);
  }
  return moved.events();
}

/** A host and the namespaces on it. */
class HostNamespaces {
  readonly host: string;
  readonly #all: readonly Namespace[];
  /** By header, and whether the line is of an input hook: the namespace that it shows. */
  readonly #known = new Map<number, string | null>();

  constructor(host: string, all: readonly Namespace[]) {
    this.host = host;
    this.#all = all;
  }

  /** The name of the namespace whose interfaces, MACs or addresses the line shows; null where several fit. */
  shownBy(events: TraceEvents, event: number): string | null {
    const header = events.header[event] as number;
    const { chain } = events.places[events.place[event] as number] as TracePlace;
    const isInput = chain === 'INPUT';
    const key = header * 2 + (isInput ? 1 : 0);
    let shown = this.#known.get(key);
    if (shown === undefined) {
      shown = this.#find(lineOf(events, header, isInput));
      this.#known.set(key, shown);
    }
    return shown;
  }

  #find(line: ShownLine): string | null {
    const possible = this.#all.filter((each) => hasInterfaces(each, line));
    if (possible.length <= 1) return possible[0]?.name ?? null;
    for (const shows of [showsMac, showsAddress]) {
      const shown = possible.filter((each) => shows(each, line));
      if (shown.length === 1) return shown[0]?.name ?? null;
    }
    return null;
  }
}

function describe(name: string, records: NetworkRecords | null): Namespace {
  return {
    name,
    macs: macsOf(records?.links ?? []),
    isListed: true,
    addresses: new Set((records?.addresses ?? []).map(({ address }) => shortAddress(address))),
  };
}

function macsOf(links: readonly Link[]): ReadonlyMap<string, readonly string[]> {
  const macs = new Map<string, string[]>();
  for (const { name, mac } of links) {
    const own = macs.get(name) ?? [];
    macs.set(name, own);
    if (mac !== null) own.push(mac);
  }
  return macs;
}

/** What a line of the log shows of where it was written. */
interface ShownLine {
  readonly inInterface: string;
  readonly outInterface: string;
  readonly dstMac: string;
  /** The address that is the namespace's own on this hook: the source of what it sends, the destination of its input. */
  readonly local: string | null;
}

function lineOf({ headers, names }: TraceEvents, header: number, isInput: boolean): ShownLine {
  const name = (column: ArrayLike<number>): string => names[column[header] as number] as string;
  const inInterface = name(headers.inInterface);
  const local = inInterface === '' ? headers.src : isInput ? headers.dst : null;
  return {
    inInterface,
    outInterface: name(headers.outInterface),
    dstMac: name(headers.dstMac),
    local: local === null ? null : shortAddress(name(local)),
  };
}

function hasInterfaces({ macs, isListed }: Namespace, { inInterface, outInterface }: ShownLine): boolean {
  if (!isListed) return inInterface === '' || macs.has(inInterface);
  const has = (name: string): boolean => name === '' || macs.size === 0 || macs.has(name);
  return has(inInterface) && has(outInterface);
}

function showsMac({ macs }: Namespace, { inInterface, dstMac }: ShownLine): boolean {
  return dstMac !== '' && macs.get(inInterface)?.includes(dstMac) === true;
}

function showsAddress({ addresses }: Namespace, { local }: ShownLine): boolean {
  return local !== null && addresses.has(local);
}

/** Events, some of which go to another host than the log names. */
class MovedEvents {
  readonly #events: TraceEvents;
  readonly #place: Uint32Array;
  readonly #identity: Uint32Array;
  readonly #places: TracePlace[];
  readonly #names: string[];
  /** Rows to add: the identity that each is a copy of, and its host as an index into names. */
  readonly #identities: { readonly like: number; readonly host: number }[] = [];
  readonly #placeIds = new Map<string, number>();
  readonly #identityIds = new Map<string, number>();

  constructor(events: TraceEvents) {
    this.#events = events;
    this.#place = Uint32Array.from(events.place);
    this.#identity = events.identity.slice();
    this.#places = [...events.places];
    this.#names = [...events.names];
  }

  move(event: number, host: string): void {
    this.#place[event] = this.#placeOn(this.#place[event] as number, host);
    this.#identity[event] = this.#identityOn(this.#identity[event] as number, host);
  }

  events(): TraceEvents {
    return {
      ...this.#events,
      place: this.#place,
      places: this.#places,
      identity: this.#identity,
      identities: withRows(this.#events.identities, this.#identities),
      names: this.#names,
    };
  }

  #placeOn(place: number, host: string): number {
    const key = `${place} ${host}`;
    let id = this.#placeIds.get(key);
    if (id === undefined) {
      id = this.#places.push({ ...(this.#places[place] as TracePlace), host }) - 1;
      this.#placeIds.set(key, id);
    }
    return id;
  }

  #identityOn(like: number, host: string): number {
    const key = `${like} ${host}`;
    let id = this.#identityIds.get(key);
    if (id === undefined) {
      id = this.#events.identities.count + this.#identities.push({ like, host: this.#nameId(host) }) - 1;
      this.#identityIds.set(key, id);
    }
    return id;
  }

  #nameId(name: string): number {
    const known = this.#names.indexOf(name);
    return known >= 0 ? known : this.#names.push(name) - 1;
  }
}

function withRows(
  own: IdentityColumns,
  added: readonly { readonly like: number; readonly host: number }[],
): IdentityColumns {
  const grow = <T extends Uint8Array | Uint16Array | Uint32Array | Int16Array>(column: T): T => {
    const grown = new (column.constructor as new (size: number) => T)(own.count + added.length);
    grown.set(column);
    added.forEach(({ like }, row) => (grown[own.count + row] = column[like] as number));
    return grown;
  };
  const host = grow(Uint32Array.from(own.host));
  added.forEach((each, row) => (host[own.count + row] = each.host));
  return {
    count: own.count + added.length,
    host,
    protocol: grow(own.protocol),
    ipId: grow(own.ipId),
    length: grow(own.length),
    fragment: grow(own.fragment),
    seq: grow(own.seq),
    ack: grow(own.ack),
    tcpFlags: grow(own.tcpFlags),
    traceId: grow(own.traceId),
    icmpType: grow(own.icmpType),
    icmpCode: grow(own.icmpCode),
  };
}
