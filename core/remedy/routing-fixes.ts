import type { CauseFinding, RoutingCauseKind } from '../model/cause.ts';
import { aroundRefusal } from './around-refusal.ts';
import type { Candidate } from './candidate.ts';
import type { DeadPacket } from './dead-packet.ts';
import { largerMtu } from './larger-mtu.ts';
import { missingRoute } from './missing-route.ts';
import { reversePath } from './reverse-path.ts';
import { settingPersist, sysctlCommand } from './route-words.ts';

/** What settings and routes could let a packet pass that the routing decision refuses; the narrowest first. */
export function routingFixes(
  dead: DeadPacket,
  refused: CauseFinding<RoutingCauseKind>,
): readonly Candidate[] {
  switch (refused.kind) {
    case 'no-route':
      return missingRoute(dead);
    case 'blackhole':
    case 'unreachable':
    case 'prohibit':
      return aroundRefusal(dead, refused.parameters.by);
    case 'rp-filter':
      return reversePath(dead, refused.parameters);
    case 'ip-forward-disabled':
      return forwarding(refused.parameters.interface);
    case 'mtu-exceeded':
      return largerMtu(dead, refused.parameters);
    default:
      return [];
  }
}

function forwarding(dev: string | null): readonly Candidate[] {
  const setting = (key: string, of: string | null): Candidate => ({
    commands: [sysctlCommand(`${key}=1`)],
    why: { kind: 'forwarding', dev: of },
    opens: { kind: 'forwarding', dev: of },
    persist: settingPersist(`${key} = 1`),
  });
  if (dev === null) return [setting('net.ipv6.conf.all.forwarding', null)];
  return [
    setting(`net.ipv4.conf.${dev.replaceAll('.', '/')}.forwarding`, dev),
    setting('net.ipv4.ip_forward', null),
  ];
}
