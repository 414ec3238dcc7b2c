import { expect, test } from 'vitest';
import { chainFamilies, familyName } from './chain-families.ts';
import { nodeIds } from './flow-node.ts';

test.each([
  ['KUBE-SEP-6B3UFB6AUXV5UCKZ', 'KUBE-SEP-*'],
  ['KUBE-SVC-ERIFXISQEP7F7OF4', 'KUBE-SVC-*'],
  ['KUBE-EXT-XGLOHA7QRQ3V22RZ', 'KUBE-EXT-*'],
  ['cali-tw-cali0ef24b1c2d3', 'cali-tw-*'],
  ['cali-fw-cali0ef24b1c2d3', 'cali-fw-*'],
  ['cali-pi-_tDhWcG1k9aBcDeFgHiJ', 'cali-pi-*'],
  ['CNI-4f8b1a6c2d3e4f5061728394', 'CNI-*'],
  ['CNI-DN-8a1b2c3d4e5f60718293a', 'CNI-DN-*'],
  ['neutron-openvswi-i3a4b5c6d-7', 'neutron-openvswi-i*'],
  ['endpoint-2CRNCTTE-ns1/svc1/tcp/p80__10.180.0.1/80', 'endpoint-*'],
  ['DOCKER-ISOLATION-STAGE-2', 'DOCKER-ISOLATION-STAGE-*'],
])('names_that_programs_make_belong_together: %s', (chain, family) => {
  expect(familyName(chain)).toBe(family);
});

test.each(['FORWARD', 'KUBE-SERVICES', 'KUBE-MARK-MASQ', 'DOCKER-USER', 'LAN-UDP', 'cali-FORWARD', 'ALLOW-facade', '', '-', 'A'.repeat(5000)])(
  'names_that_persons_give_stand_alone: %s',
  (chain) => {
    expect(familyName(chain)).toBeNull();
  },
); // prettier-ignore

const ids = nodeIds('node1');
const chain = (table: string, name: string) =>
  ids.chain({ tableFamily: 'ip', table, chain: name }, 'prerouting', null);
const endpoint = (i: number) => `KUBE-SEP-${String.fromCharCode(65 + i).repeat(16)}`;
const others = Array.from({ length: 40 }, (_, i) => ids.in(`eth${i}`)); // prettier-ignore

test('a_crowd_of_one_table_is_a_family_with_the_number_of_its_chains', () => {
  const crowd = Array.from({ length: 5 }, (_, i) => chain('nat', endpoint(i)));
  const few = Array.from({ length: 3 }, (_, i) => chain('filter', endpoint(i)));
  const families = chainFamilies([...crowd, ...few, ...others]);
  expect(families.map(({ host, name, chains }) => [host, name, chains])).toEqual([
    ['node1', 'nat/KUBE-SEP-*', 5],
  ]);
});

test('a_small_graph_has_no_families', () => {
  expect(chainFamilies(Array.from({ length: 8 }, (_, i) => chain('nat', endpoint(i))))).toEqual([]);
});
