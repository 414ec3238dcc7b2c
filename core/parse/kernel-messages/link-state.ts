import type { MessageFormat } from './message-format.ts';

/**
 * A device's link came up or went down; the wording is the driver's own:
 *
 *   e1000e 0000:00:1f.6 eno1: NIC Link is Down                  e1000: eth0 NIC Link is Up 1000 Mbps Full Duplex
 *   igb 0000:01:00.0 eth0: igb: eth0 NIC Link is Up 1000 Mbps Full Duplex, Flow Control: RX
 *   r8169 0000:03:00.0 enp3s0: Link is Down                     tg3 0000:02:00.0 eth0: Link is up at 1000 Mbps
 */
export const linkState: MessageFormat<'link-state'> = {
  kind: 'link-state',
  markers: [' Link is '],
  read(said) {
    const found = /^([\w.:/ -]{3,80}?):? (?:NIC )?Link is ([Uu]p|[Dd]own)(?:[ ,.].*)?$/.exec(said);
    const dev = found?.[1]?.split(' ').at(-1);
    const state = found?.[2]?.toLowerCase();
    if (dev === undefined || state === undefined || !/^[A-Za-z][^/\s:]{0,14}$/.test(dev)) return null;
    return { meaning: state === 'down' ? 'loss' : 'hint', fields: { interface: dev, reason: state } };
  },
};
