import type { Variant } from '../scenario.ts';

/** A LAN (lan7, 10.71.0.0/24), a guest network (guest7, 10.73.0.0/24) and two ways out (wan7, wan8). */
export const threeNetworks: Pick<Variant, 'links'> = {
  links: [
    {
      dev: 'lan7',
      addresses: ['10.71.0.1/24'],
      peer: 'client',
      peerAddresses: ['10.71.0.2/24', '10.71.0.3/24'],
      gateway: '10.71.0.1',
    },
    {
      dev: 'guest7',
      addresses: ['10.73.0.1/24'],
      peer: 'guest',
      peerAddresses: ['10.73.0.2/24'],
      gateway: '10.73.0.1',
    },
    {
      dev: 'wan7',
      addresses: ['10.72.0.1/24'],
      peer: 'isp',
      peerAddresses: ['10.72.0.2/24'],
      gateway: '10.72.0.1',
    },
    {
      dev: 'wan8',
      addresses: ['10.74.0.1/24'],
      peer: 'isp2',
      peerAddresses: ['10.74.0.2/24'],
      gateway: '10.74.0.1',
    },
  ],
};
