import { iptablesSave, networkFiles } from './network.mjs';

const router = networkFiles(
  { eth0: '203.0.113.2/24', eth1: '192.168.1.1/24', eth2: '192.168.2.1/24', wg0: '10.9.0.1/24' },
  ['default via 203.0.113.1 dev eth0'],
);

/** firewalld with its nftables backend: a zone for each interface. */
export function firewalld() {
  const zones = { public: 'eth0', internal: 'eth1', dmz: 'eth2', trusted: 'wg0' };
  const services = { public: [22, 443], internal: [22, 53, 80, 443, 631], dmz: [22], trusted: [] };
  const kinds = ['PREROUTING', 'INPUT', 'FORWARD'];
  const chain = (name, rules) => `\tchain ${name} {\n${rules.map((rule) => `\t\t${rule}\n`).join('')}\t}\n`;
  const dispatch = (kind) =>
    chain(`filter_${kind}_ZONES`, [
      ...Object.entries(zones).map(
        ([zone, name]) => `iifname "${name}" goto filter_${kind === 'INPUT' ? 'IN' : 'FWD'}_${zone}`,
      ),
      `goto filter_${kind === 'INPUT' ? 'IN' : 'FWD'}_public`,
    ]);
  const zoneChains = Object.keys(zones).flatMap((zone) =>
    ['IN', 'FWD'].flatMap((way) => {
      const name = `filter_${way}_${zone}`;
      const parts = ['pre', 'log', 'deny', 'allow', 'post'];
      const allow =
        way === 'IN'
          ? services[zone].map((port) => `tcp dport ${port} accept`)
          : zone === 'internal'
            ? ['oifname "eth0" accept', 'oifname "eth1" accept']
            : [`oifname "${zones[zone]}" accept`];
      return [
        chain(name, [
          `jump filter_${way === 'IN' ? 'INPUT' : 'FORWARD'}_POLICIES_pre`,
          ...parts.map((part) => `jump ${name}_${part}`),
          `jump filter_${way === 'IN' ? 'INPUT' : 'FORWARD'}_POLICIES_post`,
          ...(way === 'IN' ? ['meta l4proto { icmp, ipv6-icmp } accept'] : []),
          zone === 'trusted' ? 'accept' : 'reject with icmpx admin-prohibited',
        ]),
        ...parts.map((part) => chain(`${name}_${part}`, part === 'allow' ? allow : [])),
      ];
    }),
  );
  const ruleset = [
    'table inet firewalld {\n',
    chain('mangle_PREROUTING', ['type filter hook prerouting priority mangle + 10; policy accept;']),
    chain('filter_INPUT', [
      'type filter hook input priority filter + 10; policy accept;',
      'ct state { established, related } accept',
      'ct status dnat accept',
      'iifname "lo" accept',
      'ct state invalid drop',
      'jump filter_INPUT_ZONES',
      'reject with icmpx admin-prohibited',
    ]),
    chain('filter_FORWARD', [
      'type filter hook forward priority filter + 10; policy accept;',
      'ct state { established, related } accept',
      'ct status dnat accept',
      'iifname "lo" accept',
      'ct state invalid drop',
      'ip6 daddr { ::/96, ::ffff:0.0.0.0/96, 2002::/24, 2002:a00::/24 } reject with icmpv6 addr-unreachable',
      'jump filter_FORWARD_ZONES',
      'reject with icmpx admin-prohibited',
    ]),
    chain('nat_POSTROUTING', [
      'type nat hook postrouting priority srcnat + 10; policy accept;',
      'meta nfproto ipv4 oifname "eth0" masquerade',
    ]),
    ...kinds.slice(1).map(dispatch),
    ...['INPUT', 'FORWARD'].flatMap((kind) =>
      ['pre', 'post'].map((when) => chain(`filter_${kind}_POLICIES_${when}`, [])),
    ),
    ...zoneChains,
    '}\n',
  ].join('');
  return { ...router, 'nft-ruleset.txt': ruleset };
}

