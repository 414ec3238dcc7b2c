import { randomNumbers } from '../random.mjs';
import { iptablesSave, networkFiles } from './network.mjs';

/** A gateway with one list of that many rules, and block lists of that many addresses and networks in ipset. */
export function flatList(rules, elements) {
  const random = randomNumbers(17);
  const dotted = (bits) => [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
  const anywhere = () => random.between(1 << 24, 0xdfff_ffff);
  const inner = () => `10.${random.below(8)}.${random.below(256)}.${random.between(1, 254)}`;
  const source = () =>
    random.chance(0.3)
      ? ''
      : random.chance(0.5)
        ? `-s ${dotted(anywhere())}/32 `
        : `-s ${dotted((anywhere() & -256) >>> 0)}/24 `;
  const drawn = Array.from({ length: rules }, () => {
    const protocol = random.of(['tcp', 'tcp', 'udp']);
    const port = random.chance(0.2)
      ? `${random.between(1, 30_000)}:${random.between(30_001, 65_535)}`
      : random.between(1, 65_535);
    return `FORWARD ${source()}-d ${inner()}/32 -p ${protocol} -m ${protocol} --dport ${port} -j ${random.of(['ACCEPT', 'ACCEPT', 'DROP'])}`;
  });
  const addresses = new Set();
  while (addresses.size < elements) addresses.add(dotted(anywhere()));
  const networks = new Set();
  while (networks.size < elements) networks.add(`${dotted((anywhere() & -256) >>> 0)}/24`);
  const size = 131_072;
  const sets = [
    `create blocked hash:ip family inet hashsize ${size} maxelem 1000000`,
    ...Array.from(addresses, (address) => `add blocked ${address}`),
    `create blocked-networks hash:net family inet hashsize ${size} maxelem 1000000`,
    ...Array.from(networks, (address) => `add blocked-networks ${address}`),
    '',
  ].join('\n');
  const filter = [
    'INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    'INPUT -m set --match-set blocked src -j DROP',
    'INPUT -p tcp -m tcp --dport 22 -j ACCEPT',
    'FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    ...(elements > 0
      ? [
          'FORWARD -m set --match-set blocked src -j DROP',
          'FORWARD -m set --match-set blocked-networks src -j DROP',
        ]
      : []),
    ...drawn,
  ];
  return {
    ...networkFiles({ eth0: '203.0.113.2/24', eth1: '10.0.0.1/16' }, [
      'default via 203.0.113.1 dev eth0',
      '10.0.0.0/8 via 10.0.0.254 dev eth1',
    ]),
    'iptables-save.txt': iptablesSave({
      filter: { rules: filter, policies: { INPUT: 'DROP', FORWARD: 'DROP' } },
    }),
    ...(elements > 0 ? { 'ipset.txt': sets } : {}),
  };
}
