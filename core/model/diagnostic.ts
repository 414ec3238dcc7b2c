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
  'bundle-cleaned': 'warning',
  'addresses-redacted': 'info',
  'namespace-apart': 'info',
  'host-unknown': 'warning',
  'host-differs': 'warning',
  'journeys-ambiguous': 'info',
  'journeys-incomplete': 'warning',
} as const satisfies Record<string, Severity>;

export type DiagnosticCode = keyof typeof diagnosticSeverity;

/** Something about the input that the user should know. `file` and `line` (from 1) are null where none is meant. */
export interface Diagnostic {
  readonly severity: Severity;
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
}

/** The diagnostic of that code, with the severity that the registry gives it. */
export function diagnostic(
  code: DiagnosticCode,
  message: string,
  file: string | null = null,
  line: number | null = null,
): Diagnostic {
  return { severity: diagnosticSeverity[code], code, message, file, line };
}
