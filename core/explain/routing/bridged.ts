import type { HostNetwork } from '../../kernel/routing/host-network.ts';
import type { Witness } from '../../model/witness.ts';
import type { LogFacts } from '../log-facts.ts';
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

/**
 * Whether a frame that came in by a bridge port was bridged or came up to IP; `unknown` where neither the bridge's
 * address nor its stations are known. Beside the interfaces of the bundle, `bridge fdb` and the log itself tell.
 */
export function bridging(
  ending: JourneyEnd,
  network: HostNetwork | null,
  witness: Witness,
  log: LogFacts,
): 'bridged' | 'routed' | 'unknown' {
  if (ending.physIn === '') return 'routed';
  if (isBridged(ending, network)) return 'bridged';
  const mac = ending.dstMac.toLowerCase();
  if (ending.outInterface !== '' || mac === '') return 'routed';
  if (network !== null && network.links.get(ending.inInterface)?.mac?.toLowerCase() === mac) return 'routed';
  const entry = witness.forwardingEntries.find((each) => each.mac.toLowerCase() === mac);
  if (entry !== undefined) return entry.isOwn ? 'routed' : 'bridged';
  // A table that lists the addresses of several ports would list this one if it were the host's.
  const listsOwn = witness.forwardingEntries.filter(({ isOwn }) => isOwn).length > 1;
  return listsOwn || log.bridgedTo(ending.host).has(ending.dstMac) ? 'bridged' : 'unknown';
}
