import type { Family } from '../../../model/family.ts';
import type { PlaceKind, PrintedRule, Tracer } from '../../../model/trace.ts';
import type { TraceColumns } from '../kernel-log/trace-columns.ts';
import { eventFields } from './event-fields.ts';
import { ChainList, type MonitoredChain } from './monitored-chain.ts';
import { contradicts, mergedIdentity, nothingPrinted } from './header.ts';
import type { Identity, MonitoredHeader } from './header.ts';

/** A rule or policy that a packet met, or the end of a user-defined chain. */
export interface MonitoredStep extends MonitoredChain {
  readonly kind: PlaceKind;
  readonly printed: PrintedRule;
  /** The packet's mark at this line, and after it; null where the line does not tell. */
  readonly mark: number | null;
  readonly markAfter: number | null;
  /** The family that the line shows the packet to be of; null where it does not. */
  readonly family: Family | null;
  /** The protocol that the rule asks for and the packet therefore has; null where the line does not tell. */
  readonly protocol: string | null;
}

interface Packet {
  readonly name: string;
  identity: Identity;
  header: MonitoredHeader;
  /** Whether that was printed for a chain of a bridge. */
  isOnBridge: boolean;
  isOther: boolean;
  mark: number;
  /** Base chains that a header was printed for, and chains that the packet has left for good. */
  entered: ChainList;
  left: ChainList;
  isDead: boolean;
  /** The `key` of the chain whose rule returned in the line before. */
  returnedFrom: string | null;
  /** The end of a chain, where it was the line before. */
  ended: MonitoredEvent | null;
  /** The first header that was printed for it; null where none was. */
  firstHeader: MonitoredHeader | null;
  /** Rules that it met before that header may have changed where it goes. */
  isRewrittenBefore: boolean;
  /** Where its header was printed, while no step has followed it. */
  open: { readonly chain: MonitoredChain; readonly line: number } | null;
  /** Lines of the monitor that are about it. */
  lines: number;
  /** What `finish` numbered last for it; most of its events have the same. */
  numbered: Numbered | null;
}

/** The numbers in the columns of a header that is shown with a mark, and of the packet that has it. */
interface Numbered {
  readonly shown: MonitoredHeader;
  readonly mark: number;
  readonly header: number;
  readonly identity: number;
  readonly ttl: number;
}

interface MonitoredEvent {
  readonly packet: Packet;
  readonly header: MonitoredHeader;
  readonly step: MonitoredStep;
  readonly mark: number;
  readonly line: number;
  /** A later line says what it says. */
  isTakenBack: boolean;
}

/** A bridge's chains see its ports, those of IP the bridge: what was printed for the one does not show the other. */
function headerOf({ header, isOnBridge }: Packet, { tableFamily }: MonitoredStep): MonitoredHeader {
  if (isOnBridge === (tableFamily === 'bridge')) return header;
  return { ...header, inInterface: '', outInterface: '' };
}

/**
 * The packets of one monitor's output, told apart by the trace id and, since the kernel gives an id again to a later
 * packet, by what contradicts: a header whose fixed fields differ, a chain that the packet has been through, a line
 * after its drop. The later packets of id `36c7a81a` are named `36c7a81a/2`, `36c7a81a/3`.
 */
export class MonitoredPackets {
  readonly #events: MonitoredEvent[] = [];
  readonly #packets: Packet[] = [];
  readonly #current = new Map<string, Packet>();
  readonly #packetsOfId = new Map<string, number>();
  readonly #noChains = ChainList.empty();
  /** By the chain's `key`. */
  readonly #entries = new Map<string, MonitoredStep>();

  /** A header that is printed for a packet which enters a base chain. */
  header(id: string, chain: MonitoredChain, header: MonitoredHeader, line: number): void {
    const known = this.#current.get(id);
    const isNext =
      known === undefined ||
      known.isDead ||
      known.entered.isTooLong ||
      known.entered.has(chain) ||
      contradicts(known.identity, header);
    const packet = isNext ? this.#next(id) : known;
    this.#close(packet);
    packet.entered = packet.entered.with(chain);
    packet.identity = mergedIdentity(packet.identity, header);
    packet.header = header;
    packet.isOnBridge = chain.tableFamily === 'bridge';
    packet.firstHeader ??= header;
    packet.isOther ||= header.isOther;
    packet.mark = header.mark ?? packet.mark;
    packet.open = { chain, line };
    packet.lines++;
  }

  step(id: string, step: MonitoredStep, line: number): void {
    const known = this.#current.get(id);
    const isNext = known === undefined || known.isDead || known.left.isTooLong || known.left.has(step);
    const packet = isNext ? this.#next(id) : known;
    packet.open = null;
    const familyOfTable = step.tableFamily === 'ip' ? 'ipv4' : step.tableFamily === 'ip6' ? 'ipv6' : null;
    const family = packet.identity.family ?? familyOfTable ?? step.family;
    const protocol = packet.identity.protocol ?? step.protocol;
    if (family !== packet.identity.family || protocol !== packet.identity.protocol)
      packet.identity = { ...packet.identity, family, protocol };
    packet.mark = step.mark ?? packet.mark;
    // Older kernels print the end of a base chain before its policy, also where no header is printed for the chain.
    if (step.kind === 'policy' && packet.ended !== null && packet.ended.step.key === step.key)
      packet.ended.isTakenBack = true;
    packet.ended = null;
    if (!saysNothing(packet, step)) {
      const header = headerOf(packet, step);
      const event = { packet, header, step, mark: packet.mark, line, isTakenBack: false };
      this.#events.push(event);
      if (step.kind === 'return') packet.ended = event;
    }
    if (packet.firstHeader === null) packet.isRewrittenBefore ||= mayRewrite(step);
    packet.returnedFrom = step.printed.verdict === 'return' ? step.key : null;
    packet.mark = step.markAfter ?? packet.mark;
    // A base chain is left by its policy; a user-defined one can be called again.
    if (step.kind === 'policy') packet.left = packet.left.with(step);
    packet.isDead = step.printed.verdict === 'drop' || step.printed.verdict === 'reject';
    packet.lines++;
  }

