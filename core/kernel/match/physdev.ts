import { isInterfaceNamed } from './interface-name.ts';
import type { Asked, Judgement, OptionMatches } from './judgement.ts';
import { judgeValue, never, valueOf } from './judgement.ts';

/**
 * physdev_mt() (net/netfilter/xt_physdev.c): the bridge ports of a packet that br_netfilter brought to iptables. Other
 * packets have none, which the negated options select.
 */
export const physdev = {
  '--physdev-in': (asked) => judgePort(asked, 'physical input interface', asked.packet.physIn),
  '--physdev-out': (asked) =>
    // A bridged packet without an output port (not yet known, or for the bridge itself) fails even a negated option.
    asked.packet.physIn !== null && asked.packet.physIn !== '' && asked.packet.physOut === ''
      ? never('the packet has no physical output interface')
      : judgePort(asked, 'physical output interface', asked.packet.physOut),
  '--physdev-is-in': (asked) => judgePresence(asked, 'physical input interface', asked.packet.physIn),
  '--physdev-is-out': (asked) => judgePresence(asked, 'physical output interface', asked.packet.physOut),
  '--physdev-is-bridged': (asked) => judgePresence(asked, 'physical output interface', asked.packet.physOut),
} satisfies OptionMatches;

function judgePort(asked: Asked, name: string, port: string | null): Judgement {
  const holds = (value: string): boolean => value !== '' && isInterfaceNamed(valueOf(asked), value);
  return judgeValue(asked, name, port, holds, (value) => value || `no ${name}`);
}

function judgePresence(asked: Asked, name: string, port: string | null): Judgement {
  return judgeValue(
    asked,
    name,
    port,
    (value) => value !== '',
    (value) => value || `no ${name}`,
  );
}
