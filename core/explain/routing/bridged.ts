import type { HostNetwork } from '../../kernel/routing/host-network.ts';
import type { JourneyEnd } from '../endings/journey-end.ts';

/**
 * Whether a frame that came in by a bridge port was for another station: then the bridge forwards it and no routing
 * decision is made. It shows in FORWARD lines (in and out are the bridge) and in the frame's destination MAC.
 */
export function isBridged(ending: JourneyEnd, network: HostNetwork | null): boolean {
  if (ending.physIn === '') return false;
  if (ending.outInterface !== '') return ending.outInterface === ending.inInterface && ending.physOut !== '';
  const mac = network?.links.get(ending.inInterface)?.mac ?? null;
  return mac !== null && ending.dstMac !== '' && mac.toLowerCase() !== ending.dstMac.toLowerCase();
}