  /** Adds all that was read to the columns, in the order of the lines; says how many lines were of no IP packet. */
  finish(columns: TraceColumns, tracer: Tracer, host: string): { readonly linesOfOthers: number } {
    for (const packet of this.#current.values()) this.#close(packet);
    const events = this.#events.filter(({ packet, isTakenBack }) => !isTakenBack && !isOther(packet));
    events.sort((a, b) => a.line - b.line);
    const known = new Map<string | null, number>([[null, 0]]);
    const name = (text: string | null): number => {
      let id = known.get(text);
      if (id === undefined) known.set(text, (id = columns.names.internText(text ?? '')));
      return id;
    };
    /** By the step: what is printed alike is one. */
    const places = { ipv4: new Map<MonitoredStep, number>(), ipv6: new Map<MonitoredStep, number>() };
    for (const { packet, header, step, mark, line } of events) {
      const family = packet.identity.family ?? 'ipv4';
      let place = places[family].get(step);
      if (place === undefined) {
        const { tableFamily, table, chain, kind, printed } = step;
        place = columns.internPlaced({
          host,
          tracer,
          family,
          tableFamily,
          table,
          chain,
          kind,
          number: null,
          printed,
        });
        places[family].set(step, place);
      }
      const shown = shownHeader(packet, header);
      if (packet.numbered === null || packet.numbered.shown !== shown || packet.numbered.mark !== mark) {
        const fields = eventFields(name, name(host), family, packet.identity, shown, mark);
        packet.numbered = {
          shown,
          mark,
          identity: columns.internIdentity(fields, name(packet.name)),
          header: columns.internHeader(fields),
          ttl: fields.ttl,
        };
      }
      const numbered = packet.numbered;
      columns.append(place, numbered.header, numbered.identity, numbered.ttl, line, NaN);
    }
    let linesOfOthers = 0;
    for (const packet of this.#packets) if (isOther(packet)) linesOfOthers += packet.lines;
    return { linesOfOthers };
  }

  #next(id: string): Packet {
    const before = this.#current.get(id);
    if (before !== undefined) this.#close(before);
    const number = (this.#packetsOfId.get(id) ?? 0) + 1;
    this.#packetsOfId.set(id, number);
    const packet: Packet = {
      name: number === 1 ? id : `${id}/${number}`,
      identity: nothingPrinted,
      header: nothingPrinted,
      isOnBridge: false,
      isOther: false,
      mark: 0,
      entered: this.#noChains,
      left: this.#noChains,
      isDead: false,
      returnedFrom: null,
      ended: null,
      firstHeader: null,
      isRewrittenBefore: false,
      open: null,
      lines: 0,
      numbered: null,
    };
    this.#current.set(id, packet);
    this.#packets.push(packet);
    return packet;
  }

  /** A header that nothing followed is all that is known of the packet in that chain. */
  #close(packet: Packet): void {
    const { open, header, mark } = packet;
    if (open === null) return;
    const step = this.#entry(open.chain);
    this.#events.push({ packet, header, step, mark, line: open.line, isTakenBack: false });
    packet.open = null;
  }

  /** What is told of a packet that entered the chain, and no line says what it met there. */
  #entry(chain: MonitoredChain): MonitoredStep {
    let entry = this.#entries.get(chain.key);
    if (entry === undefined) {
      const { tableFamily, table, chain: name, key } = chain;
      const nothingTold = { mark: null, markAfter: null, family: null, protocol: null };
      entry = { tableFamily, table, chain: name, key, kind: 'rule', printed: unseen, ...nothingTold };
      this.#entries.set(chain.key, entry);
    }
    return entry;
  }
}

/**
 * The header of a line. A monitor that was started late, and older kernels, print lines before the first header: what it
 * says of both ends holds for them too, unless NAT may have come in between.
 */
function shownHeader({ firstHeader, isRewrittenBefore }: Packet, header: MonitoredHeader): MonitoredHeader {
  if (header !== nothingPrinted || firstHeader === null) return header;
  const { family, inInterface, src, sport, dst, dport, icmpType } = firstHeader;
  const ends = { ...nothingPrinted, family, inInterface, src, sport, icmpType };
  return isRewrittenBefore ? ends : { ...ends, dst, dport };
}

/** Whether a chain's table or a rule may have given the packet another destination. */
function mayRewrite({ table, printed: { text } }: MonitoredStep): boolean {
  return table === 'nat' || (text !== null && /\b(?:dnat|redirect|tproxy|DNAT|REDIRECT|TPROXY)\b/.test(text));
}

/** Of a packet that entered a chain, and no line says what it met there. */
const unseen: PrintedRule = { handle: null, text: null, prefix: null, verdict: null, toChain: null };

/**
 * Older kernels print a line of its own for the end of every chain, also of a base chain, whose policy then follows, and
 * after a rule that returns.
 */
function saysNothing({ entered, returnedFrom }: Packet, step: MonitoredStep): boolean {
  return step.kind === 'return' && (entered.has(step) || returnedFrom === step.key);
}

function isOther({ isOther: other, identity }: Packet): boolean {
  return other && identity.family === null;
}
