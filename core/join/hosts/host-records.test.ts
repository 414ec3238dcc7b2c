import { expect, test } from 'vitest';
import type { InterfaceAddress } from '../../model/network.ts';
import { hostRecords } from './host-records.ts';

const address: InterfaceAddress = {
  family: 'ipv4',
  dev: 'eth0',
  address: '10.1.0.1',
  prefixLength: 24,
  listing: 'whole',
  at: { file: 'ip-br-addr.txt', line: 1 },
};

test('addresses alone, as ip -br addr lists them, describe the network', () => {
  const { network } = hostRecords([{ kind: 'links', items: [], addresses: [address], losses: [] }], false);
  expect(network).toMatchObject({ addresses: [address], links: [], routes: [] });
});

test('a listing without any address describes none', () => {
  expect(hostRecords([{ kind: 'links', items: [], addresses: [], losses: [] }], false).network).toBeNull();
});
