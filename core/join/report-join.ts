import { type Diagnostic, diagnostic } from '../model/diagnostic.ts';
import type { Drift } from '../model/drift.ts';
import type { Journeys } from '../model/journey.ts';
import { countByShape } from '../model/shape-steps.ts';
import type { Ruleset } from '../model/ruleset.ts';
import { isUnlistedLog, type TraceEvents } from '../model/trace.ts';
import { tracersOfHosts } from '../model/tracers-of-hosts.ts';
import { type PassedOver, passedOverRules } from './drift/passed-over-rules.ts';
import { chooseTables } from './hosts/choose-tables.ts';
import type { Hosts } from './hosts/hosts.ts';

/** TRACE lines in the kernel log come from iptables-legacy, those of the monitors from nftables: the other backend's rules were not those that logged. */
function backendNotes(events: TraceEvents, { rulesets }: Hosts): readonly Diagnostic[] {
  return [...tracersOfHosts(events.places)].flatMap(([host, tracers]) => {
    const own = rulesets.filter((entry) => entry.host === host);
    const [file = null] = own.map(({ ruleset }) => ruleset.file);
    const isAll = (backend: Ruleset['backend']): boolean =>
      own.length > 0 && own.every(({ ruleset }) => ruleset.backend === backend);
    if (tracers.has('trace') && isAll('nft')) {
      return [diagnostic('ruleset-of-other-backend', { log: 'legacy' }, file)];
    }
    if ((tracers.has('nft') || tracers.has('xtables')) && isAll('legacy')) {
      return [diagnostic('ruleset-of-other-backend', { log: 'nft' }, file)];
    }
    return [];
  });
}

/** For each way whether lines are missing on it: 1 where they are. */
function gapsOf({ shapes }: Journeys): Uint8Array {
  const gaps = new Uint8Array(shapes.length);
  // Children come after their parents.
  shapes.forEach(({ parent, gap }, shape) => {
    gaps[shape] = gap || gaps[parent] === 1 ? 1 : 0;
  });
  return gaps;
}

function passedOverNote({ place, rule, metInstead, at, packets, isFirst }: PassedOver): Diagnostic {
  const parameters = {
    chain: `${place.table}/${place.chain}`,
    host: place.host,
    rule: { number: rule.number ?? 0, text: rule.text, counted: rule.counter?.packets ?? null },
    metInstead: metInstead.at === 'rule' ? (metInstead.rule?.number ?? null) : null,
    packets,
    mayBeLost: isFirst,
  };
  return diagnostic('rule-passed-over', parameters, at.file, at.line);
}

/** How many places of a drifted chain are told one by one. */
const MOST_REASONS = 4;

/** What to say of the journeys as a whole: nothing traced, no ruleset, drift, ambiguity. */
export function reportJoin(events: TraceEvents, journeys: Journeys, hosts: Hosts): readonly Diagnostic[] {
  if (events.count === 0) {
    return [diagnostic('no-trace-events', {})];
  }
  const diagnostics: Diagnostic[] = [];
  for (const host of new Set(events.places.map((place) => place.host))) {
    if (hosts.filesOf(host).ruleset) continue;
    const logged = events.places.every((place) => place.host !== host || isUnlistedLog(place));
    diagnostics.push(diagnostic('no-ruleset', { host, logged }));
  }
  diagnostics.push(...backendNotes(events, hosts));
  const drifted = new Map<string, { chain: string; host: string; reasons: Drift[] }>();
  for (const { place, drift } of journeys.places) {
    if (drift === null) continue;
    const { host } = place;
    const chain = `${place.table}/${place.chain}`;
    const known = drifted.get(`${host} ${chain}`) ?? { chain, host, reasons: [] };
    drifted.set(`${host} ${chain}`, known);
    known.reasons.push(drift);
  }
  for (const { chain, host, reasons } of drifted.values()) {
    const shown = reasons.slice(0, MOST_REASONS);
    const more = reasons.length - shown.length;
    diagnostics.push(diagnostic('ruleset-drift', { chain, host, reasons: shown, more }));
  }
  const tables = chooseTables(events, hosts.rulesets).map((each) => each?.table ?? null);
  for (const passed of passedOverRules(events, journeys, tables)) diagnostics.push(passedOverNote(passed));
  const gaps = gapsOf(journeys);
  const cut = countByShape(journeys).reduce(
    (sum, packets, shape) => sum + packets * (gaps[shape] as number),
    0,
  );
  if (cut > 0) {
    diagnostics.push(diagnostic('journeys-incomplete', { packets: cut }));
  }
  const ambiguous = journeys.ambiguous.reduce((sum, flag) => sum + flag, 0);
  if (ambiguous > 0) {
    diagnostics.push(diagnostic('journeys-ambiguous', { packets: ambiguous }));
  }
  return diagnostics;
}
