import { noFacts } from '../../kernel/match/match-facts.ts';
import { holdsFor } from '../../kernel/conditions/match-rule.ts';
import { tracedPacket } from '../../kernel/match/traced-packet.ts';
import type { Hook } from '../../model/journey.ts';
import { Pairs } from '../../model/pairs.ts';
import type { Table } from '../../model/ruleset.ts';
import { type TableFamily, type TraceEvents, type TracePlace, type Tracer, unlistedLogTable } from '../../model/trace.ts'; // prettier-ignore
import { hookOfChain } from '../../kernel/chains/hooks.ts';
import type { HostRuleset } from '../hosts/choose-tables.ts';
import { baseHooksOf } from './chain-hooks.ts';
import { keepEvents } from '../journeys/keep-events.ts';
import { type LogRule, logRulesOf } from './log-rules.ts';

/**
 * Ties the lines of LOG rules to their rules by their prefix, and leaves out those that are no steps of a journey: lines
 * whose prefix no rule of the host's ruleset has, and lines of iptables on a host whose packets are traced, for there
 * the trace shows the LOG rule as well (what bridges log is in no trace of iptables). A monitor has only the packets that
 * a rule picked: on its host, the lines of those alone are left out. `rejected`: lines left out, by log.
 *
 * Without a ruleset, a prefix that plainly names table and chain is believed (`iptable/raw-PREROUTE`); any other stands
 * for its rule: a packet that a firewall logged is evidence without the firewall's rules as well.
 */
export function attributeLogLines(
  events: TraceEvents,
  rulesets: readonly HostRuleset[],
): { readonly events: TraceEvents; readonly rejected: ReadonlyMap<string, number> } {
  const rejected = new Map<string, number>();
  if (!events.places.some(({ tracer }) => tracer === 'log')) return { events, rejected };
  const settling = new Settling(events, rulesets);
  const { log, logs } = events;
  const { settled } = settling;
  let { place } = events;
  const dropped = new Uint8Array(events.count);
  const left = new Float64Array(logs.length);
  for (let event = 0; event < events.count; event++) {
    const known = settled[place[event] as number] as number;
    if (known === LEFT_OUT || settling.isMonitored(event)) {
      dropped[event] = 1;
      left[log[event] as number] = (left[log[event] as number] as number) + 1;
    } else {
      const index = known === BY_EVENT ? settling.placeAt(event) : known;
      // A prefix of many rules makes many places of one.
      if (index > 0xffff && place instanceof Uint16Array) place = Uint32Array.from(place);
      place[event] = index;
    }
  }
  left.forEach((count, index) => {
    if (count > 0) rejected.set(logs[index] as string, count);
  });
  return { events: { ...keepEvents({ ...events, place }, dropped), places: settling.places }, rejected };
}

/** What becomes of a place's lines: they are no steps; or each is asked. */
const LEFT_OUT = -1;
const BY_EVENT = -2;

class Settling {
  /** Those that are left, first as they stand in the events, then those of settled lines. */
  readonly places: TracePlace[] = [];
  /** By the events' own places: an index into `places`, or LEFT_OUT, or BY_EVENT. */
  readonly settled: Int32Array;
  readonly #events: TraceEvents;
  readonly #rulesets: readonly HostRuleset[];
  readonly #traced: ReadonlySet<string>;
  /** Hosts whose packets a monitor of nft or iptables-nft shows, and no TRACE line. */
  readonly #monitored: ReadonlySet<string>;
  #monitoredPackets: ReadonlySet<string> | null = null;
  readonly #rules = new Map<string, ReturnType<typeof logRulesOf>>();
  readonly #ids = new Map<string, number>();
  /** By the events' own places: the rules that their lines can be of. */
  readonly #candidates: readonly (readonly LogRule[])[];
  /** Of an own place and, in one number, the candidate and the hook. */
  readonly #choices = new Pairs();
  readonly #placeOfChoice: number[] = [];
  /** Of an identity and, in one number, an own place and what hooks its line shows. */
  readonly #packets = new Pairs();
  readonly #met: number[] = [];

  constructor(events: TraceEvents, rulesets: readonly HostRuleset[]) {
    this.#events = events;
    this.#rulesets = rulesets;
    const tracedBy = (all: readonly Tracer[]): ReadonlySet<string> =>
      new Set(events.places.flatMap(({ tracer, host }) => (all.includes(tracer) ? [host] : [])));
    this.#traced = tracedBy(['trace']);
    this.#monitored = new Set([...tracedBy(['nft', 'xtables'])].filter((host) => !this.#traced.has(host)));
    this.#candidates = events.places.map((place) => this.#candidatesOf(place));
    this.settled = Int32Array.from(events.places, (place, index) => {
      if (place.tracer !== 'log') return this.places.push(place) - 1;
      const isStep = this.#candidates[index]?.length !== 0 || this.#named(place) !== null;
      return isStep ? BY_EVENT : LEFT_OUT;
    });
  }

