import { shortAddress } from '../../kernel/address.ts';
import { isGroupMac } from '../../kernel/group-mac.ts';
import { Pairs } from '../../model/pairs.ts';
import type { TraceEvents } from '../../model/trace.ts';
import type { Namespace } from './namespace.ts';

/** The headers that IP took in on one host, every header once, by the chain of the line that first has it. */
interface TakenIn {
  readonly forwarded: number[];
  readonly input: number[];
}

/** Rows of the headers that IP took in, by host. */
export function headersTakenIn(events: TraceEvents): ReadonlyMap<string, TakenIn> {
  const { count, header, headers, place, places } = events;
  const byHost = new Map(places.map(({ host }) => [host, { forwarded: [], input: [] } as TakenIn]));
  const rowsOf = places.map(({ host, chain }) => {
    const rows = byHost.get(host) as TakenIn;
    return chain === 'FORWARD' ? rows.forwarded : chain === 'INPUT' ? rows.input : null;
  });
  const seen = new Uint8Array(headers.count);
  for (let event = 0; event < count; event++) {
    const rows = rowsOf[place[event] as number];
    const row = header[event] as number;
    if (rows == null || seen[row] === 1) continue;
    seen[row] = 1;
    rows.push(row);
  }
  return byHost;
}

/** With more MACs on interfaces of one name, those of the log were made up: people replace them before they hand it on. */
const MOST_NAMESAKES = 16;

/**
 * The namespaces that only the log shows: IP takes in no frame for another station, so a line of INPUT or FORWARD with a
 * MAC that is not the named interface's is of an interface of that name elsewhere. One for each such MAC.
 */
export function unlistedNamespaces(
  { headers, names }: TraceEvents,
  { forwarded, input }: TakenIn,
  [itself, ...listed]: readonly [Namespace, ...Namespace[]],
): readonly Namespace[] {
  const stations = new Stations(itself, listed);
  const pairs = new Pairs();
  /** By number of the pair of interface and MAC. */
  const stationOf: Station[] = [];
  const stationAt = (row: number): Station => {
    const dev = headers.inInterface[row] as number;
    const mac = headers.dstMac[row] as number;
    const pair = pairs.number(dev, mac);
    return (stationOf[pair] ??= stations.judge(names[dev] as string, names[mac] as string));
  };
  const isRouted = (row: number): boolean => headers.physIn[row] === 0;
  for (const row of forwarded) {
    const station = stationAt(row);
    if (station.isElsewhere && isRouted(row)) stations.find(station);
  }
  for (const row of input) {
    const station = stationAt(row);
    if (!station.isElsewhere || !isRouted(row)) continue;
    stations.find(station)?.addresses.add(shortAddress(names[headers.dst[row] as number] as string));
  }
  pairs.end();
  return stations.namespaces();
}

/** An interface and a MAC that the log shows together. */
interface Station {
  readonly dev: string;
  readonly mac: string;
  /** Whether the MAC is one of another namespace that no file describes. */
  readonly isElsewhere: boolean;
}

type ShownNamespace = Namespace & { readonly addresses: Set<string> };

/** Tells the stations of a host from those elsewhere, and collects the namespaces of these. */
class Stations {
  readonly #itself: Namespace;
  readonly #listed: readonly Namespace[];
  /** By interface, its MACs elsewhere; at most one more than MOST_NAMESAKES of each. */
  readonly #found = new Map<string, Map<string, ShownNamespace>>();
  #showsItself = false;

  constructor(itself: Namespace, listed: readonly Namespace[]) {
    this.#itself = itself;
    this.#listed = listed;
  }

  judge(dev: string, mac: string): Station {
    const own = this.#itself.macs.get(dev) ?? [];
    if (own.includes(mac)) this.#showsItself = true;
    return { dev, mac, isElsewhere: this.#isElsewhere(dev, mac, own) };
  }

  /** The namespace of a station elsewhere; null where there are too many of its interface's name. */
  find({ dev, mac }: Station): ShownNamespace | null {
    let namesakes = this.#found.get(dev);
    if (namesakes === undefined) this.#found.set(dev, (namesakes = new Map()));
    const known = namesakes.get(mac);
    if (known !== undefined) return known;
    if (namesakes.size > MOST_NAMESAKES) return null;
    const name = `${this.#itself.name}/netns of ${mac}`;
    const found = { name, macs: new Map([[dev, [mac]]]), isListed: false, addresses: new Set<string>() };
    namesakes.set(mac, found);
    return found;
  }

  namespaces(): readonly Namespace[] {
    const ofEach = [...this.#found.values()].filter(({ size }) => size <= MOST_NAMESAKES);
    // Interfaces none of whose MACs the log shows were listed at another time.
    if (this.#itself.macs.size > 0) return this.#showsItself ? ofEach.flatMap(listOf) : [];
    return ofEach.filter(({ size }) => size > 1).flatMap(listOf);
  }

  #isElsewhere(dev: string, mac: string, own: readonly string[]): boolean {
    if (mac === '' || isGroupMac(mac) || own.includes(mac)) return false;
    if (this.#listed.some(({ macs }) => macs.get(dev)?.includes(mac) === true)) return false;
    // Where no file has the interface, only a second one of its name shows that there are two namespaces.
    return own.length > 0 || this.#itself.macs.size === 0;
  }
}

function listOf(namespaces: ReadonlyMap<string, Namespace>): readonly Namespace[] {
  return [...namespaces.values()];
}
