import { buildHostNetwork, type HostNetwork } from '../../kernel/routing/host-network.ts';
import type { ListedTable } from '../../kernel/chains/active-chains.ts';
import { ipsetsAsked } from '../../dialects/iptables/ipsets-asked.ts';
import { natOf } from '../../kernel/rule-effect.ts';
import type { HostSummary } from '../../model/analysis.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { LineRef } from '../../model/evidence.ts';
import type { Family } from '../../model/family.ts';
import type { KernelMessages } from '../../model/kernel-message.ts';
import type { IpSet } from '../../model/ipset.ts';
import type { Rule, Ruleset, Table } from '../../model/ruleset.ts';
import type { HeaderLinks } from '../../model/header-links.ts';
import type { Journeys } from '../../model/journey.ts';
import type { NetworkRecords, RecordsPresent, Witness } from '../../model/network.ts';
import type { Records } from '../../model/records.ts';
import type { TraceEvents } from '../../model/trace.ts';
import { describe, type HostFile } from './descriptions.ts';
import { messagesByHost } from './messages-by-host.ts';
import { findCleaning, withoutNetworks } from './cleaned.ts';
import { type HostRuleset, isOfNft } from './choose-tables.ts';
import type { NamespaceOnHost } from './split-namespaces.ts';
import { summariesOf } from './host-summaries.ts';
import { routesOf, withoutRepeats } from './routes-of.ts';
import { withWholeTables } from './whole-tables.ts';

/** The hosts of a bundle with what its files say of each. */
export interface Hosts {
  readonly rulesets: readonly HostRuleset[];
  readonly listedTables: readonly ListedTable[];
  readonly diagnostics: readonly Diagnostic[];
  /** The namespaces that the bundle describes apart from their hosts. */
  readonly namespaces: readonly NamespaceOnHost[];
  hostOf(path: string): string | null;
  networkOf(host: string): HostNetwork | null;
  recordsOf(host: string): NetworkRecords | null;
  /** The same file by file, with what is repeated. */
  everyRecordOf(host: string): readonly Records[];
  /** What else was seen on the host; packets of captures that name no host count for all. */
  witnessOf(host: string): Witness;
  /** What the kernels of all hosts say in their logs apart from traces. */
  readonly messages: readonly KernelMessages[];
  /** The sets of ipset(8) on the host; a set of several dumps is there once for each. */
  ipsetsOf(host: string): readonly IpSet[];
  /** The host's nat table has rules that rewrite addresses, or is not in the bundle. */
  natRewrites(host: string, family: Family): boolean;
  filesOf(host: string): RecordsPresent;
  /** The text of a line of a small file; '' for a log's. */
  textAt(at: LineRef): string;
  summaries(events: TraceEvents, journeys: Journeys, links: HeaderLinks): readonly HostSummary[];
}

