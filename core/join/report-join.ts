import { type Diagnostic, diagnostic } from '../model/diagnostic.ts';
import type { Journeys } from '../model/journey.ts';
import { countByShape } from '../model/shape-steps.ts';
import type { Ruleset } from '../model/ruleset.ts';
import { isUnlistedLog, type TraceEvents } from '../model/trace.ts';
import type { Hosts } from './hosts/hosts.ts';

/** TRACE lines in the kernel log come from iptables-legacy, those of the monitors from nftables: the other backend's rules were not those that logged. */
function backendNotes(events: TraceEvents, { rulesets }: Hosts): readonly Diagnostic[] {
  return [...new Set(events.places.map(({ host }) => host))].flatMap((host) => {
    const own = rulesets.filter((entry) => entry.host === host);
    const tracers = new Set(events.places.flatMap((place) => (place.host === host ? place.tracer : [])));
    const [file = null] = own.map(({ ruleset }) => ruleset.file);
    const isAll = (backend: Ruleset['backend']): boolean =>
      own.length > 0 && own.every(({ ruleset }) => ruleset.backend === backend);
    if (tracers.has('trace') && isAll('nft')) {
      return [
        diagnostic(
          'ruleset-backend',
          'The log is of iptables-legacy, the ruleset is of iptables-nft: so it is not the one that the packets met. Please send the output of iptables-legacy-save',
          file,
        ),
      ];
    }
    if ((tracers.has('nft') || tracers.has('xtables')) && isAll('legacy')) {
      return [
        diagnostic(
          'ruleset-backend',
          'The trace is of nftables, the ruleset is of iptables-legacy: so it is not the one that the packets met. Please send the output of nft -a list ruleset',
          file,
        ),
      ];
    }
    return [];
  });
}

/** For each way whether lines are missing on it: 1 where they are. */
function gapsOf({ shapes }: Journeys): Uint8Array {
  const gaps = new Uint8Array(shapes.length);
  // Children come behind their parents.
  shapes.forEach(({ parent, gap }, shape) => {
    gaps[shape] = gap || gaps[parent] === 1 ? 1 : 0;
  });
  return gaps;
}

/** So many places of a drifted chain are told one by one. */
const MOST_REASONS = 4;

/** What to say of the journeys as a whole: nothing traced, no ruleset, drift, ambiguity. */
export function reportJoin(events: TraceEvents, journeys: Journeys, hosts: Hosts): readonly Diagnostic[] {
  if (events.count === 0) {
    return [diagnostic('no-trace-events', 'No file has a TRACE line, so there is no packet to follow')];
  }
  const diagnostics: Diagnostic[] = [];
  for (const host of new Set(events.places.map((place) => place.host))) {
    if (hosts.filesOf(host).ruleset) continue;
    const logged = events.places.every((place) => place.host !== host || isUnlistedLog(place));
    const whose = host === '' ? 'the host' : `host ${host}`;
    diagnostics.push(
      diagnostic(
        'no-ruleset',
        `The bundle has no ruleset of ${whose}: ${logged ? "the rules that logged can't be shown" : "rule numbers can't be resolved to rule text"}`,
      ),
    );
  }
  diagnostics.push(...backendNotes(events, hosts));
  const drifted = new Map<string, string[]>();
  for (const { place, drift } of journeys.places) {
    if (drift === null) continue;
    const chain = `${place.table}/${place.chain}${place.host === '' ? '' : ` on ${place.host}`}`;
    drifted.set(chain, [...(drifted.get(chain) ?? []), drift]);
  }
  for (const [chain, reasons] of drifted) {
    const shown = reasons.slice(0, MOST_REASONS).join('; ');
    const more = reasons.length > MOST_REASONS ? `; and ${reasons.length - MOST_REASONS} more` : '';
    diagnostics.push(
      diagnostic('ruleset-drift', `${chain} has changed between log and ruleset: ${shown}${more}`),
    );
  }
  const gaps = gapsOf(journeys);
  const cut = countByShape(journeys).reduce(
    (sum, packets, shape) => sum + packets * (gaps[shape] as number),
    0,
  );
  if (cut > 0) {
    diagnostics.push(
      diagnostic(
        'journeys-incomplete',
        `${cut} packets have lines missing from the log: their first ones, or some in between`,
      ),
    );
  }
  const ambiguous = journeys.ambiguous.reduce((sum, flag) => sum + flag, 0);
  if (ambiguous > 0) {
    diagnostics.push(
      diagnostic(
        'journeys-ambiguous',
        `${ambiguous} packets look so much alike that some lines may belong to another of them; their number is right`,
      ),
    );
  }
  return diagnostics;
}
