import type { HostNetwork } from '../../kernel/routing/host-network.ts';
import { routeInput } from '../../kernel/routing/route-input.ts';
import type { FibRule } from '../../model/network.ts';
import type { Ruleset } from '../../model/ruleset.ts';
import type { MarkChange, Statement } from '../../model/statement.ts';
import type { JourneyEnd } from '../endings/journey-end.ts';
import { inputPacket } from './routed-packet.ts';
import type { RoutingRefusal } from '../causes/routing-cause.ts';

/**
 * A FIB rule that would have led the packet elsewhere than to `drop`, by a mark that no ruleset of the bundle sets: whatever
 * sets it, chains of the other backend or a program of tc, may have done so after the packet's last line.
 */
export function ruleOfUnseenMark(
  ending: JourneyEnd,
  { cause }: RoutingRefusal,
  network: HostNetwork,
  rulesets: readonly Ruleset[],
): FibRule | null {
  const packet = inputPacket(ending);
  for (const { rule } of network.fib[ending.family].rules) {
    const { fwmark, negated } = rule;
    if (fwmark === null || negated || ((packet.mark ^ fwmark.value) & fwmark.mask) === 0) continue;
    const mark = ((packet.mark & ~fwmark.mask) | (fwmark.value & fwmark.mask)) >>> 0;
    const { decided } = routeInput(network, { ...packet, mark });
    const isSame = decided?.outcome === 'drop' && decided.cause.kind === cause.kind;
    if (!isSame && !rulesets.some((ruleset) => setsMark(ruleset, fwmark))) return rule;
  }
  return null;
}

type Mark = NonNullable<FibRule['fwmark']>;

function setsMark({ tables }: Ruleset, mark: Mark): boolean {
  const rules = tables.flatMap(({ chains }) => chains.flatMap((chain) => chain.rules));
  return rules.some(({ spec }) => spec.statements.some((statement) => canSet(statement, mark)));
}

function canSet(statement: Statement, mark: Mark): boolean {
  if (statement.kind === 'set-mark')
    return statement.on === 'packet' && (statement.change === null || canMake(statement.change, mark));
  return statement.kind === 'tproxy' && statement.mark !== null && canMake(statement.mark, mark);
}

/** The bits that the change itself decides are those of the mark, and it decides or copies some of them. */
function canMake({ keep, copy, flip }: MarkChange, { value, mask }: Mark): boolean {
  const decided = mask & ~keep & ~copy;
  return ((flip ^ value) & decided) === 0 && (mask & (~keep | copy | flip)) !== 0;
}