  /** Whether a LOG line is of a packet that a monitor shows; of packets without an IP ID that is not told. */
  isMonitored(event: number): boolean {
    const { place, places, identity, identities } = this.#events;
    const index = place[event] as number;
    const { tracer, host } = places[index] as TracePlace;
    if (tracer !== 'log' || !this.#monitored.has(host)) return false;
    if (this.#candidates[index]?.some(({ table }) => table.family === 'bridge') === true) return false;
    const own = identity[event] as number;
    this.#monitoredPackets ??= this.#packetsOfMonitors();
    return identities.ipId[own] === 0 || this.#monitoredPackets.has(this.#packetKey(own));
  }

  #packetsOfMonitors(): ReadonlySet<string> {
    const { count, place, places, identity } = this.#events;
    const keys = new Set<string>();
    for (let event = 0; event < count; event++) {
      const { tracer } = places[place[event] as number] as TracePlace;
      if (tracer === 'nft' || tracer === 'xtables') keys.add(this.#packetKey(identity[event] as number));
    }
    return keys;
  }

  #packetKey(own: number): string {
    const { host, protocol, ipId, length } = this.#events.identities;
    return [host[own], protocol[own], ipId[own], length[own]].join(' ');
  }

  /** The event's place as an index into `places`, if it is one of those that are asked. */
  placeAt(event: number): number {
    const index = this.#events.place[event] as number;
    const place = this.#events.places[index] as TracePlace;
    const candidates = this.#candidates[index] as readonly LogRule[];
    if (candidates.length === 0)
      return (this.settled[index] = this.#intern({ ...place, ...this.#named(place) }));
    const rule = this.#oneOf(candidates, event);
    const hook = this.#hookOf(rule.table, rule.chain, event);
    const choice = this.#choices.number(index, candidates.indexOf(rule) * 8 + hookNumber(hook));
    return (this.#placeOfChoice[choice] ??= this.#intern({
      ...place,
      tableFamily: rule.table.family,
      table: rule.table.name,
      chain: rule.chain,
      number: rule.rule.number,
      printed: place.printed === null ? null : { ...place.printed, ...(hook !== null && { hook }) },
    }));
  }

  #candidatesOf(place: TracePlace): readonly LogRule[] {
    const rules = this.#rulesOf(place.host).get(place.printed?.prefix ?? '') ?? [];
    return rules.filter(({ table }) => this.#canLog(place, table.family));
  }

  /**
   * The place of a line without a rule. A ruleset that has rules that log, but not with this prefix, is of another
   * time or lacks nothing; one without any says nothing of the rules that logged.
   */
  #named({ host, printed }: TracePlace): { table: string; chain: string } | null {
    if (this.#traced.has(host) || this.#rulesOf(host).size > 0) return null;
    const hasRuleset = this.#rulesets.some((each) => each.host === host);
    const prefix = printed?.prefix ?? '';
    const named = hasRuleset ? null : plainlyNamed(prefix);
    return named ?? { table: unlistedLogTable, chain: `"${prefix}"` };
  }

  #rulesOf(host: string): ReturnType<typeof logRulesOf> {
    let rules = this.#rules.get(host);
    if (rules === undefined) {
      rules = logRulesOf(this.#rulesets, host);
      this.#rules.set(host, rules);
    }
    return rules;
  }

  #canLog({ family, host, tableFamily }: TracePlace, table: TableFamily): boolean {
    if (this.#traced.has(host) || tableFamily === 'bridge') return table === 'bridge';
    if (table === 'ip') return family === 'ipv4';
    return table !== 'ip6' || family === 'ipv6';
  }

  /** Of several rules with the prefix, those on the hook of the line's interfaces that can match, in the packet's order. */
  #oneOf(candidates: readonly LogRule[], event: number): LogRule {
    const [only, ...others] = candidates as readonly [LogRule, ...LogRule[]];
    if (others.length === 0) return only;
    const { identity, place } = this.#events;
    const hooks = this.#hooksShown(event);
    const fitting = candidates.filter(({ table, chain, rule }) => {
      const own = baseHooksOf(table, chain);
      if (own.length > 0 && !own.some((hook) => hooks.includes(hook))) return false;
      return holdsFor(rule.spec, tracedPacket(this.#events, event, null), noFacts) !== 'no';
    });
    const possible = fitting.length > 0 ? fitting : candidates;
    const hook = hookNumber(hooks[0] ?? null);
    const packet = this.#packets.number(identity[event] as number, (place[event] as number) * 8 + hook);
    const before = this.#met[packet] ?? 0;
    this.#met[packet] = before + 1;
    return possible[before % possible.length] as LogRule;
  }

  #hookOf(table: Table, chain: string, event: number): Hook | null {
    const shown = this.#hooksShown(event);
    const [hook, ...others] = baseHooksOf(table, chain).filter((each) => shown.includes(each));
    return hook !== undefined && others.length === 0 ? hook : null;
  }

  #hooksShown(event: number): readonly Hook[] {
    const { headers, header } = this.#events;
    const at = header[event] as number;
    return hooksShown(headers.inInterface[at] !== 0, headers.outInterface[at] !== 0);
  }

  #intern(place: TracePlace): number {
    const key = JSON.stringify(place);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.places.push(place) - 1;
    this.#ids.set(key, id);
    return id;
  }
}

const hooks: readonly (Hook | null)[] = [null, 'prerouting', 'input', 'forward', 'output', 'postrouting'];

function hookNumber(hook: Hook | null): number {
  return hooks.indexOf(hook);
}

/** The hooks on which a packet has these interfaces. */
function hooksShown(comesIn: boolean, goesOut: boolean): readonly Hook[] {
  if (!goesOut) return ['prerouting', 'input'];
  return comesIn ? ['forward', 'postrouting'] : ['output', 'postrouting'];
}

/** `iptable/raw-PREROUTE`, `filter FORWARD`, `nat-POSTROUTING`; null for a prefix that says something else as well. */
function plainlyNamed(prefix: string): { table: string; chain: string } | null {
  const found =
    /^(?:ip6?tables?)?[\s/:_-]*(raw|mangle|nat|filter|security)[\s/:_.-]+(PREROUT(?:E|ING)|INPUT|FORWARD|OUTPUT|POSTROUT(?:E|ING))[\s:]*$/i.exec(
      prefix,
    );
  if (found === null) return null;
  const chain = (found[2] as string).toUpperCase().replace(/ROUTE$/, 'ROUTING');
  return hookOfChain(chain) === null ? null : { table: (found[1] as string).toLowerCase(), chain };
}
