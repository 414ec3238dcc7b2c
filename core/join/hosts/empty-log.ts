import { type Diagnostic, diagnostic } from '../../model/diagnostic.ts';
import type { TracedTraffic } from '../../model/diagnostic-kind.ts';
import type { Sysctl } from '../../model/network.ts';
import { startsTrace } from '../../kernel/rule-effect.ts';
import type { Records } from '../../model/records.ts';
import type { Rule, Ruleset } from '../../model/ruleset.ts';
import { trafficInQuestion } from './traffic-in-question.ts';

/** What a file of the bundle may say about why nothing was traced. */
export interface TellingFile {
  readonly namespace: string | null;
  readonly records: Records | null;
  readonly sections: readonly { readonly namespace: string | null; readonly records: Records }[];
}

/**
 * Why a bundle may be without a trace line, as its own files show it: the checklist that one goes through by hand. Each
 * finding has its line. What rate limits took is told by the log itself (`log-lines-lost`).
 */
export function whyLogIsEmpty(files: readonly TellingFile[]): readonly Diagnostic[] {
  const records = files.flatMap((file) => [
    ...(file.records === null ? [] : [file.records]),
    ...file.sections.map((section) => section.records),
  ]);
  const rulesets = records.flatMap((each) => (each.kind === 'rulesets' ? each.items : []));
  const sysctls = records.flatMap((each) => (each.kind === 'sysctls' ? each.items : []));
  const hasNamespaces = files.some(
    ({ namespace, sections }) => namespace !== null || sections.some((section) => section.namespace !== null),
  );
  const tracing = rulesets.flatMap((ruleset) => tracingRules(ruleset).map((rule) => ({ ruleset, rule })));
  return [
    ...(tracing.length === 0
      ? untraced(rulesets, trafficInQuestion(records))
      : tracing.flatMap(({ ruleset, rule }) => unlogged(ruleset, rule))),
    ...sysctls.flatMap(loggerNote),
    ...(hasNamespaces || tracing.length > 0 ? sysctls.flatMap(namespaceNote) : []),
  ];
}

/** `-j TRACE` of iptables, `meta nftrace set 1` of nft. */
function tracingRules({ tables }: Ruleset): readonly Rule[] {
  const rules = tables.flatMap(({ chains }) => chains.flatMap((chain) => chain.rules));
  return rules.filter(({ spec }) => startsTrace(spec));
}

/** A dump of all tables shows that there is no TRACE rule; a listing shows only the tables that it lists. */
function untraced(rulesets: readonly Ruleset[], about: TracedTraffic | null): readonly Diagnostic[] {
  return rulesets.slice(0, 1).map(({ file, source, tables, backend }) => {
    if (backend === 'nft' && source === 'nft')
      return diagnostic('no-nftrace-rule', { about }, file, tables[0]?.at.line ?? null);
    const raw = tables.find(({ name }) => name === 'raw');
    const at = (raw ?? tables[0])?.at.line ?? null;
    const whole = raw !== undefined || source !== 'iptables-list';
    return diagnostic(
      'no-trace-rule',
      { whole, hidden: source === 'iptables-list' && hidesInterfaces(tables), about },
      file,
      at,
    );
  });
}

/** Whether the rules of a listing hide their interfaces, as without -v. */
function hidesInterfaces(tables: Ruleset['tables']): boolean {
  return tables.some(({ chains }) =>
    chains.some(({ rules }) =>
      rules.some(({ spec }) => spec.conditions.some(({ kind }) => kind === 'hidden-interfaces')),
    ),
  );
}

function unlogged({ backend, file }: Ruleset, { counter, at, spec }: Rule): readonly Diagnostic[] {
  if (counter?.packets === 0) return [diagnostic('trace-rule-unmatched', {}, file, at.line)];
  if (spec.dialect === 'nft') return [diagnostic('trace-goes-to-monitor', { by: 'nft' }, file, at.line)];
  if (backend === 'nft') return [diagnostic('trace-goes-to-monitor', { by: 'iptables-nft' }, file, at.line)];
  if (counter === null) return [];
  return [
    diagnostic(
      'trace-lines-absent',
      { packets: counter.packets, mayBeNft: backend === 'unknown' },
      file,
      at.line,
    ),
  ];
}

const families: Readonly<Record<string, 'IPv4' | 'IPv6'>> = { 2: 'IPv4', 10: 'IPv6' };

/** net.netfilter.nf_log.2 (AF_INET) and .10 (AF_INET6): who gets what is logged (net/netfilter/nf_log.c). */
function loggerNote({ key, value, at }: Sysctl): readonly Diagnostic[] {
  const family = families[/^net\.netfilter\.nf_log\.(\d+)$/.exec(key)?.[1] ?? ''];
  if (family === undefined) return [];
  if (value === 'NONE' && family === 'IPv4')
    return [diagnostic('nf-log-none', { family, key }, at.file, at.line)];
  if (value !== 'nfnetlink_log') return [];
  return [diagnostic('nf-log-elsewhere', { family, key }, at.file, at.line)];
}

function namespaceNote({ key, value, at }: Sysctl): readonly Diagnostic[] {
  if (key !== 'net.netfilter.nf_log_all_netns' || value !== '0') return [];
  return [diagnostic('nf-log-namespaces', {}, at.file, at.line)];
}
