import type { Outcomes } from '../model/analysis.ts';
import { dispositions, type Journeys, type MissingFact, type MissingInput } from '../model/journey.ts';
import type { JourneyKinds } from '../model/journey-kinds.ts';
import { isUnlistedLog } from '../model/trace.ts';
import type { RecordsPresent } from '../model/network.ts';

/** What to ask the customer for, each command once: only what would settle a question that this capture leaves open. */
export function listMissing(
  journeys: Journeys,
  outcomes: Outcomes,
  kinds: JourneyKinds,
  filesOf: (host: string) => RecordsPresent,
): readonly MissingInput[] {
  return Array.from(openQuestions(journeys, outcomes, kinds), ([host, open]) =>
    askFor(host, open, filesOf(host)),
  ).flat();
}

function askFor(host: string, open: OpenQuestions, files: RecordsPresent): readonly MissingInput[] {
  const asked = new Map<string, MissingInput>();
  const ask = (lacks: boolean, packets: number, command: string, fact: MissingFact): void => {
    if (!lacks || packets === 0) return;
    const known = asked.get(command);
    const facts = [...(known?.facts ?? []), fact];
    asked.set(command, { host, command, facts, packets: Math.max(packets, known?.packets ?? 0) });
  };
  const iptables = open.onlyIpv6 ? 'ip6tables-save -c' : 'iptables-save -c';
  const ruleset = open.asksNft ? 'nft -a list ruleset' : iptables;
  const ip = open.onlyIpv6 ? 'ip -6' : 'ip';
  const asks = open.asksNft ? 'surroundings' : 'numbers';
  // Nothing tells whose rules they are, and each tool lists no more than its own.
  ask(true, open.unlisted, 'iptables-save -c; nft -a list ruleset', { kind: 'ruleset', asks: 'log-rules' });
  ask(!files.wholeTable, open.withoutRule, ruleset, { kind: 'ruleset', asks });
  ask(files.ruleset, open.drifted, ruleset, { kind: 'ruleset-of-the-log' });
  ask(!files.fibRules, open.afterPrerouting, `${ip} rule`, { kind: 'fib-rules' });
  ask(!files.routes, open.afterPrerouting, `${ip} route show table all`, { kind: 'routes' });
  ask(!files.sysctls, open.afterPrerouting, 'sysctl -a', { kind: 'sysctls' });
  ask(!files.links, open.afterPrerouting, 'ip addr', { kind: 'links' });
  const sets = files.missingSets;
  ask(sets.length > 0, open.diedByRules, 'ipset save', { kind: 'sets', names: sets });
  const counts = files.ruleset && open.unlisted === 0;
  ask(counts && files.countedDumps === 0, open.unended, iptables, { kind: 'counters' });
  ask(counts && files.countedDumps === 1, open.unended, iptables, { kind: 'second-counters' });
  return [...asked.values()];
}

interface OpenQuestions {
  /** The packets were traced by nft. */
  asksNft: boolean;
  /** The packets are of IPv6, all of them. */
  onlyIpv6: boolean;
  /** Packets that were logged by a rule that no file shows. */
  unlisted: number;
  /** Packets with a step that no ruleset of the bundle shows. */
  withoutRule: number;
  /** Packets with a step that the bundle's ruleset contradicts. */
  drifted: number;
  /** Packets that were not seen again after PREROUTING, with no certain reason: the end of a log is none. */
  afterPrerouting: number;
  /** Packets that died by a rule or policy. */
  diedByRules: number;
  /** Packets whose end the log does not show, or shows as possible only. */
  unended: number;
}

function openQuestions(
  journeys: Journeys,
  outcomes: Outcomes,
  kinds: JourneyKinds,
): Map<string, OpenQuestions> {
  const byHost = new Map<string, OpenQuestions>();
  const shapeFacts = journeys.shapes.map(() => ({ unlisted: false, withoutRule: false, drifted: false }));
  journeys.shapes.forEach((shape, index) => {
    const resolved = journeys.places[shape.place];
    if (resolved === undefined) return;
    const parent = shapeFacts[shape.parent];
    shapeFacts[index] = {
      unlisted: parent?.unlisted === true || isUnlistedLog(resolved.place),
      withoutRule:
        parent?.withoutRule === true ||
        (!isUnlistedLog(resolved.place) &&
          resolved.drift === null &&
          resolved.rule === null &&
          (resolved.verdict === null || resolved.place.tracer === 'nft') &&
          resolved.shownAt === null &&
          resolved.at !== 'return'),
      drifted: parent?.drifted === true || resolved.drift !== null,
    };
  });
  kinds.first.forEach((journey, kind) => {
    const packets = kinds.packets[kind] as number;
    const shape = journeys.shape[journey] as number;
    const disposition = dispositions[outcomes.disposition[journey] as number];
    const cause = outcomes.causes[outcomes.cause[journey] as number];
    const end = journeys.shapes[shape];
    const last = journeys.places[end?.place ?? -1]?.place;
    const host = last?.host ?? '';
    let open = byHost.get(host);
    if (open === undefined) {
      open = {
        asksNft: false,
        onlyIpv6: true,
        unlisted: 0,
        withoutRule: 0,
        drifted: 0,
        afterPrerouting: 0,
        diedByRules: 0,
        unended: 0,
      };
      byHost.set(host, open);
    }
    open.asksNft ||= last?.tracer === 'nft';
    open.onlyIpv6 &&= last?.family === 'ipv6';
    const facts = shapeFacts[shape];
    if (facts?.unlisted) open.unlisted += packets;
    if (facts?.withoutRule) open.withoutRule += packets;
    if (facts?.drifted) open.drifted += packets;
    const unsure = disposition === 'unknown' || cause?.confidence === 'possible';
    if (unsure || disposition === 'incomplete') open.unended += packets;
    if (cause !== undefined && cause.table !== null) open.diedByRules += packets;
    // What a trace shows only to have come to a chain, no routing file can follow further.
    const stops = outcomes.notes[outcomes.note[journey] as number]?.kind === 'came-to-chain';
    if ((unsure || disposition === 'incomplete') && end?.hook === 'prerouting' && !stops)
      open.afterPrerouting += packets;
  });
  return byHost;
}