/** ufw as it stands after `ufw enable`, with some ports allowed. */
export function ufw() {
  const allowed = [22, 80, 443, 25, 587, 993, 5432, 6379];
  const to = (chain) =>
    ['before-logging', 'before', 'after', 'after-logging', 'reject', 'track'].map(
      (part) => `${chain.toUpperCase()} -j ufw-${part}-${chain}`,
    );
  const logged = '-m limit --limit 3/min --limit-burst 10 -j LOG --log-prefix "[UFW BLOCK] "';
  const rules = [
    ...['input', 'forward', 'output'].flatMap(to),
    `ufw-after-logging-input ${logged}`,
    `ufw-after-logging-forward ${logged}`,
    ...[137, 138].map((port) => `ufw-after-input -p udp -m udp --dport ${port} -j ufw-skip-to-policy-input`),
    ...[139, 445].map((port) => `ufw-after-input -p tcp -m tcp --dport ${port} -j ufw-skip-to-policy-input`),
    ...[67, 68].map((port) => `ufw-after-input -p udp -m udp --dport ${port} -j ufw-skip-to-policy-input`),
    'ufw-after-input -m addrtype --dst-type BROADCAST -j ufw-skip-to-policy-input',
    'ufw-before-forward -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    ...[3, 11, 12, 8].map((type) => `ufw-before-forward -p icmp -m icmp --icmp-type ${type} -j ACCEPT`),
    'ufw-before-forward -j ufw-user-forward',
    'ufw-before-input -i lo -j ACCEPT',
    'ufw-before-input -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    'ufw-before-input -m conntrack --ctstate INVALID -j ufw-logging-deny',
    'ufw-before-input -m conntrack --ctstate INVALID -j DROP',
    ...[3, 11, 12, 8].map((type) => `ufw-before-input -p icmp -m icmp --icmp-type ${type} -j ACCEPT`),
    'ufw-before-input -p udp -m udp --sport 67 --dport 68 -j ACCEPT',
    'ufw-before-input -j ufw-not-local',
    'ufw-before-input -d 224.0.0.251/32 -p udp -m udp --dport 5353 -j ACCEPT',
    'ufw-before-input -d 239.255.255.250/32 -p udp -m udp --dport 1900 -j ACCEPT',
    'ufw-before-input -j ufw-user-input',
    'ufw-before-output -o lo -j ACCEPT',
    'ufw-before-output -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    'ufw-before-output -j ufw-user-output',
    'ufw-logging-deny -m conntrack --ctstate INVALID -m limit --limit 3/min --limit-burst 10 -j RETURN',
    `ufw-logging-deny ${logged}`,
    'ufw-not-local -m addrtype --dst-type LOCAL -j RETURN',
    'ufw-not-local -m addrtype --dst-type MULTICAST -j RETURN',
    'ufw-not-local -m addrtype --dst-type BROADCAST -j RETURN',
    'ufw-not-local -m limit --limit 3/min --limit-burst 10 -j ufw-logging-deny',
    'ufw-not-local -j DROP',
    'ufw-skip-to-policy-input -j DROP',
    'ufw-track-output -p tcp -m conntrack --ctstate NEW -j ACCEPT',
    'ufw-track-output -p udp -m conntrack --ctstate NEW -j ACCEPT',
    'ufw-user-forward -i wg0 -o eth1 -j ACCEPT',
    ...allowed.map((port) => `ufw-user-input -p tcp -m tcp --dport ${port} -j ACCEPT`),
    'ufw-user-input -s 192.168.1.0/24 -j ACCEPT',
    'ufw-user-input -p tcp -m tcp --dport 2222 -m conntrack --ctstate NEW -m recent --set --name DEFAULT --mask 255.255.255.255 --rsource',
    'ufw-user-input -p tcp -m tcp --dport 2222 -m conntrack --ctstate NEW -m recent --update --seconds 30 --hitcount 6 --name DEFAULT --mask 255.255.255.255 --rsource -j ufw-user-limit',
    'ufw-user-input -p tcp -m tcp --dport 2222 -j ufw-user-limit-accept',
    'ufw-user-limit -m limit --limit 3/min -j LOG --log-prefix "[UFW LIMIT BLOCK] "',
    'ufw-user-limit -j REJECT --reject-with icmp-port-unreachable',
    'ufw-user-limit-accept -j ACCEPT',
  ];
  const named = new Set(rules.flatMap((rule) => rule.match(/-[jg] (ufw-\S+)/)?.[1] ?? []));
  return {
    ...router,
    'iptables-save.txt': iptablesSave({
      filter: { rules, empty: [...named], policies: { INPUT: 'DROP', FORWARD: 'DROP' } },
    }),
  };
}

