import { type Judge, type Judgement, negate } from './judgement.ts';
import { valueHolds } from './value-holds.ts';

/**
 * physdev_mt() (net/netfilter/xt_physdev.c): the bridge ports of a packet that br_netfilter brought to iptables. Other
 * packets have none, which the negated options select.
 */
export const judgeBridgePort: Judge<'bridge-port'> = ({ ask, name, negated }, packet) => {
  const isIn = ask === 'in' || ask === 'is-in';
  const port = isIn ? packet.physIn : packet.physOut;
  const why: Judgement['why'] = { kind: 'bridge-port', ask, port };
  // A bridged packet without an output port (not yet known, or for the bridge itself) fails even a negated option.
  if (ask === 'out' && packet.physIn !== null && packet.physIn !== '' && packet.physOut === '')
    return { verdict: 'no', why };
  if (port === null) return { verdict: 'unknown', why };
  const isThere = port !== '';
  const holds =
    name === null || !isThere
      ? isThere
        ? 'yes'
        : 'no'
      : valueHolds({ kind: 'name', name: port }, name, null);
  return { verdict: negate(holds, negated), why };
};
