import { causeOf, refusals, socketCause } from './causes.ts';
import type { Cause } from './causes.ts';
import type { RuleCounter } from './counters.ts';
import type { Drop } from './drop-records.ts';
import type { Fate } from './fates.ts';
import { flowText } from './packet.ts';
import type { Flow } from './packet.ts';
import type { Death, Probe, RoutingDeath, Variant } from './scenario.ts';

/** What a run showed, none of it from the TRACE log. */
export interface Evidence {
  readonly fates: readonly Fate[];
  /** All rules and policies after the run, and those that counted in it. */
  readonly rules: readonly RuleCounter[];
  readonly moved: readonly RuleCounter[];
  /** How many packets each probe says it sent, by flow. */
  readonly sent: ReadonlyMap<string, number>;
  /** Drops of packets that no interface received. */
  readonly localDrops: readonly Drop[];
  /** `ip route get` for a flow that came in: what it printed. */
  readonly route: (flow: Flow, ingress: string, probe: Probe | undefined) => string;
}

/** Truth.json's probes, and what the evidence has against them. */
export interface Verdict {
  readonly probes: readonly TruthProbe[];
  readonly faults: readonly string[];
}

export interface TruthProbe {
  readonly name: string;
  readonly flow: Flow;
  readonly packets_sent: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly cause: Cause | null;
}

/**
 * Every traced flow with its outcomes. A scenario says where a flow dies; this is believed where the kernel's drop
 * reason, the rule's counter and `ip route get` agree.
 */
export function judge(
  evidence: Evidence,
  probes: readonly Probe[],
  { otherDeaths = {}, stillborn = [] }: Pick<Variant, 'otherDeaths' | 'stillborn'>,
  isTraced: (ingress: string | null) => boolean,
): Verdict {
  const faults: string[] = [];
  const flows = new Map<
    string,
    { flow: Flow; fates: Fate[]; probe: Probe | undefined; death: Death | undefined }
  >();
  for (const probe of probes) {
    const flow = flowOf(probe);
    flows.set(flowText(flow), { flow, fates: [], probe, death: probe.dies });
  }
  const sent = new Map(evidence.sent);
  for (const { flow, count, dies } of stillborn) {
    const whole = { family: 'ipv4', ...flow } as const;
    flows.set(flowText(whole), { flow: whole, fates: [], probe: undefined, death: dies });
    sent.set(flowText(whole), count);
  }
  for (const fate of evidence.fates) {
    const text = flowText(fate.flow);
    const entry = flows.get(text) ?? {
      flow: fate.flow,
      fates: [],
      probe: undefined,
      death: otherDeaths[text],
    };
    entry.fates.push(fate);
    flows.set(text, entry);
  }
  const deaths = new Map<string, number>();
  let otherLocalDrops = evidence.localDrops.filter(({ reason }) => reason === 'NETFILTER_DROP').length;
  const found = [...flows].flatMap(([name, { flow, fates, probe, death }]): TruthProbe[] => {
    const fault = (text: string): unknown => faults.push(`${name}: ${text}`);
    const local =
      fates[0] === undefined ? probe === undefined || probe.from === 'router' : fates[0].ingress === null;
    const vanished = local ? Math.max(0, (sent.get(name) ?? 0) - fates.length) : 0;
    otherLocalDrops -= vanished;
    const dead = fates.filter(({ disposition }) => disposition === 'dropped');
    const died = dead.length + vanished;
    const seen = fates.length + vanished;
    if (seen === 0) fault('no packet reached the router');
    if (death === undefined && died > 0)
      fault(
        `${died} died by ${JSON.stringify(dead[0]?.drop ?? 'a local drop')}, which the scenario does not say`,
      );
    if (death !== undefined && died === 0) fault('the scenario says that it dies, but none did');
    if (death !== undefined && died < seen && probe?.mixed !== true)
      fault(`${seen - died} of ${seen} did not die: ${fates.map((fate) => fate.disposition).join()}`);
    const cause =
      death === undefined || died === 0 ? socketCause(fates) : causeOf(death, evidence.rules, dead);
    if (typeof cause === 'string') fault(cause);
    const known = typeof cause === 'string' ? null : cause;
    if (known?.rule !== undefined) {
      const at = `${known.table}/${known.chain} ${known.rule}`;
      deaths.set(at, (deaths.get(at) ?? 0) + died);
    } else if (death !== undefined && typeof fates[0]?.ingress === 'string') {
      const answer = evidence.route(flow, fates[0].ingress, probe);
      const expected = refusals[death as RoutingDeath];
      if (expected !== undefined && !expected.test(answer))
        fault(`${death}, but ip route get says ${answer.trim()}`);
    }
    const outcomes: Record<string, number> = {};
    if (died > 0) outcomes[known?.kind === 'reject' ? 'rejected' : 'dropped'] = died;
    for (const { disposition } of fates)
      if (disposition !== 'dropped') outcomes[disposition] = (outcomes[disposition] ?? 0) + 1;
    const ingress = fates[0]?.ingress ?? null;
    if (!isTraced(ingress)) return [];
    const packets = fates.map(
      ({ time, packet: { id, length, ttl, seq, flags }, disposition: fate, egress }) => ({
        time: time.toISOString(),
        id,
        length,
        ttl,
        seq,
        flags,
        fate,
        egress,
      }),
    );
    return [
      { name, flow, ...{ ingress_interface: ingress, packets }, packets_sent: seen, outcomes, cause: known },
    ];
  });
  // Other namespaces drop packets of their own meanwhile; one of ours too many is missed by the count of TRACE.
  if (otherLocalDrops < 0) faults.push('more packets are said to die in OUTPUT than the kernel dropped');
  for (const [at, died] of deaths) {
    const counter = evidence.moved.find((each) => placeOf(each) === at);
    const counts = evidence.rules.find((each) => placeOf(each) === at)?.counts ?? true;
    if (counts && (counter?.packets ?? 0) < died)
      faults.push(`${at} counted ${counter?.packets ?? 0}, but ${died} are said to have died there`);
  }
  return { probes: found, faults };
}

const placeOf = ({ table, chain, rule }: RuleCounter): string => `${table}/${chain} ${rule}`;

/** The flow of a probe's packets as they leave the sender. */
export function flowOf({ kind, src, dst, sport, dport }: Probe): Flow {
  const addresses = { family: 'ipv4', src, dst } as const;
  if (kind === 'icmp') return { ...addresses, proto: 'icmp', type: 8, code: 0, id: dport };
  return { ...addresses, proto: kind === 'tcp' || kind === 'connect' ? 'tcp' : 'udp', sport, dport };
}
