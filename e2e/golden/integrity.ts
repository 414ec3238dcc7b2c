import {
  type AnalysedBundle,
  type Analysis,
  countEdges,
  deltaNumber,
  eventsOf,
  packetDocuments,
} from '../../core/index.ts';

/** What is wrong with an analysis in itself, whatever the bundle; a line each, empty for a sound one. */
export async function integrityFaults(analysis: AnalysedBundle): Promise<string[]> {
  return [
    ...eventFaults(analysis),
    ...pathFaults(analysis),
    ...countFaults(analysis),
    ...(await evidenceFaults(analysis)),
  ];
}

/** Every trace event is in exactly one journey, and a journey's events rise. */
function eventFaults({ events, journeys }: Analysis): string[] {
  const faults: string[] = [];
  const seen = new Uint8Array(events.count);
  for (let journey = 0; journey < journeys.count; journey++) {
    let before = -1;
    for (const event of eventsOf(journeys, journey)) {
      if (seen[event] === 1) faults.push(`event ${event} is in two journeys`);
      if (event <= before) faults.push(`journey ${journey}: event ${event} stands after ${before}`);
      seen[event] = 1;
      before = event;
    }
  }
  const lost = seen.indexOf(0);
  if (lost >= 0) faults.push(`event ${lost} is in no journey`);
  return faults;
}

const beginnings = ['in', 'local', 'lost'];
const endings = ['out', 'local', 'drop', 'lost'];

/** Packets into the graph = packets out of it + packets that end in it, at every node. */
function pathFaults(analysis: Analysis): string[] {
  const { nodes, path, paths } = analysis.flowPaths;
  const faults: string[] = [];
  const balance = new Map<string, number>();
  for (const index of path) {
    const way = paths[index] ?? [];
    const first = nodes[way[0] ?? -1];
    const last = nodes[way.at(-1) ?? -1];
    if (first === undefined || !beginnings.includes(first.kind))
      faults.push(`a path begins at ${first?.name}`);
    if (last === undefined || !endings.includes(last.kind)) faults.push(`a path ends at ${last?.name}`);
    if (first === undefined || last === undefined) continue;
    balance.set(`${first.host} ${first.name}`, (balance.get(`${first.host} ${first.name}`) ?? 0) + 1);
    balance.set(`${last.host} ${last.name}`, (balance.get(`${last.host} ${last.name}`) ?? 0) - 1);
  }
  for (const edge of countEdges(analysis, null)) {
    const from = `${edge.host} ${edge.from}`;
    const to = `${edge.host} ${edge.to}`;
    balance.set(from, (balance.get(from) ?? 0) - edge.traversals);
    balance.set(to, (balance.get(to) ?? 0) + edge.traversals);
    if (edge.packets > edge.traversals) faults.push(`edge ${from} > ${to}: more packets than traversals`);
  }
  for (const [node, rest] of balance) if (rest !== 0) faults.push(`node ${node} keeps ${rest} packets`);
  return [...new Set(faults)];
}

const tracing: readonly string[] = ['transcript', 'kernel-log', 'nft-trace', 'xtables-trace', 'ulogd'];

function countFaults({ journeys, outcomes, deadEnds, hosts, artifacts, events }: Analysis): string[] {
  const faults: string[] = [];
  const dead = outcomes.cause.reduce(
    (sum, cause) => sum + (cause >= 0 && outcomes.causes[cause]?.kind !== 'no-listener' ? 1 : 0),
    0,
  );
  const grouped = deadEnds.reduce((sum, { packets }) => sum + packets, 0);
  if (dead !== grouped) faults.push(`${dead} packets have a cause, the dead ends hold ${grouped}`);
  for (const { packets, flows } of deadEnds) {
    const inFlows = flows.reduce((sum, flow) => sum + flow.packets, 0);
    if (inFlows !== packets) faults.push(`a dead end of ${packets} packets has flows of ${inFlows}`);
  }
  const ofHosts = hosts.reduce((sum, { packets }) => sum + packets, 0);
  if (ofHosts !== journeys.count) faults.push(`${journeys.count} packets, the hosts have ${ofHosts}`);
  const parsed = artifacts.reduce(
    (sum, { kind, lines }) => sum + (tracing.includes(kind) ? lines.parsed : 0),
    0,
  );
  const printed = linesOfEvents(events);
  if (parsed < printed) faults.push(`events of ${printed} lines, but only ${parsed} were parsed`);
  return faults;
}

/** A line that has lost its ends holds several events. */
function linesOfEvents({ count, log, line }: Analysis['events']): number {
  const lines = new Set<string>();
  for (let event = 0; event < count; event++) lines.add(`${log[event]}:${deltaNumber(line, event)}`);
  return lines.size;
}

/** Every line that is cited stands in that file at that line. */
async function evidenceFaults(analysis: AnalysedBundle): Promise<string[]> {
  const faults: string[] = [];
  const known = new Set<string>();
  for await (const { packet, disposition, cause } of packetDocuments(analysis)) {
    if ((disposition === 'dropped' || disposition === 'rejected') && cause === null) {
      faults.push(`packet ${packet} is ${disposition} without a cause`);
    }
    for (const { file, line, text } of cause?.evidence ?? []) {
      const key = `${file}:${line}:${text}`;
      if (known.has(key)) continue;
      known.add(key);
      const [there] = await analysis.texts.lines(file, line, line);
      if (there === undefined || !there.includes(text)) faults.push(`${key} is not there, but ${there}`);
    }
  }
  return faults;
}
