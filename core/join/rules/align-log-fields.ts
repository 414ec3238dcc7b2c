import type { IdentityColumns, TraceEvents } from '../../model/trace.ts';

/**
 * A LOG rule prints SEQ and ACK only with --log-tcp-sequence (nft: `log flags tcp sequence`), and another rule that the
 * same packet meets may not have it:
 *
 *   pre: IN=eth0 OUT= ... LEN=60 ... ID=57525 DF PROTO=TCP SPT=48005 DPT=22 SEQ=1903 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0
 *   in: IN=eth0 OUT= ... LEN=60 ... ID=57525 DF PROTO=TCP SPT=48005 DPT=22 WINDOW=64240 RES=0x00 SYN URGP=0
 *
 * Gives a line with them the identity of the one without, where the log has both.
 */
export function alignLogFields(events: TraceEvents): TraceEvents {
  const { identities, places } = events;
  const isLog = places.map(({ tracer }) => tracer === 'log');
  if (!isLog.includes(true)) return events;
  const ofLog = (event: number): boolean => isLog[events.place[event] as number] === true;
  const bare = new Map<string, number>();
  for (let event = 0; event < events.count; event++) {
    const id = events.identity[event] as number;
    if (ofLog(event) && !hasSequence(identities, id)) bare.set(restOf(identities, id), id);
  }
  const identity = events.identity.slice();
  for (let event = 0; event < events.count; event++) {
    const id = identity[event] as number;
    if (!ofLog(event) || !hasSequence(identities, id)) continue;
    identity[event] = bare.get(restOf(identities, id)) ?? id;
  }
  return { ...events, identity };
}

function hasSequence({ seq, ack }: IdentityColumns, id: number): boolean {
  return seq[id] !== 0 || ack[id] !== 0;
}

/** What a line without SEQ and ACK tells as well. */
function restOf(identities: IdentityColumns, id: number): string {
  const { host, protocol, ipId, length, fragment, tcpFlags, icmpType, icmpCode } = identities;
  return [host, protocol, ipId, length, fragment, tcpFlags, icmpType, icmpCode]
    .map((each) => each[id])
    .join(' ');
}
