import { shortAddress } from '../../kernel/address.ts';
import { isGroupMac } from '../../kernel/group-mac.ts';
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
  const byHost = new Map<string, TakenIn>(places.map(({ host }) => [host, { forwarded: [], input: [] }]));
  const rowsOf = places.map(({ host, chain }) => {
    const rows = byHost.get(host) as TakenIn;
    return chain === 'FORWARD' ? rows.forwarded : chain === 'INPUT' ? rows.input : null;
  });
  const seen = new Uint8Array(headers.count);
  for (let event = 0; event < count; event++) {
    const rows = rowsOf[place[event] as number] ?? null;
    const row = header[event] as number;
    if (rows === null || seen[row] === 1) continue;
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
  /** By the number of its name. */
  const interfaces: Namesakes[] = [];
  const look = (row: number): ShownNamespace | null => {
    const dev = headers.inInterface[row] as number;
    const namesakes = (interfaces[dev] ??= new Namesakes(names[dev] as string, itself, listed));
    if (namesakes.isDecided) return null;
    return namesakes.look(names[headers.dstMac[row] as number] as string, headers.physIn[row] === 0);
  };
  for (const row of forwarded) look(row);
  for (const row of input)
    look(row)?.addresses.add(shortAddress(names[headers.dst[row] as number] as string));
  const all = interfaces.filter(({ areTooMany }) => !areTooMany);
  // Interfaces none of whose MACs the log shows were listed at another time.
  if (itself.macs.size > 0)
    return interfaces.some(({ showItself }) => showItself) ? all.flatMap((each) => each.namespaces()) : [];
  return all
    .map((each) => each.namespaces())
    .filter(({ length }) => length > 1)
    .flat();
}

type ShownNamespace = Namespace & { readonly addresses: Set<string> };

/** The interfaces of one name that the log shows: the host's own, and those of namespaces that no file describes. */
class Namesakes {
  readonly #dev: string;
  readonly #host: string;
  /** The MACs of the host's own. */
  readonly #own: readonly string[];
  /** Those of namespaces that files describe. */
  readonly #listed: ReadonlySet<string>;
  /** Whether a MAC that no file has shows another namespace. */
  readonly #tellsApart: boolean;
  /** By MAC; at most one more than MOST_NAMESAKES. */
  readonly #found = new Map<string, ShownNamespace>();
  /** Whether the log shows a MAC of the host's own. */
  showItself = false;

  constructor(dev: string, itself: Namespace, listed: readonly Namespace[]) {
    this.#dev = dev;
    this.#host = itself.name;
    this.#own = itself.macs.get(dev) ?? [];
    this.#listed = new Set(listed.flatMap(({ macs }) => macs.get(dev) ?? []));
    // Where no file has the interface, only a second one of its name shows that there are two namespaces.
    this.#tellsApart = this.#own.length > 0 || itself.macs.size === 0;
  }

  get areTooMany(): boolean {
    return this.#found.size > MOST_NAMESAKES;
  }

  /** Whether further lines would change nothing. */
  get isDecided(): boolean {
    const knowsOwn = this.#own.length === 0 || this.showItself;
    return knowsOwn && (this.areTooMany || !this.#tellsApart);
  }

  /** The namespace of the interface with that MAC; null where it is none that only the log shows. `isRouted`: the frame came by no bridge port. */
  look(mac: string, isRouted: boolean): ShownNamespace | null {
    if (this.#own.includes(mac)) {
      this.showItself = true;
      return null;
    }
    if (!isRouted || mac === '' || !this.#tellsApart || this.#listed.has(mac) || isGroupMac(mac)) return null;
    const known = this.#found.get(mac);
    if (known !== undefined || this.areTooMany) return known ?? null;
    const name = `${this.#host}/netns of ${mac}`;
    const found = {
      name,
      macs: new Map([[this.#dev, [mac]]]),
      isListed: false,
      addresses: new Set<string>(),
    };
    this.#found.set(mac, found);
    return found;
  }

  namespaces(): readonly Namespace[] {
    return [...this.#found.values()];
  }
}
