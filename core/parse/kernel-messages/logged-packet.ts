import type { MessageFields } from '../../model/kernel-message.ts';
import { numberOf, present } from './message-format.ts';

/**
 * The packet whose header nf_log_packet() prints after a message of conntrack, as TRACE and LOG do:
 *
 *   IN= OUT= SRC=10.9.0.2 DST=10.2.0.9 LEN=77 TOS=0x00 PREC=0x00 TTL=60 ID=4711 DF PROTO=TCP SPT=40001 DPT=80 ...
 *
 * Only the packet's own header counts: not the one inside an ICMP error, which follows in brackets.
 */
export function loggedPacket(header: string): MessageFields {
  const bracket = header.indexOf('[');
  const values = new Map<string, string>();
  for (const word of (bracket < 0 ? header : header.slice(0, bracket)).split(' ')) {
    const equals = word.indexOf('=');
    const key = word.slice(0, equals);
    // UDP prints LEN a second time, ICMP an ID of its own.
    if (equals > 0 && !values.has(key) && !(key === 'ID' && values.has('PROTO')))
      values.set(key, word.slice(equals + 1));
  }
  const number = (key: string): number | undefined => {
    const digits = values.get(key);
    return digits !== undefined && /^\d{1,10}$/.test(digits) ? numberOf(digits) : undefined;
  };
  return present({
    protocol: values.get('PROTO')?.toLowerCase(),
    src: values.get('SRC'),
    dst: values.get('DST'),
    sport: number('SPT'),
    dport: number('DPT'),
    ipId: number('ID'),
    lengthBytes: number('LEN'),
  });
}
