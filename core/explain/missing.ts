import type { Outcomes } from '../model/analysis.ts';
import { dispositions, type Journeys, type MissingInput } from '../model/journey.ts';
import type { JourneyKinds } from '../model/journey-kinds.ts';
import type { RecordsPresent } from '../model/network.ts';

/** What to ask the customer for: only what would settle a question that this capture leaves open. */
export function listMissing(
  journeys: Journeys,
  outcomes: Outcomes,
  kinds: JourneyKinds,
  filesOf: (host: string) => RecordsPresent,
): readonly MissingInput[] {
  const missing: MissingInput[] = [];
  for (const [host, open] of openQuestions(journeys, outcomes, kinds)) {
    const files = filesOf(host);
    const ask = (lacks: boolean, packets: number, what: string, command: string, settles: string): void => {
      if (lacks && packets > 0) missing.push({ host, what, command, settles, packets });
    };
    ask(
      !files.ruleset,
      open.withoutRule,
      'The ruleset',
      open.asksNft ? 'nft -a list ruleset' : 'iptables-save -c',
      open.asksNft
        ? 'what stands before and behind the rules of the trace, and what is in its sets'
        : 'which rules the numbers in the log are, and what they decide',
    );
    ask(
      files.ruleset,
      open.drifted,
      'The ruleset of the time of the log',
      open.asksNft ? 'nft -a list ruleset' : 'iptables-save -c',
      'which rules the numbers in the log were: the ruleset in the bundle is of another time',
    );
    ask(
      !files.fibRules,
      open.behindPrerouting,
      'The FIB rules',
      'ip rule',
      'which routing tables were asked',
    );
    ask(
      !files.routes,
      open.behindPrerouting,
      'The routes',
      'ip route show table all',
      'where the packets would have been routed',
    );
    ask(
      !files.sysctls,
      open.behindPrerouting,
      'The sysctls',
      'sysctl -a',
      'whether forwarding is on, and how rp_filter is set',
    );
    ask(
      !files.links,
      open.behindPrerouting,
      'The interfaces',
      'ip addr',
      'MTU, MAC and addresses of the interfaces',
    );
    ask(
      files.missingSets.length > 0,
      open.diedByRules,
      `The sets ${files.missingSets.slice(0, 3).join(', ')}${files.missingSets.length > 3 ? ', ...' : ''}`,
      'ipset save',
      'which rules with --match-set the packets passed by, and why',
    );
    ask(
      files.ruleset && files.countedDumps === 0,
      open.unended,
      'The counters of the ruleset',
      'iptables-save -c',
      'whether packets passed that have no line: where they ended, or that lines were lost',
    );
    ask(
      files.countedDumps === 1,
      open.unended,
      'A second dump with counters, from before or behind the log',
      'iptables-save -c',
      'what was counted while the log was written, not since the counters were last reset',
    );
  }
  return missing;
}

interface OpenQuestions {
  /** The packets were traced by nft. */
  asksNft: boolean;
  /** Packets with a step that no ruleset of the bundle shows. */
  withoutRule: number;
  /** Packets with a step that the bundle's ruleset contradicts. */
  drifted: number;
  /** Packets that were not seen again behind PREROUTING, with no certain reason. */
  behindPrerouting: number;
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
  const shapeFacts = journeys.shapes.map(() => ({ withoutRule: false, drifted: false }));
  journeys.shapes.forEach((shape, index) => {
    const resolved = journeys.places[shape.place];
    if (resolved === undefined) return;
    const parent = shapeFacts[shape.parent];
    shapeFacts[index] = {
      withoutRule:
        parent?.withoutRule === true ||
        (resolved.drift === null &&
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
      open = { asksNft: false, withoutRule: 0, drifted: 0, behindPrerouting: 0, diedByRules: 0, unended: 0 };
      byHost.set(host, open);
    }
    open.asksNft ||= last?.tracer === 'nft';
    const facts = shapeFacts[shape];
    if (facts?.withoutRule) open.withoutRule += packets;
    if (facts?.drifted) open.drifted += packets;
    const unsure = disposition === 'unknown' || cause?.confidence === 'possible';
    if (unsure || disposition === 'incomplete') open.unended += packets;
    if (cause !== undefined && cause.table !== null) open.diedByRules += packets;
    if (unsure && end?.hook === 'prerouting') open.behindPrerouting += packets;
  });
  return byHost;
}
