import type { AnalysedBundle } from '../../core/index.ts';
import { packetDocuments } from '../../core/index.ts';
import type { Truth, TruthCounter, TruthProbe } from './truth.ts';

/** Everything in which an analysis differs from what really happened, a line each; empty where nothing does. */
export async function differences(analysis: AnalysedBundle, truth: Truth): Promise<string[]> {
  const packets: Packet[] = [];
  for await (const packet of packetDocuments(analysis)) packets.push(packet);
  const traced = truth.journeys ?? packets.length;
  return [
    ...(traced === packets.length ? [] : [`${traced} packets traced, ${packets.length} found`]),
    ...truth.probes.flatMap((probe) => probeDifferences(probe, packets)),
    ...flowTableDifferences(truth, packets),
    ...counterDifferences(analysis, truth),
  ];
}

interface Packet {
  readonly ingress: Readonly<Record<string, string | number | null>>;
  readonly host: string;
  readonly disposition: string;
  readonly cause: {
    readonly kind: string;
    readonly table: string | null;
    readonly chain: string | null;
    readonly rule: number | null;
    readonly text: string | null;
    readonly confidence: string;
    readonly summary: string;
  } | null;
}

function probeDifferences(probe: TruthProbe, packets: readonly Packet[]): string[] {
  const own = packets.filter((packet) => isOfProbe(probe, packet));
  const found: string[] = [];
  // What dies before the first traced chain leaves no line.
  if (own.length === 0 && probe.log_lines === 0) return [];
  if (own.length !== probe.packets_sent)
    found.push(`${probe.packets_sent} packets sent, ${own.length} found`);
  const judged = probe.unprovable === true ? own.filter((packet) => !isOpen(packet)) : own;
  if (judged.length === own.length) found.push(...endDifferences(probe, own));
  for (const packet of judged) found.push(...packetDifferences(probe, packet));
  for (const { cause } of own) found.push(...wordDifferences(probe, cause));
  return [...new Set(found)].map((difference) => `${probe.name}: ${difference}`);
}

/** Nothing is claimed of the packet's end. */
function isOpen({ disposition, cause }: Packet): boolean {
  return ['unknown', 'incomplete', 'queued'].includes(disposition) || cause?.confidence === 'possible';
}

function endDifferences({ outcomes }: TruthProbe, own: readonly Packet[]): string[] {
  const ends = counts(own.map(({ disposition }) => disposition));
  return [...new Set([...Object.keys(outcomes), ...Object.keys(ends)])].flatMap((name) => {
    const expected = outcomes[name] ?? 0;
    return (ends[name] ?? 0) === expected ? [] : [`${expected} ${name}, ${ends[name] ?? 0} found`];
  });
}

function packetDifferences(probe: TruthProbe, { disposition, cause }: Packet): string[] {
  if (!(disposition in probe.outcomes)) return [`${disposition}, which none of them was`];
  if (disposition === 'dropped' || disposition === 'rejected') return causeDifferences(probe, cause);
  if (cause === null || (cause.kind === 'no-listener' && probe.cause?.kind === 'socket-none')) return [];
  return [`a packet that did not die has cause ${cause.kind}`];
}

function wordDifferences({ not_said: words = [] }: TruthProbe, cause: Packet['cause']): string[] {
  const said = cause?.summary ?? '';
  return words.filter((word) => new RegExp(word, 'i').test(said)).map((word) => `says ${word}: ${said}`);
}

/** Whether the packet is of the probe's flow, as the host first saw it. */
export function isOfProbe({ flow, host }: TruthProbe, { ingress, host: seenBy }: Packet): boolean {
  return (
    String(ingress['protocol']).replace('icmpv6', 'icmp') === flow.proto.replace('icmpv6', 'icmp') &&
    sameAddress(ingress['src'], flow.src) &&
    sameAddress(ingress['dst'], flow.dst) &&
    (flow.sport === undefined || ingress['sport'] === flow.sport) &&
    (flow.dport === undefined || ingress['dport'] === flow.dport) &&
    (flow.type === undefined || ingress['icmpType'] === flow.type) &&
    (flow.code === undefined || ingress['icmpCode'] === flow.code) &&
    (flow.id === undefined || ingress['icmpId'] === flow.id) &&
    (host === undefined || host === seenBy)
  );
}

/** The log prints IPv6 addresses in full, other tools in their short form. */
function sameAddress(logged: string | number | null | undefined, told: string): boolean {
  const short = (address: string): string =>
    address.includes(':') ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
  return typeof logged === 'string' && short(logged) === short(told);
}

