import { type Diagnostic, diagnostic } from '../../model/diagnostic.ts';
import type { Sysctl } from '../../model/network.ts';
import { startsTrace } from '../../kernel/rule-effect.ts';
import type { Records } from '../../model/records.ts';
import type { Rule, Ruleset } from '../../model/ruleset.ts';

/** A file of the bundle, as far as it may tell why nothing was traced. */
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
      ? untraced(rulesets)
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
function untraced(rulesets: readonly Ruleset[]): readonly Diagnostic[] {
  return rulesets.slice(0, 1).map(({ file, source, tables, backend }) => {
    if (backend === 'nft' && source === 'nft') return untracedByNft(file, tables[0]?.at.line ?? null);
    const raw = tables.find(({ name }) => name === 'raw');
    const at = (raw ?? tables[0])?.at.line ?? null;
    const isWhole = raw !== undefined || source !== 'iptables-list';
    const what = isWhole
      ? 'The ruleset has no TRACE rule, so no packet was traced'
      : 'The listing does not show table raw, where TRACE rules are';
    const command =
      'iptables -t raw -I PREROUTING -p tcp --dport 443 -j TRACE (and in OUTPUT for local packets); afterwards the same with -D for -I';
    const hidden = hidesInterfaces(tables)
      ? '. The listing was made without -v, so it does not show the interfaces of its rules either: send iptables-save -c'
      : '';
    return diagnostic('no-trace-rule', `${what}. Before the next try: ${command}${hidden}`, file, at);
  });
}

function hidesInterfaces(tables: Ruleset['tables']): boolean {
  return tables.some(({ chains }) =>
    chains.some(({ rules }) =>
      rules.some(({ spec }) => spec.conditions.some(({ kind }) => kind === 'hidden-interfaces')),
    ),
  );
}

/** A table of its own is taken away whole afterwards, and changes no rule of the host's. */
function untracedByNft(file: string, line: number | null): Diagnostic {
  const table = 'table inet netopsy_trace';
  const chain = 'type filter hook prerouting priority -350';
  return diagnostic(
    'no-trace-rule',
    `The ruleset has no rule with meta nftrace set 1, so no packet was traced. Before the next try: nft '${table} { chain trace { ${chain}; tcp dport 443 meta nftrace set 1; }; }' (hook output for local packets), then run "nft monitor trace" while the traffic passes; afterwards: nft delete ${table}`,
    file,
    line,
  );
}

function unlogged({ backend, file }: Ruleset, { counter, at, spec }: Rule): readonly Diagnostic[] {
  const given = (
    code: 'trace-rule-unmatched' | 'trace-goes-to-monitor' | 'trace-lines-absent',
    message: string,
  ) => [diagnostic(code, message, file, at.line)];
  if (counter?.packets === 0)
    return given(
      'trace-rule-unmatched',
      'This rule traces packets, and none has matched it: its conditions are not those of the traffic, or no traffic came',
    );
  if (spec.dialect === 'nft')
    return given(
      'trace-goes-to-monitor',
      'What this rule traces is not written to the log: run "nft monitor trace" while the traffic passes',
    );
  if (backend === 'nft')
    return given(
      'trace-goes-to-monitor',
      'With iptables-nft, TRACE writes nothing to the kernel log: run "xtables-monitor --trace" while the traffic passes',
    );
  if (counter === null) return [];
  return given(
    'trace-lines-absent',
    `This rule has traced ${counter.packets} packets, and no line of them is in the bundle: the log is of another time or was cut, or the lines went elsewhere`,
  );
}

const families: Readonly<Record<string, string>> = { 2: 'IPv4', 10: 'IPv6', 7: 'bridges' };

/** net.netfilter.nf_log.2 (AF_INET) and .10 (AF_INET6): who gets what is logged (net/netfilter/nf_log.c). */
function loggerNote({ key, value, at }: Sysctl): readonly Diagnostic[] {
  const family = families[/^net\.netfilter\.nf_log\.(\d+)$/.exec(key)?.[1] ?? ''];
  if (family === undefined || family === 'bridges') return [];
  if (value === 'NONE' && family === 'IPv4')
    return [
      diagnostic(
        'nf-log-none',
        `No logger is bound for ${family} (${key} = NONE), so TRACE lines go nowhere: modprobe nf_log_syslog (nf_log_ipv4 on older kernels), then sysctl -w ${key}=nf_log_ipv4`,
        at.file,
        at.line,
      ),
    ];
  if (value !== 'nfnetlink_log') return [];
  return [
    diagnostic(
      'nf-log-elsewhere',
      `What is logged for ${family} goes to a program (${key} = nfnetlink_log), such as ulogd, and not to the kernel log: please send its file`,
      at.file,
      at.line,
    ),
  ];
}

function namespaceNote({ key, value, at }: Sysctl): readonly Diagnostic[] {
  if (key !== 'net.netfilter.nf_log_all_netns' || value !== '0') return [];
  const message =
    "Only the host's own network namespace writes to the kernel log: TRACE rules in another one (a container, ip netns) leave no line until sysctl -w net.netfilter.nf_log_all_netns=1";
  return [diagnostic('nf-log-namespaces', message, at.file, at.line)];
}
