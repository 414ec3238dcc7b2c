import type { Fact } from '../../selection/selection.ts';
import type { DeadEndSummary } from '../../worker/protocol.ts';

/** The filter words that choose this dead end and no other: by its cause where that is enough, else by its name. */
export function deadEndFacts(deadEnd: DeadEndSummary, hosts: number): readonly Fact[] {
  const { cause, host, namesakes } = deadEnd;
  const chain = cause.table === null || cause.chain === null ? null : `${cause.table}/${cause.chain}`;
  const why: Fact =
    namesakes > 0
      ? { kind: 'dead-end', group: cause.group }
      : { kind: 'cause', cause: cause.kind, chain, rule: chain === null ? null : cause.rule };
  return hosts > 1 ? [{ kind: 'host', name: host }, why] : [why];
}