function causeDifferences(
  { cause: expected, text_proven: isTextProven = false }: TruthProbe,
  cause: Packet['cause'],
): string[] {
  if (expected === null) return [`died by ${cause?.kind ?? 'nothing'}, though no cause was expected`];
  if (cause === null) return [`no cause found, ${expected.kind} expected`];
  const found: string[] = [];
  // The kernel's records name no kind for these: any that the bundle proves is right.
  if (expected.kind === 'other') return [];
  if (cause.kind !== expected.kind) found.push(`cause ${cause.kind}, ${expected.kind} expected`);
  if (expected.table !== undefined && cause.table !== expected.table)
    found.push(`table ${cause.table}, not ${expected.table}`);
  if (expected.chain !== undefined && cause.chain !== expected.chain)
    found.push(`chain ${cause.chain}, not ${expected.chain}`);
  const rule = expected.rule === 'policy' ? null : expected.rule;
  if (rule !== undefined && cause.rule !== rule) found.push(`rule ${cause.rule}, not ${rule}`);
  if (expected.text !== undefined && (cause.text !== null || isTextProven) && cause.text !== expected.text) {
    found.push(`text ${cause.text}, not ${expected.text}`);
  }
  return found;
}

function flowTableDifferences({ flow_table }: Truth, packets: readonly Packet[]): string[] {
  if (flow_table === undefined) return [];
  const column = (name: string): number => flow_table.columns.indexOf(name);
  const byFlow = new Map<string, Packet[]>();
  for (const packet of packets) {
    const { protocol, src, sport, dst, dport } = packet.ingress;
    const key = [protocol, src, sport, dst, dport].join(' ');
    byFlow.set(key, [...(byFlow.get(key) ?? []), packet]);
  }
  return flow_table.rows.flatMap((row) => {
    const key = ['proto', 'src', 'sport', 'dst', 'dport'].map((name) => row[column(name)]).join(' ');
    const own = byFlow.get(key) ?? [];
    const arrived = own.filter(
      ({ disposition }) => disposition === 'forwarded' || disposition === 'delivered',
    ).length;
    const expected = [row[column('packets_sent')], row[column('packets_arrived')]];
    if (own.length === expected[0] && arrived === expected[1]) return [];
    return [`${key}: sent ${expected[0]}, arrived ${expected[1]}; found ${own.length}, ${arrived}`];
  });
}

/**
 * A rule's matches in the log against the kernel's counter. They are equal where everything that the counter saw was
 * traced: where the raw table traced every packet of the hook that the chain is reached from. Never are there more.
 */
function counterDifferences(analysis: AnalysedBundle, { counters, tracer }: Truth): string[] {
  const found = (entry: TruthCounter): number => {
    const same = (count: { host: string; family: string; table: string; chain: string }): boolean =>
      count.table === entry.table &&
      count.chain === entry.chain &&
      (entry.host === undefined || entry.host === count.host) &&
      (entry.family === undefined || entry.family === count.family);
    if (entry.rule === 'policy') return analysis.policies.find(same)?.packets ?? 0;
    // Where the ruleset has changed since, the file's numbers are not those of the capture: the text tells.
    const alike = analysis.rules.filter((rule) => same(rule) && rule.text === entry.text);
    const numbered = alike.filter((rule) => rule.number === entry.rule);
    const byText = numbered.length > 0 && alike.length > 1 ? numbered : alike;
    const byNumber = analysis.rules.filter(
      (rule) => same(rule) && rule.number === entry.rule && rule.text === null,
    );
    return [...byText, ...byNumber].reduce((sum, { packets }) => sum + packets, 0);
  };
  const everyPacketTraced = (chain: string): boolean =>
    counters
      .filter((entry) => entry.table === 'raw' && entry.rule === 'policy' && entry.chain === chain)
      .every((entry) => found(entry) === entry.packets);
  const incoming = everyPacketTraced('PREROUTING');
  const outgoing = everyPacketTraced('OUTPUT');
  return counters.flatMap((entry) => {
    if (/-j TRACE\b/.test(entry.text)) return [];
    const seen = found(entry);
    // nft shows only what its tracing rule chose, and no rule whose counter stands before a lookup that fails.
    const exact =
      tracer === 'nft-monitor' || tracer === 'log-prefix'
        ? false
        : (incoming && outgoing) || (incoming && ['PREROUTING', 'INPUT', 'FORWARD'].includes(entry.chain));
    const agrees = exact ? seen === entry.packets : seen <= entry.packets;
    const place = `${entry.table}/${entry.chain} ${entry.rule}`;
    return agrees
      ? []
      : [`${place}: the kernel counted ${entry.packets}, the log shows ${seen}: ${entry.text}`];
  });
}

function counts(names: readonly string[]): Record<string, number> {
  const result: Record<string, number> = {};
  for (const name of names) result[name] = (result[name] ?? 0) + 1;
  return result;
}
