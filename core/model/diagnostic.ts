import type { DiagnosticKind, DiagnosticParameters } from './diagnostic-kind.ts';

export type Severity = 'error' | 'warning' | 'info';

/**
 * Every diagnostic that Netopsy can give: its stable code and its severity. Code, tests, window and report share this
 * list; a code that was published keeps its meaning.
 */
export const diagnosticSeverity = {
  damaged: 'error',
  'archive-entry-skipped': 'warning',
  'archive-limit': 'error',
  'file-empty': 'info',
  'file-unrecognised': 'info',
  'file-unreadable': 'error',
  'file-truncated': 'warning',
  'line-malformed': 'warning',
  'line-not-modelled': 'info',
  'rule-option-unknown': 'warning',
  'listing-gap': 'info',
  'log-without-trace': 'warning',
  'log-repeated': 'info',
  'log-order-unknown': 'info',
  'log-lines-lost': 'warning',
  'log-lines-cut': 'warning',
  'events-limit': 'error',
  'ruleset-backend': 'warning',
  'counters-contradict': 'warning',
  'no-trace-events': 'error',
  'no-trace-rule': 'warning',
  'trace-rule-unmatched': 'warning',
  'trace-goes-to-monitor': 'warning',
  'trace-lines-absent': 'warning',
  'nf-log-none': 'warning',
  'nf-log-elsewhere': 'warning',
  'nf-log-namespaces': 'info',
  'no-ruleset': 'warning',
  'ruleset-drift': 'warning',
  'rule-passed-over': 'warning',
  'bundle-cleaned': 'warning',
  'addresses-redacted': 'info',
  'namespace-apart': 'info',
  'host-unknown': 'warning',
  'host-differs': 'warning',
  'journeys-ambiguous': 'info',
  'journeys-incomplete': 'warning',
} as const satisfies Record<string, Severity>;

export type DiagnosticCode = keyof typeof diagnosticSeverity;

/** The code under which each kind is published. */
export const codeOfKind = {
  'not-readable': 'file-unreadable',
  'reading-stopped': 'file-unreadable',
  'stream-damaged': 'damaged',
  'stream-cut-off': 'file-truncated',
  'stream-over-limit': 'archive-limit',
  'stream-unsupported': 'archive-entry-skipped',
  'too-many-entries': 'archive-limit',
  'nested-too-deep': 'archive-limit',
  'compressed-too-often': 'archive-limit',
  'files-over-limit': 'archive-limit',
  'entry-left-out': 'archive-entry-skipped',
  'entry-misplaced': 'damaged',
  'entries-left-out': 'archive-entry-skipped',
  'no-archive-entry': 'damaged',
  'end-mark-missing': 'file-truncated',
  'names-cut': 'archive-limit',
  'entry-cut-off': 'file-truncated',
  'zip-in-archive': 'archive-limit',
  'zip-without-directory': 'file-truncated',
  'file-empty': 'file-empty',
  'file-unrecognised': 'file-unrecognised',
  'part-unrecognised': 'file-unrecognised',
  'more-notes': 'file-unrecognised',
  'first-bytes-read': 'file-truncated',
  'too-many-log-hosts': 'file-truncated',
  'output-not-used': 'line-not-modelled',
  'line-malformed': 'line-malformed',
  'more-trace-lines-malformed': 'line-malformed',
  'rule-words-unknown': 'rule-option-unknown',
  'listing-gap': 'listing-gap',
  'block-not-closed': 'listing-gap',
  'capture-damaged': 'file-truncated',
  'capture-cut-off': 'file-truncated',
  'capture-too-long': 'file-truncated',
  'packets-passed-over': 'line-not-modelled',
  'log-without-trace': 'log-without-trace',
  'log-repeated': 'log-repeated',
  'trace-repeated': 'log-repeated',
  'log-order-unknown': 'log-order-unknown',
  'log-lines-lost': 'log-lines-lost',
  'log-lines-cut': 'log-lines-cut',
  'log-read-in-part': 'events-limit',
  'log-not-read': 'events-limit',
  'ruleset-of-other-backend': 'ruleset-backend',
  'trace-rules-contradict': 'counters-contradict',
  'counter-contradicts': 'counters-contradict',
  'more-counters-contradict': 'counters-contradict',
  'no-trace-events': 'no-trace-events',
  'no-trace-rule': 'no-trace-rule',
  'no-nftrace-rule': 'no-trace-rule',
  'trace-rule-unmatched': 'trace-rule-unmatched',
  'trace-goes-to-monitor': 'trace-goes-to-monitor',
  'trace-lines-absent': 'trace-lines-absent',
  'nf-log-none': 'nf-log-none',
  'nf-log-elsewhere': 'nf-log-elsewhere',
  'nf-log-namespaces': 'nf-log-namespaces',
  'no-ruleset': 'no-ruleset',
  'ruleset-drift': 'ruleset-drift',
  'rule-passed-over': 'rule-passed-over',
  'bundle-cleaned': 'bundle-cleaned',
  'addresses-redacted': 'addresses-redacted',
  'namespace-apart': 'namespace-apart',
  'host-unknown': 'host-unknown',
  'host-differs': 'host-differs',
  'journeys-ambiguous': 'journeys-ambiguous',
  'journeys-incomplete': 'journeys-incomplete',
} as const satisfies Record<DiagnosticKind, DiagnosticCode>;

/** What a diagnostic says, as data: a kind and its values. */
export type DiagnosticFinding<K extends DiagnosticKind = DiagnosticKind> = {
  readonly [Kind in K]: { readonly kind: Kind; readonly parameters: DiagnosticParameters[Kind] };
}[K];

/** Something about the input that the user should know. Its sentence is made by `Words`. */
export type Diagnostic = DiagnosticFinding & {
  readonly severity: Severity;
  readonly code: DiagnosticCode;
  /** `file` and `line` (from 1) are null where none is meant. */
  readonly file: string | null;
  readonly line: number | null;
};

/** The diagnostic of that kind, with the code and the severity that the registries give it. */
export function diagnostic<K extends DiagnosticKind>(
  kind: K,
  parameters: DiagnosticParameters[K],
  file: string | null = null,
  line: number | null = null,
): Diagnostic {
  const code = codeOfKind[kind];
  return { severity: diagnosticSeverity[code], code, kind, parameters, file, line } as Diagnostic;
}