/** Sorts the files by host and ties each host's records together. */
export function describeHosts(files: readonly HostFile[], events: TraceEvents): Hosts {
  const said = files.flatMap((file) => file.messages);
  const traced = hostsOfLogs(events);
  const logHosts = traced.length > 0 ? traced : [...new Set(said.map(({ host }) => host))];
  const descriptions = describe(files, logHosts);
  const { recordsOf } = descriptions;
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
  const networks = new Map<string, HostNetwork | null>();
  const witnesses = new Map<string, Witness>();
  const rewriting = new Map<string, boolean>();
  const present = new Map<string, RecordsPresent>();
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  return {
    rulesets,
    listedTables: rulesets.flatMap(({ host, ruleset }) =>
      isOfNft(ruleset)
        ? []
        : ruleset.tables.map(({ name, family }) => ({ host, tableFamily: family, table: name })),
    ),
    diagnostics: [...cleaning.diagnostics, ...descriptions.diagnostics],
    namespaces: descriptions.namespaces,
    hostOf: (path) => descriptions.hostOf(path),
    networkOf: (host) =>
      remembered(networks, host, () => {
        const found = cleaning.moved ? null : networkFrom(recordsOf(host));
        return found === null ? null : buildHostNetwork(found);
      }),
    everyRecordOf: recordsOf,
    recordsOf: (host) => (cleaning.moved ? null : networkFrom(recordsOf(host))),
    witnessOf: (host) => remembered(witnesses, host, () => witnessFrom(recordsOf(host), messages.of(host))),
    messages: messages.all,
    ipsetsOf: (host) => recordsOf(host).flatMap((each) => (each.kind === 'ipsets' ? each.items : [])),
    natRewrites: (host, family) =>
      remembered(rewriting, `${host}\0${family}`, () => hasRewritingRule(rulesets, host, family)),
    filesOf: (host) => remembered(present, host, () => recordsPresent(recordsOf(host))),
    textAt: ({ file, line }) => {
      const text = texts.get(file);
      return Array.isArray(text) ? String(text[line - 1] ?? '') : '';
    },
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

function has(records: readonly Records[], kind: Records['kind']): boolean {
  return records.some((each) => each.kind === kind && each.items.length > 0);
}

function recordsPresent(records: readonly Records[]): RecordsPresent {
  const rulesets = records.flatMap((each) => (each.kind === 'rulesets' ? each.items : []));
  const shown = new Set(
    records.flatMap((each) => (each.kind === 'ipsets' ? each.items : [])).map(({ name }) => name),
  );
  return {
    ruleset: has(records, 'rulesets'),
    wholeTable: rulesets.some(({ tables }) => tables.some(({ covers }) => covers === 'every-chain')),
    fibRules: has(records, 'fib-rules'),
    routes: has(records, 'routes'),
    sysctls: has(records, 'sysctls'),
    links: has(records, 'links'),
    countedDumps: rulesets.filter(hasCounters).length,
    missingSets: [...new Set(rulesets.flatMap(setsAsked))].filter((name) => !shown.has(name)),
  };
}

function hasCounters({ tables }: Ruleset): boolean {
  return tables.some(({ chains }) =>
    chains.some(({ rules }) => rules.some(({ counter }) => counter !== null)),
  );
}

function setsAsked({ tables }: Ruleset): readonly string[] {
  const sets: string[] = [];
  for (const { chains } of tables)
    for (const { rules } of chains) for (const rule of rules) sets.push(...ipsetsAsked(rule));
  return sets;
}

function networkFrom(records: readonly Records[]): NetworkRecords | null {
  const telling = ['fib-rules', 'routes', 'sysctls', 'links'] as const;
  if (!telling.some((kind) => has(records, kind))) return null;
  return {
    fibRules: withoutRepeats(records.flatMap((each) => (each.kind === 'fib-rules' ? [each.items] : []))),
    routes: routesOf(records),
    links: records.flatMap((each) => (each.kind === 'links' ? each.items : [])),
    addresses: records.flatMap((each) => (each.kind === 'links' ? each.addresses : [])),
    tableNames: records.flatMap((each) =>
      each.kind === 'table-names' ? each.items : each.kind === 'fib-rules' ? each.tableNames : [],
    ),
    sysctls: records.flatMap((each) => (each.kind === 'sysctls' ? each.items : [])),
    neighbours: records.flatMap((each) => (each.kind === 'neighbours' ? each.items : [])),
  };
}

function witnessFrom(records: readonly Records[], messages: readonly KernelMessages[]): Witness {
  return {
    seenPackets: records.flatMap((each) => (each.kind === 'seen-packets' ? each.items : [])),
    conntrack: records.flatMap((each) => (each.kind === 'conntrack' ? each.items : [])),
    neighbours: records.flatMap((each) => (each.kind === 'neighbours' ? each.items : [])),
    kernelCounters: records.flatMap((each) => (each.kind === 'kernel-counters' ? each.items : [])),
    messages,
    queueReaders: records.flatMap((each) => (each.kind === 'queue-readers' ? each.items : [])),
    queueDisciplines: records.flatMap((each) => (each.kind === 'queue-disciplines' ? each.items : [])),
    xfrmPolicies: records.flatMap((each) => (each.kind === 'xfrm-policies' ? each.items : [])),
    bridgePorts: records.flatMap((each) => (each.kind === 'bridge-ports' ? each.items : [])),
    forwardingEntries: records.flatMap((each) => (each.kind === 'forwarding-entries' ? each.items : [])),
    sockets: listed(records.flatMap((each) => (each.kind === 'sockets' ? [each.items] : []))),
    memberships: listed(records.flatMap((each) => (each.kind === 'memberships' ? [each.items] : []))),
  };
}

/** All that the files list; null where none does. */
function listed<T>(files: readonly (readonly T[])[]): readonly T[] | null {
  return files.length === 0 ? null : files.flat();
}
