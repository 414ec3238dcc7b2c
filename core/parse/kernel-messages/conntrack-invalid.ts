import { loggedPacket } from './logged-packet.ts';
import type { MessageFormat } from './message-format.ts';

/**
 * Why conntrack calls a packet INVALID, with nf_conntrack_log_invalid (nf_ct_l4proto_log_invalid() in
 * net/netfilter/nf_conntrack_proto.c); the packet's header follows. It goes on all the same: only rules drop it, and
 * only kernels before 2.6.32 drop the packet of a session that is out of sync.
 *
 *   nf_ct_proto_6: invalid packet ignored in state SYN_SENT  IN= OUT= SRC=10.9.0.2 DST=10.2.0.9 LEN=77 ...
 *   nf_ct_proto_17: bad checksum IN= OUT= SRC=...
 *   nf_ct_tcp: SEQ is over the upper bound (over the window of the receiver) IN= OUT= SRC=...       before 4.19
 *   nf_ct_tcp: killing out of sync session IN= OUT= SRC=...
 */
export const conntrackInvalid: MessageFormat<'conntrack-invalid'> = {
  kind: 'conntrack-invalid',
  markers: ['nf_ct_proto_', ...protocols().map((name) => `nf_ct_${name}: `)],
  read(said) {
    const found = /^nf_ct_(?:proto_(\d{1,3})|([a-z0-9]{2,8})): /.exec(said);
    if (found === null) return null;
    const [start, number, named] = found;
    if (number === undefined && !protocols().includes(named ?? '')) return null;
    const header = said.indexOf(' IN=');
    const reason = said.slice(start.length, header < 0 ? undefined : header).trim();
    if (reason === '') return null;
    const packet = header < 0 ? {} : loggedPacket(said.slice(header + 1));
    const meaning = reason === 'killing out of sync session' ? 'loss' : 'hint';
    return { meaning, fields: { ...packet, protocol: packet.protocol ?? named ?? String(number), reason } };
  },
};

/** The protocols that the older messages name. */
function protocols(): readonly string[] {
  return ['tcp', 'udp', 'udplite', 'icmp', 'icmpv6', 'dccp', 'sctp', 'gre'];
}
