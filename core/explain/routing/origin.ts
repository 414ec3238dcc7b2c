import type { HostNetwork } from '../../kernel/routing/host-network.ts';
import { parseAddress } from '../../kernel/address.ts';
import { localEntry } from '../../kernel/match/address-type.ts';
import type { JourneyEnd } from '../endings/journey-end.ts';

/**
 * Where a packet that went out came from: the host itself, or another. One whose first line is of POSTROUTING shows its
 * IN= there on newer kernels only; older ones leave it empty. Its source, not yet rewritten there, is then one of the
 * host's own addresses, or it is not.
 */
export function originOf(ending: JourneyEnd, network: HostNetwork | null): 'own' | 'elsewhere' | 'unknown' {
  if (ending.local) return 'own';
  if (ending.beginsAt !== 'postrouting' || ending.inInterface !== '' || ending.physIn !== '')
    return 'elsewhere';
  const source = parseAddress(ending.src);
  const entry = source === null ? 'unknown' : localEntry(network, ending.family, source);
  if (entry === 'unknown') return 'unknown';
  return entry?.type === 'local' ? 'own' : 'elsewhere';
}
