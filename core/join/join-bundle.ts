import { ActiveChains } from '../kernel/chains/active-chains.ts';
import type { PolicyCount, RuleCount } from '../model/analysis.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { type HeaderLinks, headerLinks } from '../model/header-links.ts';
import type { Journeys } from '../model/journey.ts';
import { keptLine } from '../model/kept-lines.ts';
import { recordsOf } from '../model/host-records.ts';
import type { Sliced } from '../model/run-sliced.ts';
import type { TraceEvents } from '../model/trace.ts';
import { counterDeltas } from './counters/counter-deltas.ts';
import { countRules } from './counters/count-rules.ts';
import { reportCounters } from './counters/report-counters.ts';
import type { HostFile } from './hosts/descriptions.ts';
import { whyLogIsEmpty } from './hosts/empty-log.ts';
import { describeHosts, type Hosts } from './hosts/hosts.ts';
import { splitNamespaces } from './hosts/split-namespaces.ts';
import { withoutRepeats } from './journeys/repeated-logs.ts';
import { weaveTracers } from './journeys/weave-tracers.ts';
import { joinJourneys } from './join.ts';
import { reportJoin } from './report-join.ts';
import { alignLogFields } from './rules/align-log-fields.ts';
import { attributeLogLines } from './rules/attribute-log-lines.ts';
import { disambiguateEqualRules } from './rules/disambiguate-equal-rules.ts';
import { identifyBridgeLines } from './rules/identify-bridge-lines.ts';
import { inferHooks } from './rules/infer-hooks.ts';

/** The log's packets with the hosts and rules that they met. */
export interface JoinedBundle {
  readonly hosts: Hosts;
  readonly events: TraceEvents;
  readonly journeys: Journeys;
  readonly links: HeaderLinks;
  /** The base chains that packets can meet. */
  readonly live: ActiveChains;
  readonly rules: readonly RuleCount[];
  readonly policies: readonly PolicyCount[];
  /** By file: how many of the lines that were read turned out to be of no rule that logs. */
  readonly rejected: ReadonlyMap<string, number>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Ties each line to its host, to its rule and to its packet. `isWhole`: the log was read to its end, so that it can be
 * held against counters.
 */
export function* joinBundle(
  files: readonly HostFile[],
  read: TraceEvents,
  isWhole: boolean,
): Sliced<JoinedBundle> {
  const { events: told, diagnostics: repeats } = withoutRepeats(read);
  const hosts = describeHosts(files, told);
  const { rulesets } = hosts;
  const apart = splitNamespaces(told, hosts.namespaces, (host) => recordsOf(hosts, host).network);
  const { events: attributed, rejected } = attributeLogLines(apart, rulesets);
  const shown = identifyBridgeLines(disambiguateEqualRules(alignLogFields(attributed), rulesets));
  const live = new ActiveChains(shown.places, hosts.listedTables, inferHooks(shown, rulesets));
  const events = weaveTracers(shown, live);
  yield 0;
  const textAt = keptLine.bind(null, hosts.keptLines);
  const journeys = yield* joinJourneys(events, rulesets, live, textAt, hosts.natRewrites);
  const counts = countRules(events, journeys, rulesets, counterDeltas(hosts.dumps));
  return {
    hosts,
    events,
    journeys,
    links: headerLinks(events),
    live,
    ...counts,
    rejected,
    diagnostics: [
      ...hosts.diagnostics,
      ...repeats,
      ...reportJoin(events, journeys, hosts),
      ...(isWhole ? reportCounters(events, journeys, rulesets, counts) : []),
      ...(events.count === 0 ? whyLogIsEmpty(files) : []),
    ],
  };
}
