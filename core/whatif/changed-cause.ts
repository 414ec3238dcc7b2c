import type { Cause, CauseFinding } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Family } from '../model/family.ts';
import type { SimulatedEnd, SimulatedWay } from '../model/simulation.ts';

/**
 * Why packets of a host die at the end of a walk, as the cause of a captured packet is told: `shownAt` is the line of the
 * rule or policy. Null for an end that is no death.
 */
export function changedCause(
  { end, cause }: SimulatedWay,
  { host, family }: { readonly host: string; readonly family: Family },
  shownAt: Evidence | null,
): Cause | null {
  const finding = findingOf(end);
  if (finding === null) return null;
  const { table = null, chain = null, rule = null, text = null } = cause ?? {};
  const where = finding.kind === 'policy' ? 'policy' : (rule ?? '');
  return {
    ...finding,
    host,
    family,
    table,
    chain,
    rule,
    text,
    confidence: 'inferred',
    grounds: [],
    evidence: shownAt === null ? [] : [shownAt],
    group: [finding.kind, host, family, ...(table === null ? [] : [table, chain]), where].join(' '),
  };
}

function findingOf(end: SimulatedEnd): CauseFinding | null {
  switch (end.kind) {
    case 'policy':
      return { kind: 'policy', parameters: {} };
    case 'routing':
      return end.cause;
    case 'rule':
      switch (end.verdict) {
        case 'queue':
          return null;
        case 'reject':
          return { kind: 'reject', parameters: { answer: end.answer, service: null } };
        default:
          return end.because === 'invalid'
            ? { kind: 'conntrack-invalid-rule', parameters: {} }
            : { kind: 'rule', parameters: { unheardTproxy: end.because === 'no-socket', service: null } };
      }
    default:
      return null;
  }
}