/** Shorewall with three zones and the usual actions. */
export function shorewall() {
  const zones = { net: 'eth0', loc: 'eth1', dmz: 'eth2' };
  const names = Object.keys(zones);
  const allowed = {
    'net-dmz': [25, 80, 443],
    'loc-dmz': [22, 25, 80, 443, 993],
    'dmz-net': [25, 53, 443],
    'net-fw': [22],
    'loc-fw': [22, 53],
  };
  const log = (chain, verdict) =>
    `-m limit --limit 10/sec --limit-burst 20 -j LOG --log-prefix "Shorewall:${chain}:${verdict}:" --log-level 6`;
  const pair = (from, to) => {
    const chain = `${from}-${to}`;
    const verdict = from === 'loc' ? 'ACCEPT' : from === 'net' ? 'DROP' : 'REJECT';
    return [
      `${chain} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
      `${chain} -m conntrack --ctstate INVALID,NEW,UNTRACKED -j dynamic`,
      `${chain} -p tcp -j tcpflags`,
      ...(allowed[chain] ?? []).map((port) => `${chain} -p tcp -m tcp --dport ${port} -j ACCEPT`),
      ...(from === 'loc'
        ? [`${chain} -j ACCEPT`]
        : [
            `${chain} -j ${verdict === 'DROP' ? 'Drop' : 'Reject'}`,
            `${chain} ${log(chain, verdict)}`,
            `${chain} -j ${verdict === 'DROP' ? 'DROP' : 'reject'}`,
          ]),
    ];
  };
  const rules = [
    ...names.map((zone) => `INPUT -i ${zones[zone]} -j ${zone}-fw`),
    'INPUT -i lo -j ACCEPT',
    `INPUT ${log('INPUT', 'REJECT')}`,
    'INPUT -g reject',
    ...names.map((zone) => `FORWARD -i ${zones[zone]} -j ${zone}_frwd`),
    `FORWARD ${log('FORWARD', 'REJECT')}`,
    'FORWARD -g reject',
    ...names.map((zone) => `OUTPUT -o ${zones[zone]} -j ACCEPT`),
    'OUTPUT -o lo -j ACCEPT',
    ...names.flatMap((from) =>
      names.filter((to) => to !== from).map((to) => `${from}_frwd -o ${zones[to]} -j ${from}-${to}`),
    ),
    ...names.flatMap((from) => [...names.filter((to) => to !== from), 'fw'].flatMap((to) => pair(from, to))),
    'Drop',
    'Reject',
  ].filter((rule) => rule.includes(' '));
  rules.push(
    ...['Drop', 'Reject'].flatMap((chain) => [
      `${chain} -j Broadcast`,
      `${chain} -p icmp -m icmp --icmp-type 3/4 -j ACCEPT`,
      `${chain} -p icmp -m icmp --icmp-type 11 -j ACCEPT`,
      `${chain} -m conntrack --ctstate INVALID -j DROP`,
      `${chain} -p udp -m multiport --dports 135,445 -j ${chain === 'Drop' ? 'DROP' : 'reject'}`,
      `${chain} -p udp -m udp --dport 137:139 -j ${chain === 'Drop' ? 'DROP' : 'reject'}`,
      `${chain} -p tcp -m multiport --dports 135,139,445 -j ${chain === 'Drop' ? 'DROP' : 'reject'}`,
      `${chain} -p tcp -m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN -j DROP`,
      `${chain} -p udp -m udp --sport 53 -j DROP`,
    ]),
    ...['BROADCAST', 'MULTICAST', 'ANYCAST'].map(
      (type) => `Broadcast -m addrtype --dst-type ${type} -j DROP`,
    ),
    'tcpflags -p tcp -m tcp --tcp-flags FIN,SYN,RST,PSH,ACK,URG FIN,PSH,URG -g logflags',
    'tcpflags -p tcp -m tcp --tcp-flags FIN,SYN,RST,PSH,ACK,URG NONE -g logflags',
    'tcpflags -p tcp -m tcp --tcp-flags SYN,RST SYN,RST -g logflags',
    'tcpflags -p tcp -m tcp --sport 0 --tcp-flags FIN,SYN,RST,ACK SYN -g logflags',
    `logflags ${log('logflags', 'DROP')}`,
    'logflags -j DROP',
    'reject -m addrtype --src-type BROADCAST -j DROP',
    'reject -s 224.0.0.0/4 -j DROP',
    'reject -p igmp -j DROP',
    'reject -p tcp -j REJECT --reject-with tcp-reset',
    'reject -p udp -j REJECT --reject-with icmp-port-unreachable',
    'reject -p icmp -j REJECT --reject-with icmp-host-unreachable',
    'reject -j REJECT --reject-with icmp-host-prohibited',
  );
  return {
    ...router,
    'iptables-save.txt': iptablesSave({
      nat: { rules: ['POSTROUTING -o eth0 -j eth0_masq', 'eth0_masq -s 192.168.0.0/16 -j MASQUERADE'] },
      filter: { rules, empty: ['dynamic'], policies: { INPUT: 'DROP', FORWARD: 'DROP', OUTPUT: 'DROP' } },
    }),
  };
}

/** fw4 of OpenWrt with its zones lan, wan and guest, and some port forwards. */
export function openwrt() {
  const zones = { lan: 'eth1', wan: 'eth0', guest: 'eth2' };
  const forwards = Array.from({ length: 12 }, (_, index) => ({
    port: 8000 + index,
    to: `192.168.1.${100 + index}`,
  }));
  const chain = (name, rules) => `\tchain ${name} {\n${rules.map((rule) => `\t\t${rule}\n`).join('')}\t}\n`;
  const jumps = (kind, side) =>
    Object.entries(zones).map(
      ([zone, name]) =>
        `${side} "${name}" jump ${kind}_${zone} comment "!fw4: Handle ${zone} IPv4/IPv6 ${kind} traffic"`,
    );
  const accept = { lan: ['lan', 'wan'], wan: [], guest: ['wan'] };
  const ruleset = [
    'table inet fw4 {\n',
    chain('input', [
      'type filter hook input priority filter; policy drop;',
      'iifname "lo" accept comment "!fw4: Accept traffic from loopback"',
      'ct state established,related accept comment "!fw4: Allow inbound established and related flows"',
      'tcp flags syn / fin,syn,rst,ack jump syn_flood comment "!fw4: Rate limit TCP syn packets"',
      ...jumps('input', 'iifname'),
      'jump handle_reject',
    ]),
    chain('forward', [
      'type filter hook forward priority filter; policy drop;',
      'ct state established,related accept comment "!fw4: Allow forwarded established and related flows"',
      ...jumps('forward', 'iifname'),
      'jump handle_reject',
    ]),
    chain('output', [
      'type filter hook output priority filter; policy accept;',
      'oifname "lo" accept',
      'ct state established,related accept',
      ...jumps('output', 'oifname'),
    ]),
    chain('prerouting', ['type filter hook prerouting priority filter; policy accept;']),
    chain('handle_reject', [
      'meta l4proto tcp reject with tcp reset comment "!fw4: Reject TCP traffic"',
      'reject comment "!fw4: Reject any other traffic"',
    ]),
    chain('syn_flood', ['limit rate 25/second burst 50 packets return', 'drop']),
    chain('input_lan', ['jump accept_from_lan']),
    chain('input_wan', [
      'meta nfproto ipv4 udp dport 68 counter accept comment "!fw4: Allow-DHCP-Renew"',
      'icmp type echo-request counter accept comment "!fw4: Allow-Ping"',
      'meta nfproto ipv4 meta l4proto igmp counter accept comment "!fw4: Allow-IGMP"',
      'meta nfproto ipv6 udp dport 546 counter accept comment "!fw4: Allow-DHCPv6"',
      'ip6 saddr fe80::/10 icmpv6 type . icmpv6 code { mld-listener-query . 0, mld-listener-report . 0, mld-listener-done . 0 } counter accept comment "!fw4: Allow-MLD"',
      'icmpv6 type { destination-unreachable, time-exceeded, echo-request, echo-reply, nd-router-solicit, nd-router-advert } limit rate 1000/second burst 5 packets counter accept comment "!fw4: Allow-ICMPv6-Input"',
      'ct status dnat accept comment "!fw4: Accept port redirections"',
      'jump reject_from_wan',
    ]),
    chain('input_guest', [
      'udp dport 53 counter accept',
      'udp dport 67 counter accept',
      'jump reject_from_guest',
    ]),
    ...Object.entries(accept).map(([zone, to]) =>
      chain(`forward_${zone}`, [
        ...to.map((each) => `jump accept_to_${each} comment "!fw4: Accept ${zone} to ${each} forwarding"`),
        'ct status dnat accept comment "!fw4: Accept port forwards"',
        `jump reject_to_${zone}`,
      ]),
    ),
    ...Object.keys(zones).map((zone) => chain(`output_${zone}`, [`jump accept_to_${zone}`])),
    ...Object.entries(zones).flatMap(([zone, name]) => [
      chain(`accept_to_${zone}`, [
        ...(zone === 'wan'
          ? [
              'meta nfproto ipv4 oifname "eth0" ct state invalid counter drop comment "!fw4: Prevent NAT leakage"',
            ]
          : []),
        `oifname "${name}" counter accept comment "!fw4: accept ${zone} IPv4/IPv6 traffic"`,
      ]),
      chain(`accept_from_${zone}`, [`iifname "${name}" counter accept`]),
      chain(`reject_from_${zone}`, [`iifname "${name}" counter jump handle_reject`]),
      chain(`reject_to_${zone}`, [`oifname "${name}" counter jump handle_reject`]),
    ]),
    chain('dstnat', [
      'type nat hook prerouting priority dstnat; policy accept;',
      'iifname "eth0" jump dstnat_wan comment "!fw4: Handle wan IPv4/IPv6 dstnat traffic"',
    ]),
    chain(
      'dstnat_wan',
      forwards.map(
        ({ port, to }) =>
          `meta nfproto ipv4 tcp dport ${port} counter dnat ip to ${to}:80 comment "!fw4: web-${port}"`,
      ),
    ),
    chain('srcnat', [
      'type nat hook postrouting priority srcnat; policy accept;',
      'oifname "eth0" jump srcnat_wan comment "!fw4: Handle wan IPv4/IPv6 srcnat traffic"',
    ]),
    chain('srcnat_wan', ['meta nfproto ipv4 masquerade comment "!fw4: Masquerade IPv4 wan traffic"']),
    chain('mangle_forward', [
      'type filter hook forward priority mangle; policy accept;',
      'iifname "eth0" tcp flags syn tcp option maxseg size set rt mtu comment "!fw4: Zone wan IPv4/IPv6 ingress MTU fixing"',
      'oifname "eth0" tcp flags syn tcp option maxseg size set rt mtu comment "!fw4: Zone wan IPv4/IPv6 egress MTU fixing"',
    ]),
    '}\n',
  ].join('');
  return { ...router, 'nft-ruleset.txt': ruleset };
}
