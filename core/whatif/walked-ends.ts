import type { Assumed } from '../model/assumed.ts';
import type { Cause, CauseKind, Disposition } from '../model/journey.ts';
import type { SimulatedStep, SimulatedWay } from '../model/simulation.ts';
import type { WalkedEnd } from '../model/what-if.ts';

/** How a way ends, without the steps there. */
export function endOf({ disposition, cause, egress, end }: SimulatedWay): WalkedEnd {
  return {
    disposition,
    cause,
    end,
    egress: egress === null ? null : { interface: egress.interface, dst: egress.dst, dport: egress.dport },
  };
}

/** Equal for ends that are alike, wherever the packets go on to. */
export function endName({ disposition, cause }: Pick<WalkedEnd, 'disposition' | 'cause'>): string {
  if (cause === null) return disposition;
  const { kind, table, chain, text, rule } = cause;
  return [disposition, table === null ? kind : '', table, chain, text ?? rule].join(' ');
}

/** Equal for ends that are alike and lead to the same place. */
export function placeName(end: WalkedEnd): string {
  const { egress } = end;
  return `${endName(end)} ${egress === null ? '' : `${egress.interface} ${egress.dst} ${egress.dport}`}`;
}

/** Names all that happens on a way. */
export function wayName(way: SimulatedWay): string {
  return JSON.stringify([
    placeName(endOf(way)),
    way.egress,
    way.steps.map(stepName),
    way.assumes.map(assumedName),
  ]);
}

/** An edit moves rules on: what is asked where is the same question under another number. */
function assumedName(assumed: Assumed): unknown {
  return 'at' in assumed ? { ...assumed, at: { ...assumed.at, rule: null } } : assumed;
}

function stepName(step: SimulatedStep): unknown {
  if (step.kind === 'routing') return step.decision;
  const { tableFamily, table, chain, text, verdict, certain, changes } = step;
  return [tableFamily, table, chain, text, verdict, certain, changes];
}

/** Whether a way ends as captured packets did. What happens after the last hook no walk sees. */
export function isCapturedEnd(way: SimulatedWay, disposition: Disposition, cause: Cause | null): boolean {
  if (way.disposition === 'queued')
    return disposition === 'queued' || (cause !== null && ofQueues.has(cause.kind));
  if (way.disposition !== disposition) return false;
  if (disposition === 'delivered' || cause === null || way.cause === null)
    return disposition === 'delivered' || (cause === null) === (way.cause === null);
  const [own, other] = [cause.kind, way.cause.kind];
  const isAlike = own === other || (ofRules.has(own) && ofRules.has(other));
  return isAlike && cause.table === way.cause.table && cause.chain === way.cause.chain;
}

const ofQueues: ReadonlySet<CauseKind> = new Set<CauseKind>(['nfqueue-no-listener', 'nfqueue-full']);
const ofRules: ReadonlySet<CauseKind> = new Set<CauseKind>(['rule', 'conntrack-invalid-rule']);
