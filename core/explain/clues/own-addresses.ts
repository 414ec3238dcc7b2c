import { shortAddress } from '../../kernel/address.ts';
import type { NetworkRecords } from '../../model/network.ts';

/** The addresses of a host as its interfaces tell them, or the sources of its routes, in one spelling (`shortAddress`). */
export function ownAddresses({ addresses, routes }: NetworkRecords): ReadonlySet<string> {
  const sources = routes.flatMap(({ preferredSource }) => preferredSource ?? []);
  return new Set([...addresses.map(({ address }) => address), ...sources].map(shortAddress));
}
