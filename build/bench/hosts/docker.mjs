import { iptablesSave, networkFiles } from './network.mjs';

/** A host of that many bridge networks, each with some containers that publish a port; `-i docker0` rules as dockerd writes them. */
export function docker(networks, containers) {
  const bridges = Array.from({ length: networks }, (_, index) => ({
    name: index === 0 ? 'docker0' : `br-${(0xa1b2c3d4 + index * 7919).toString(16).slice(0, 8)}0f3e`,
    network: `172.${17 + (index >> 4)}.${(index & 15) * 16}.0/20`,
    containers: Array.from({ length: containers }, (_, at) => ({
      address: `172.${17 + (index >> 4)}.${(index & 15) * 16}.${at + 2}`,
      port: [80, 443, 5432, 8080][at % 4],
      published: 8000 + index * containers + at,
    })),
  }));
  const all = (make) => bridges.flatMap(make);
  const nat = [
    'PREROUTING -m addrtype --dst-type LOCAL -j DOCKER',
    'OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER',
    ...all(({ name, network }) => [`POSTROUTING -s ${network} ! -o ${name} -j MASQUERADE`]),
    ...all(({ containers: own }) =>
      own.map(
        ({ address, port }) =>
          `POSTROUTING -s ${address}/32 -d ${address}/32 -p tcp -m tcp --dport ${port} -j MASQUERADE`,
      ),
    ),
    ...all(({ name }) => [`DOCKER -i ${name} -j RETURN`]),
    ...all(({ name, containers: own }) =>
      own.map(
        ({ address, port, published }) =>
          `DOCKER ! -i ${name} -p tcp -m tcp --dport ${published} -j DNAT --to-destination ${address}:${port}`,
      ),
    ),
  ];
  const filter = [
    'FORWARD -j DOCKER-USER',
    'FORWARD -j DOCKER-ISOLATION-STAGE-1',
    ...all(({ name }) => [
      `FORWARD -o ${name} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
      `FORWARD -o ${name} -j DOCKER`,
      `FORWARD -i ${name} ! -o ${name} -j ACCEPT`,
      `FORWARD -i ${name} -o ${name} -j ACCEPT`,
    ]),
    ...all(({ name, containers: own }) =>
      own.map(
        ({ address, port }) =>
          `DOCKER -d ${address}/32 ! -i ${name} -o ${name} -p tcp -m tcp --dport ${port} -j ACCEPT`,
      ),
    ),
    ...all(({ name }) => [`DOCKER-ISOLATION-STAGE-1 -i ${name} ! -o ${name} -j DOCKER-ISOLATION-STAGE-2`]),
    'DOCKER-ISOLATION-STAGE-1 -j RETURN',
    ...all(({ name }) => [`DOCKER-ISOLATION-STAGE-2 -o ${name} -j DROP`]),
    'DOCKER-ISOLATION-STAGE-2 -j RETURN',
    'DOCKER-USER -j RETURN',
  ];
  const interfaces = { eth0: '192.0.2.10/24' };
  for (const { name, network } of bridges) interfaces[name] = network.replace('.0/20', '.1/20');
  return {
    ...networkFiles(interfaces, ['default via 192.0.2.1 dev eth0']),
    'iptables-save.txt': iptablesSave({
      nat: { rules: nat },
      filter: { rules: filter, policies: { FORWARD: 'DROP' } },
    }),
  };
}
