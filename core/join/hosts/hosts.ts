import { recordsPresent } from './records-present.ts';
import { hostRecords, witnessFrom } from './host-records.ts';
import type { KeptLines } from '../../model/kept-lines.ts';
import type { HostRecords } from '../../model/host-records.ts';
import { type HostNetwork, hostNetwork } from '../../kernel/routing/host-network.ts';
import type { ListedTable } from '../../kernel/chains/active-chains.ts';
import { natOf } from '../../kernel/rule-effect.ts';
import type { HostSummary } from '../../model/analysis.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Family } from '../../model/family.ts';
import type { KernelMessages } from '../../model/kernel-message.ts';
import type { Rule, Table } from '../../model/ruleset.ts';
import type { HeaderLinks } from '../../model/header-links.ts';
import type { Journeys } from '../../model/journey.ts';
import type { RecordsPresent } from '../../model/network.ts';
import type { Witness } from '../../model/witness.ts';
import type { Records } from '../../model/records.ts';
import type { TraceEvents } from '../../model/trace.ts';
import { describe, type HostFile } from './descriptions.ts';
import { messagesByHost } from './messages-by-host.ts';
import { findCleaning, withoutNetworks } from './cleaned.ts';
import { type HostRuleset, isOfNft } from './choose-tables.ts';
import type { NamespaceOnHost } from './split-namespaces.ts';
import { summariesOf } from './host-summaries.ts';
import { withWholeTables } from './whole-tables.ts';

/** The hosts of a bundle with what its files say of each. */
export interface Hosts {
  readonly rulesets: readonly HostRuleset[];
  /** The same as they were dumped: listings of single chains each for themselves, several of one chain too. */
  readonly dumps: readonly HostRuleset[];
  readonly listedTables: readonly ListedTable[];
  readonly diagnostics: readonly Diagnostic[];
  /** The namespaces that the bundle describes apart from their hosts. */
  readonly namespaces: readonly NamespaceOnHost[];
  hostOf(path: string): string | null;
  /** Each host's records put together, by its name; hosts without any are left out. */
  readonly hostRecords: ReadonlyMap<string, HostRecords>;
  networkOf(host: string): HostNetwork | null;
  /** A host's records file by file, with what is repeated. */
  recordsOf(host: string): readonly Records[];
  /** What else was seen on the host; packets of captures that name no host count for all. */
  witnessOf(host: string): Witness;
  /** What the kernels of all hosts say in their logs apart from traces. */
  readonly messages: readonly KernelMessages[];
  /** The host's nat table has rules that rewrite addresses, or is not in the bundle. */
  natRewrites(host: string, family: Family): boolean;
  filesOf(host: string): RecordsPresent;
  readonly keptLines: KeptLines;
  summaries(events: TraceEvents, journeys: Journeys, links: HeaderLinks): readonly HostSummary[];
}

/** Sorts the files by host and ties each host's records together. */
export function describeHosts(files: readonly HostFile[], events: TraceEvents): Hosts {
  const said = files.flatMap((file) => file.messages);
  const traced = hostsOfLogs(events);
  const logHosts = traced.length > 0 ? traced : [...new Set(said.map(({ host }) => host))];
  const descriptions = describe(files, logHosts);
  const recordsOf = (host: string): readonly Records[] => descriptions.byHost.get(host) ?? [];
  const messages = messagesByHost(said, logHosts);
  const cleaning = findCleaning(files, logHosts.concat(events.names));
  const dumped = descriptions.all.flatMap(({ records, host }) => {
    if (host === null || records.kind !== 'rulesets') return [];
    return records.items.map((ruleset): HostRuleset => ({
      host,
      ruleset: cleaning.moved ? withoutNetworks(ruleset) : ruleset,
    }));
  });
  const rulesets = withWholeTables(dumped);
  const records = new Map(
    [...descriptions.byHost].map(([host, own]) => [host, hostRecords(own, cleaning.moved)]),
  );
  const witnesses = new Map<string, Witness>();
  const rewriting = new Map<string, boolean>();
  const present = new Map<string, RecordsPresent>();
  return {
    rulesets,
    dumps: dumped,
    listedTables: rulesets.flatMap(({ host, ruleset }) =>
      isOfNft(ruleset)
        ? []
        : ruleset.tables.map(({ name, family }) => ({ host, tableFamily: family, table: name })),
    ),
    diagnostics: [...cleaning.diagnostics, ...descriptions.diagnostics],
    namespaces: descriptions.namespaces,
    hostOf: (path) => descriptions.hostOf(path),
    hostRecords: records,
    networkOf(host) {
      const network = records.get(host)?.network ?? null;
      return network === null ? null : hostNetwork(network);
    },
    recordsOf,
    witnessOf: (host) => remembered(witnesses, host, () => witnessFrom(recordsOf(host), messages.of(host))),
    messages: messages.all,
    natRewrites: (host, family) =>
      remembered(rewriting, `${host}\0${family}`, () => hasRewritingRule(rulesets, host, family)),
    filesOf: (host) => remembered(present, host, () => recordsPresent(recordsOf(host))),
    keptLines: new Map(files.flatMap(({ path, text }) => (isKept(text) ? [[path, text]] : []))),
    summaries: (settled, journeys, links) =>
      summariesOf([...new Set([...logHosts, ...hostsOfLogs(settled)])], settled, journeys, links),
  };
}

/** Lines of LOG rules stand in many a log that is of another host; they name hosts only where nothing else does. */
function hostsOfLogs({ places }: TraceEvents): readonly string[] {
  const traced = places.filter(({ tracer }) => tracer !== 'log');
  return [...new Set((traced.length > 0 ? traced : places).map(({ host }) => host))];
}

/** The tables that can hold rules of nat for packets of the family: iptables' nat, and any of nft with a chain for it. */
function natTables(rulesets: readonly HostRuleset[], host: string, family: Family): readonly Table[] {
  const families = [family === 'ipv6' ? 'ip6' : 'ip', 'inet'];
  return rulesets
    .filter((entry) => entry.host === host)
    .flatMap(({ ruleset }) =>
      ruleset.tables.filter(
        (table) =>
          families.includes(table.family) &&
          (isOfNft(ruleset) ? table.chains.some(({ base }) => base?.type === 'nat') : table.name === 'nat'),
      ),
    );
}

/** A nat table that is not in the bundle may have one; what `nft list ruleset` does not show is not there. */
function hasRewritingRule(rulesets: readonly HostRuleset[], host: string, family: Family): boolean {
  const rewrites = ({ spec }: Rule): boolean => natOf(spec) !== null;
  const tables = natTables(rulesets, host, family);
  const listed = rulesets.some((entry) => entry.host === host && isOfNft(entry.ruleset));
  if (tables.length === 0) return !listed;
  if (tables.every(({ covers }) => covers === 'its-chains')) return true;
  return tables.some(({ chains }) => chains.some(({ rules }) => rules.some(rewrites)));
}

function remembered<T>(known: Map<string, T>, key: string, find: () => T): T {
  const value = known.get(key);
  if (value !== undefined) return value;
  const found = find();
  known.set(key, found);
  return found;
}

function isKept(text: HostFile['text']): text is readonly string[] {
  return Array.isArray(text);
}
