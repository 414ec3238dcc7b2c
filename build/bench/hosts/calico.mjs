import { randomNumbers } from '../random.mjs';
import { iptablesSave, networkFiles } from './network.mjs';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A node of Calico with that many pods, each under some of the policies, whose peers are sets of addresses. */
export function calico(pods, policies) {
  const random = randomNumbers(23);
  const own = Array.from({ length: pods }, (_, index) => ({
    name: `cali${random.letters(11, '0123456789abcdef')}`,
    address: `10.42.3.${index + 2}`,
    policies: Array.from({ length: 2 }, () => random.below(policies)),
  }));
  const written = Array.from({ length: policies }, (_, index) => ({
    chain: random.letters(12, LETTERS),
    set: `cali40s:${random.letters(20, LETTERS)}`,
    port: [80, 443, 5432, 6379, 8080][index % 5],
    peers: Array.from(
      { length: random.between(3, 40) },
      () => `10.42.${random.below(32)}.${random.between(2, 254)}`,
    ),
  }));
  const comment = '-m comment --comment "cali:AbCdEfGhIjKlMnOp"';
  const pod =
    (direction) =>
    ({ name, policies: under }) => {
      const chain = `cali-${direction === 'in' ? 'tw' : 'fw'}-${name}`;
      return [
        `${chain} ${comment} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
        `${chain} ${comment} -m conntrack --ctstate INVALID -j DROP`,
        `${chain} ${comment} -j MARK --set-xmark 0x0/0x10000`,
        ...(direction === 'out'
          ? [
              `${chain} -p udp ${comment} -m multiport --dports 4789 -j DROP`,
              `${chain} -p ipv4 ${comment} -j DROP`,
            ]
          : []),
        `${chain} ${comment} -j MARK --set-xmark 0x0/0x20000`,
        ...under.flatMap((each) => [
          `${chain} ${comment} -m mark --mark 0x0/0x20000 -j cali-p${direction === 'in' ? 'i' : 'o'}-${written[each].chain}`,
          `${chain} ${comment} -m mark --mark 0x10000/0x10000 -j RETURN`,
        ]),
        `${chain} ${comment} -m mark --mark 0x0/0x20000 -j DROP`,
        `${chain} ${comment} -j cali-pr${direction === 'in' ? 'i' : 'o'}-kns.default`,
        `${chain} ${comment} -m mark --mark 0x10000/0x10000 -j RETURN`,
        `${chain} ${comment} -j DROP`,
      ];
    };
  const filter = [
    'INPUT -j cali-INPUT',
    'FORWARD -j cali-FORWARD',
    `FORWARD ${comment} -m mark --mark 0x10000/0x10000 -j ACCEPT`,
    'OUTPUT -j cali-OUTPUT',
    `cali-FORWARD ${comment} -j MARK --set-xmark 0x0/0xe0000`,
    `cali-FORWARD ${comment} -m mark --mark 0x0/0x10000 -j cali-from-hep-forward`,
    `cali-FORWARD -i cali+ ${comment} -j cali-from-wl-dispatch`,
    `cali-FORWARD -o cali+ ${comment} -j cali-to-wl-dispatch`,
    `cali-FORWARD ${comment} -j cali-to-hep-forward`,
    `cali-INPUT ${comment} -j MARK --set-xmark 0x0/0xfff00000`,
    `cali-INPUT -i cali+ ${comment} -g cali-wl-to-host`,
    `cali-INPUT ${comment} -m mark --mark 0x10000/0x10000 -j ACCEPT`,
    `cali-wl-to-host ${comment} -j cali-from-wl-dispatch`,
    `cali-wl-to-host ${comment} -j ACCEPT`,
    ...own.map(({ name }) => `cali-from-wl-dispatch -i ${name} ${comment} -g cali-fw-${name}`),
    `cali-from-wl-dispatch ${comment} -j DROP`,
    ...own.map(({ name }) => `cali-to-wl-dispatch -o ${name} ${comment} -g cali-tw-${name}`),
    `cali-to-wl-dispatch ${comment} -j DROP`,
    ...own.flatMap(pod('in')),
    ...own.flatMap(pod('out')),
    ...written.flatMap(({ chain, set, port }) => [
      `cali-pi-${chain} -p tcp ${comment} -m set --match-set ${set} src -m multiport --dports ${port} -j MARK --set-xmark 0x10000/0x10000`,
      `cali-pi-${chain} ${comment} -m mark --mark 0x10000/0x10000 -j RETURN`,
      `cali-po-${chain} ${comment} -m set --match-set ${set} dst -j MARK --set-xmark 0x10000/0x10000`,
      `cali-po-${chain} ${comment} -m mark --mark 0x10000/0x10000 -j RETURN`,
    ]),
    `cali-pri-kns.default ${comment} -j MARK --set-xmark 0x10000/0x10000`,
    `cali-pri-kns.default ${comment} -m mark --mark 0x10000/0x10000 -j RETURN`,
    `cali-pro-kns.default ${comment} -j MARK --set-xmark 0x10000/0x10000`,
    `cali-pro-kns.default ${comment} -m mark --mark 0x10000/0x10000 -j RETURN`,
  ];
  const nat = [
    'POSTROUTING -j cali-POSTROUTING',
    'cali-POSTROUTING -j cali-nat-outgoing',
    `cali-nat-outgoing ${comment} -m set --match-set cali40masq-ipam-pools src -m set ! --match-set cali40all-ipam-pools dst -j MASQUERADE --random-fully`,
  ];
  const raw = [
    'PREROUTING -j cali-PREROUTING',
    `cali-PREROUTING ${comment} -j MARK --set-xmark 0x0/0xf0000`,
    `cali-PREROUTING -i cali+ ${comment} -j MARK --set-xmark 0x40000/0x40000`,
    `cali-PREROUTING ${comment} -m mark --mark 0x40000/0x40000 -m rpfilter --validmark --invert -j DROP`,
  ];
  const sets = [
    ...['cali40masq-ipam-pools', 'cali40all-ipam-pools'].map(
      (name) => `create ${name} hash:net family inet hashsize 1024 maxelem 1048576\nadd ${name} 10.42.0.0/16`,
    ),
    ...written.flatMap(({ set, peers }) => [
      `create ${set} hash:net family inet hashsize 1024 maxelem 1048576`,
      ...[...new Set(peers)].map((peer) => `add ${set} ${peer}`),
    ]),
    '',
  ].join('\n');
  const interfaces = { eth0: '192.168.60.13/24' };
  for (const { name } of own) interfaces[name] = '169.254.1.1/32';
  return {
    ...networkFiles(interfaces, [
      'default via 192.168.60.1 dev eth0',
      ...own.map(({ name, address }) => `${address} dev ${name} scope link`),
      'blackhole 10.42.3.0/24 proto 80',
      ...Array.from(
        { length: 12 },
        (_, node) => `10.42.${node + 8}.0/24 via 192.168.60.${20 + node} dev eth0 proto 80`,
      ),
    ]),
    'iptables-save.txt': iptablesSave({
      raw: { rules: raw },
      nat: { rules: nat },
      filter: { rules: filter, empty: ['cali-from-hep-forward', 'cali-to-hep-forward', 'cali-OUTPUT'] },
    }),
    'ipset.txt': sets,
  };
}
