import { outcomesOf, type OutcomeMap } from '../../kernel/headers/ends-of-headers.ts';
import { allAsSent, type HeaderRecord, newRecord } from '../../kernel/headers/headers.ts';
import { plainPacket } from '../../kernel/headers/plain-packet.ts';
import { inSets } from '../../kernel/match/set-membership.ts';
import { type Diagram, TooManyNodes } from '../../kernel/sets/decision-diagrams.ts';
import type { HeaderSpace } from '../../kernel/sets/header-space.ts';
import { walkHeaders } from '../../kernel/walk/walk-packet.ts';
import type { ReachListener } from '../../model/reach.ts';
import type { PreparedState } from '../simulate-host.ts';
import type { ReachQuery } from './reach-query.ts';

/** What became of headers; null where that is more than memory allows. */
export interface WalkedHeaders {
  readonly record: HeaderRecord;
  readonly outcomes: OutcomeMap;
}

/** Walks headers through a host. `listener` hears which share of them came to an end. */
export function walkedHeaders(
  host: PreparedState,
  space: HeaderSpace,
  set: Diagram,
  query: Pick<ReachQuery, 'local' | 'mark' | 'through'>,
  listener: ReachListener | null = null,
): WalkedHeaders | null {
  const { network, ipsets, conntrack } = host;
  const watched = query.through === null ? null : { ...query.through, seen: [] };
  const record = newRecord(watched, listener === null ? null : counting(space, set, listener));
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

/** Adds up what ended. An end's number takes all bits below the header, so it is divided out again. */
function counting(space: HeaderSpace, set: Diagram, listener: ReachListener): (ended: Diagram) => void {
  const { diagrams, end } = space;
  const all = diagrams.share(set);
  let waiting: Diagram[] = [];
  let share = 0;
  return (ended) => {
    waiting.push(ended);
    if (!listener.isDue()) return;
    for (const each of waiting) share += (diagrams.share(each) * 2 ** end.width) / all;
    waiting = [];
    listener.tell({ kind: 'followed', share: Math.min(1, share) });
  };
}
