import { randomNumbers } from '../random.mjs';
import { iptablesSave, networkFiles } from './network.mjs';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A node with that many services: some with a node port, some without an endpoint. */
function drawServices(count) {
  const random = randomNumbers(11);
  return Array.from({ length: count }, (_, index) => ({
    name: `ns-${index % 37}/svc-${index}:http`,
    hash: random.letters(16, LETTERS),
    address: `10.${96 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`,
    port: random.of([80, 443, 8080, 9090]),
    nodePort: index % 20 === 0 ? 30_000 + (index % 2768) : null,
    endpoints:
      index % 50 === 49
        ? []
        : Array.from({ length: random.between(1, 4) }, () => ({
            hash: random.letters(16, LETTERS),
            address: `10.244.${random.below(64)}.${random.between(2, 254)}`,
            port: random.of([8080, 8443, 3000]),
          })),
  }));
}

const network = networkFiles({ eth0: '192.168.50.11/24', cni0: '10.244.3.1/24' }, [
  'default via 192.168.50.1 dev eth0',
  ...Array.from({ length: 16 }, (_, node) => node)
    .filter((node) => node !== 3)
    .map((node) => `10.244.${node}.0/24 via 192.168.50.${100 + node} dev eth0`),
]);

/** A node of kube-proxy in iptables mode. */
export function kubeIptables(count) {
  const services = drawServices(count);
  const served = services.filter(({ endpoints }) => endpoints.length > 0);
  const comment = (text) => `-m comment --comment "${text}"`;
  const nat = [
    `PREROUTING ${comment('kubernetes service portals')} -j KUBE-SERVICES`,
    `OUTPUT ${comment('kubernetes service portals')} -j KUBE-SERVICES`,
    `POSTROUTING ${comment('kubernetes postrouting rules')} -j KUBE-POSTROUTING`,
    'KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000',
    'KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN',
    'KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0',
    `KUBE-POSTROUTING ${comment('kubernetes service traffic requiring SNAT')} -j MASQUERADE --random-fully`,
    ...served.map(
      ({ name, hash, address, port }) =>
        `KUBE-SERVICES -d ${address}/32 -p tcp ${comment(`${name} cluster IP`)} -m tcp --dport ${port} -j KUBE-SVC-${hash}`,
    ),
    `KUBE-SERVICES ! -d 127.0.0.0/8 ${comment('kubernetes service nodeports; NOTE: this must be the last rule in this chain')} -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS`,
    ...served
      .filter(({ nodePort }) => nodePort !== null)
      .flatMap(({ name, hash, nodePort }) => [
        `KUBE-NODEPORTS -p tcp ${comment(name)} -m tcp --dport ${nodePort} -j KUBE-EXT-${hash}`,
        `KUBE-EXT-${hash} ${comment(`masquerade traffic for ${name} external destinations`)} -j KUBE-MARK-MASQ`,
        `KUBE-EXT-${hash} -j KUBE-SVC-${hash}`,
      ]),
    ...served.flatMap(({ name, hash, address, port, endpoints }) => [
      `KUBE-SVC-${hash} ! -s 10.244.0.0/16 -d ${address}/32 -p tcp ${comment(`${name} cluster IP`)} -m tcp --dport ${port} -j KUBE-MARK-MASQ`,
      ...endpoints.flatMap((endpoint, at) => [
        `KUBE-SVC-${hash} ${comment(`${name} -> ${endpoint.address}:${endpoint.port}`)} ${at + 1 < endpoints.length ? `-m statistic --mode random --probability ${(1 / (endpoints.length - at)).toFixed(11)} ` : ''}-j KUBE-SEP-${endpoint.hash}`,
        `KUBE-SEP-${endpoint.hash} -s ${endpoint.address}/32 ${comment(name)} -j KUBE-MARK-MASQ`,
        `KUBE-SEP-${endpoint.hash} -p tcp ${comment(name)} -m tcp -j DNAT --to-destination ${endpoint.address}:${endpoint.port}`,
      ]),
    ]),
  ];
  const filter = [
    `INPUT -m conntrack --ctstate NEW ${comment('kubernetes load balancer firewall')} -j KUBE-PROXY-FIREWALL`,
    `INPUT ${comment('kubernetes health check service ports')} -j KUBE-NODEPORTS`,
    `INPUT -m conntrack --ctstate NEW ${comment('kubernetes externally-visible service portals')} -j KUBE-EXTERNAL-SERVICES`,
    'INPUT -j KUBE-FIREWALL',
    `FORWARD -m conntrack --ctstate NEW ${comment('kubernetes load balancer firewall')} -j KUBE-PROXY-FIREWALL`,
    `FORWARD ${comment('kubernetes forwarding rules')} -j KUBE-FORWARD`,
    `FORWARD -m conntrack --ctstate NEW ${comment('kubernetes service portals')} -j KUBE-SERVICES`,
    `FORWARD -m conntrack --ctstate NEW ${comment('kubernetes externally-visible service portals')} -j KUBE-EXTERNAL-SERVICES`,
    `OUTPUT -m conntrack --ctstate NEW ${comment('kubernetes load balancer firewall')} -j KUBE-PROXY-FIREWALL`,
    `OUTPUT -m conntrack --ctstate NEW ${comment('kubernetes service portals')} -j KUBE-SERVICES`,
    'OUTPUT -j KUBE-FIREWALL',
    `KUBE-FIREWALL ! -s 127.0.0.0/8 -d 127.0.0.0/8 ${comment('block incoming localnet connections')} -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP`,
    'KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP',
    `KUBE-FORWARD ${comment('kubernetes forwarding rules')} -m mark --mark 0x4000/0x4000 -j ACCEPT`,
    `KUBE-FORWARD ${comment('kubernetes forwarding conntrack rule')} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
    ...services
      .filter(({ endpoints }) => endpoints.length === 0)
      .map(
        ({ name, address, port }) =>
          `KUBE-SERVICES -d ${address}/32 -p tcp ${comment(`${name} has no endpoints`)} -m tcp --dport ${port} -j REJECT --reject-with icmp-port-unreachable`,
      ),
  ];
  const empty = ['KUBE-EXTERNAL-SERVICES', 'KUBE-NODEPORTS', 'KUBE-PROXY-FIREWALL', 'KUBE-SERVICES'];
  return {
    ...network,
    'iptables-save.txt': iptablesSave({ nat: { rules: nat }, filter: { rules: filter, empty } }),
  };
}

/** The same node with kube-proxy in nftables mode: a verdict map of services, a chain for each of them and each endpoint. */
export function kubeNft(count) {
  const services = drawServices(count);
  const served = services.filter(({ endpoints }) => endpoints.length > 0);
  const chainOf = ({ name, hash }) => `${hash.slice(0, 8)}-${name.replace(':', '/tcp/')}`;
  const endpointOf = (service, { hash, address, port }) =>
    `endpoint-${hash.slice(0, 8)}-${service.name.replace(':', '/tcp/')}__${address}/${port}`;
  const list = (elements) =>
    elements.length === 0 ? '' : `\n\t\telements = { ${elements.join(',\n\t\t\t     ')} }`;
  const map = (name, type, elements) => `\tmap ${name} {\n\t\ttype ${type} : verdict${list(elements)}\n\t}\n`;
  const chain = (name, rules) => `\tchain ${name} {\n${rules.map((rule) => `\t\t${rule}\n`).join('')}\t}\n`;
  const portType = 'ipv4_addr . inet_proto . inet_service';
  const ruleset = [
    'table ip kube-proxy {\n\tcomment "rules for kube-proxy"\n',
    `\tset cluster-ips {\n\t\ttype ipv4_addr${list(services.map(({ address }) => address))}\n\t}\n`,
    '\tset nodeport-ips {\n\t\ttype ipv4_addr\n\t\telements = { 192.168.50.11 }\n\t}\n',
    map(
      'no-endpoint-services',
      portType,
      services
        .filter(({ endpoints }) => endpoints.length === 0)
        .map(({ name, address, port }) => `${address} . tcp . ${port} comment "${name}" : goto reject-chain`),
    ),
    map('no-endpoint-nodeports', 'inet_proto . inet_service', []),
    map('firewall-ips', portType, []),
    map(
      'service-ips',
      portType,
      served.map(
        (service) => `${service.address} . tcp . ${service.port} : goto service-${chainOf(service)}`,
      ),
    ),
    map(
      'service-nodeports',
      'inet_proto . inet_service',
      served
        .filter(({ nodePort }) => nodePort !== null)
        .map((service) => `tcp . ${service.nodePort} : goto external-${chainOf(service)}`),
    ),
    chain('filter-prerouting-pre-dnat', [
      'type filter hook prerouting priority dstnat - 10; policy accept;',
      'ct state new jump firewall-check',
    ]),
    chain('filter-output-pre-dnat', [
      'type filter hook output priority -110; policy accept;',
      'ct state new jump firewall-check',
    ]),
    chain('filter-input', [
      'type filter hook input priority filter; policy accept;',
      'ct state new jump nodeport-endpoints-check',
      'ct state new jump service-endpoints-check',
    ]),
    chain('filter-forward', [
      'type filter hook forward priority filter; policy accept;',
      'ct state new jump service-endpoints-check',
      'ct state new jump cluster-ips-check',
    ]),
    chain('filter-output', [
      'type filter hook output priority filter; policy accept;',
      'ct state new jump service-endpoints-check',
      'ct state new jump cluster-ips-check',
    ]),
    chain('nat-prerouting', ['type nat hook prerouting priority dstnat; policy accept;', 'jump services']),
    chain('nat-output', ['type nat hook output priority -100; policy accept;', 'jump services']),
    chain('nat-postrouting', [
      'type nat hook postrouting priority srcnat; policy accept;',
      'jump masquerading',
    ]),
    chain('nodeport-endpoints-check', [
      'ip daddr @nodeport-ips meta l4proto . th dport vmap @no-endpoint-nodeports',
    ]),
    chain('service-endpoints-check', ['ip daddr . meta l4proto . th dport vmap @no-endpoint-services']),
    chain('firewall-check', ['ip daddr . meta l4proto . th dport vmap @firewall-ips']),
    chain('cluster-ips-check', [
      'ip daddr @cluster-ips reject comment "Reject traffic to invalid ports of ClusterIPs"',
      'ip daddr 10.96.0.0/16 drop comment "Drop traffic to unallocated ClusterIPs"',
    ]),
    chain('services', [
      'ip daddr . meta l4proto . th dport vmap @service-ips',
      'ip daddr @nodeport-ips meta l4proto . th dport vmap @service-nodeports',
    ]),
    chain('masquerading', [
      'meta mark & 0x00004000 == 0x00000000 return',
      'meta mark set meta mark ^ 0x00004000',
      'masquerade fully-random',
    ]),
    chain('mark-for-masquerade', ['meta mark set meta mark | 0x00004000']),
    chain('reject-chain', ['reject']),
    ...served.flatMap((service) => [
      chain(`service-${chainOf(service)}`, [
        `ip daddr ${service.address} tcp dport ${service.port} ip saddr != 10.244.0.0/16 jump mark-for-masquerade`,
        `numgen random mod ${service.endpoints.length} vmap { ${service.endpoints.map((endpoint, at) => `${at} : goto ${endpointOf(service, endpoint)}`).join(', ')} }`,
      ]),
      ...(service.nodePort === null
        ? []
        : [
            chain(`external-${chainOf(service)}`, [
              'jump mark-for-masquerade',
              `goto service-${chainOf(service)}`,
            ]),
          ]),
      ...service.endpoints.map((endpoint) =>
        chain(endpointOf(service, endpoint), [
          `ip saddr ${endpoint.address} jump mark-for-masquerade`,
          `meta l4proto tcp dnat to ${endpoint.address}:${endpoint.port}`,
        ]),
      ),
    ]),
    '}\n',
  ].join('');
  return { ...network, 'nft-ruleset.txt': ruleset };
}
