import { outcomesOf, type OutcomeMap } from '../../kernel/headers/ends-of-headers.ts';
import { allAsSent, type HeaderRecord, newRecord } from '../../kernel/headers/headers.ts';
import { plainPacket } from '../../kernel/headers/plain-packet.ts';
import { inSets } from '../../kernel/match/set-membership.ts';
import { type Diagram, TooManyNodes } from '../../kernel/sets/decision-diagrams.ts';
import type { HeaderSpace } from '../../kernel/sets/header-space.ts';
import { walkHeaders } from '../../kernel/walk/walk-packet.ts';
import type { PreparedState } from '../simulate-host.ts';
import type { ReachQuery } from './reach-query.ts';

/** What became of headers; null where that is more than memory allows. */
export interface WalkedHeaders {
  readonly record: HeaderRecord;
  readonly outcomes: OutcomeMap;
}

/** Walks headers through a host. */
export function walkedHeaders(
  host: PreparedState,
  space: HeaderSpace,
  set: Diagram,
  query: Pick<ReachQuery, 'local' | 'mark'>,
): WalkedHeaders | null {
  const { network, ipsets, conntrack } = host;
  const record = newRecord();
  const isMarkKnown = query.mark.mask === 0xffffffff;
  const packet = plainPacket(space, query.local ? 'own' : 'arriving');
  try {
    walkHeaders(
      { tables: host.tables[space.family], network, inSet: inSets(ipsets), ipsets, routed: null, conntrack },
      { ...packet, mark: isMarkKnown ? query.mark.value : null },
      { space, set, asSent: { ...allAsSent, ...(isMarkKnown ? { mark: null } : {}) }, record },
    );
    return { record, outcomes: outcomesOf(space, record) };
  } catch (error) {
    if (error instanceof TooManyNodes) return null;
    throw error;
  }
}
