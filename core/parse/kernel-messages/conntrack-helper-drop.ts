import { loggedPacket } from './logged-packet.ts';
import type { MessageFormat } from './message-format.ts';

/**
 * A conntrack helper dropped a packet that it could not follow (nf_ct_helper_log() in
 * net/netfilter/nf_conntrack_helper.c); the packet's header follows:
 *
 *   nf_ct_ftp: dropping packet: cannot add expectation IN= OUT= SRC=10.1.0.2 DST=10.2.0.2 LEN=76 ...
 *   helper ftp dropping packet: cannot add expectation IN= OUT= SRC=10.1.0.2 ...          since 6.18
 */
export const conntrackHelperDrop: MessageFormat<'conntrack-helper-drop'> = {
  kind: 'conntrack-helper-drop',
  markers: [' dropping packet: '],
  read(said) {
    const found = /^(?:nf_ct_([\w.-]{1,20}):|helper ([\w.-]{1,20})) dropping packet: /.exec(said);
    if (found === null) return null;
    const name = found[1] ?? found[2] ?? '';
    const header = said.indexOf(' IN=');
    const reason = said.slice(found[0].length, header < 0 ? undefined : header).trim();
    return {
      meaning: 'loss',
      fields: { name, reason, ...(header < 0 ? {} : loggedPacket(said.slice(header + 1))) },
    };
  },
};
