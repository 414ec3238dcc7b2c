import type { Variant } from '../scenario.ts';

/** A client on the one side (lan7, 10.71.0.0/24), a server on the other (wan7, 10.72.0.0/24). */
export const twoNetworks: Pick<Variant, 'links'> = {
  links: [
    {
      dev: 'lan7',
      addresses: ['10.71.0.1/24'],
      peer: 'client',
      peerAddresses: ['10.71.0.2/24'],
      gateway: '10.71.0.1',
    },
    {
      dev: 'wan7',
      addresses: ['10.72.0.1/24'],
      peer: 'server',
      peerAddresses: ['10.72.0.2/24'],
      gateway: '10.72.0.1',
    },
  ],
};
