import type { JsonObject } from './text/json-document.ts';
import { hasMembers } from './network/ip-json.ts';

/** An output that is known by sight, so that it is taken for nothing else, and which is not used. */
export interface KnownOutput {
  /** The command that makes it. */
  readonly command: string;
  /** What its first telling line looks like; null where only its JSON is known. */
  readonly firstLine: RegExp | null;
  /** Whether most lines must look like the first (a list without a heading). */
  readonly everyLine: boolean;
  /** Whether an object of its JSON is one of this output's. */
  readonly object: ((object: JsonObject) => boolean) | null;
}

/** Ordered: the more telling ones first. */
export const knownOutputs: readonly KnownOutput[] = [
  {
    command: 'ip route get',
    firstLine: /^(?:local |broadcast )?[0-9a-f.:]+ (?:from |via |dev |table ).* uid \d/,
    everyLine: false,
    object: (object) => hasMembers(object, 'dst', 'dev', 'uid') || hasMembers(object, 'dst', 'dev', 'cache'),
  },
  heading('bridge -j fdb', null, (object) => hasMembers(object, 'mac', 'ifname')),
  heading('bridge -j link', null, (object) => hasMembers(object, 'ifname', 'priority', 'cost')),
  heading('bridge vlan', /^port\s+vlan(?:-id| ids)\b/, (object) => hasMembers(object, 'ifname', 'vlans')),
  heading('bridge mdb', /^\d+: +\S+ +\S+ +[0-9a-f.:]+ +(?:temp|permanent)\b/, (object) =>
    hasMembers(object, 'mdb'),
  ),
  heading('ss -s', /^Total: \d+(?: \(kernel \d+\))?$/),
  heading('netstat -x', /^Active UNIX/),
  heading('ipvsadm -Ln', /^IP Virtual Server version \d/),
  // `wg show`, whose secret keys it hides; `wg showconf` is a configuration file.
  heading('wg', /^interface: [\w.=+-]{1,15}$/),
  list('ip netconf', /^(?:inet6?|ipv[46]|mpls) (?:dev )?\S+ (?:forwarding|rp_filter|input) \w+ /),
  heading('iptables --version', /^ip6?tables v\d\S*(?: \((?:legacy|nf_tables)\))?$/),
  heading('nft --version', /^nftables v\d\S* \(/),
  heading('ufw status', /^Status: (?:active|inactive)$/),
  heading('firewall-cmd --list-all', /^[\w-]{1,32} \((?:default, )?active\)$/),
  heading('tc filter', /^filter (?:parent \S+ )?protocol \S+ pref \d+ /),
  // Its keys are secret: nothing of it is kept.
  heading('ip xfrm state', /^src [^\s/]+ dst [^\s/]+\s*$/),
  heading('cat /proc/net/tcp', /^\s*sl\s+local_address\s+(?:rem|remote)_address\s+st\b/),
  heading('ifconfig -s', /^(?:Kernel Interface table|Iface\s+MTU\s+(?:Met\s+)?RX-OK)/),
  heading('route -6, netstat -rn -6', /^(?:Kernel IPv6 routing table|Destination\s+Next Hop\s+Flags?\s)/),
  list(
    'cat /proc/net/ipv6_route',
    /^[0-9a-f]{32} [0-9a-f]{2} [0-9a-f]{32} [0-9a-f]{2} [0-9a-f]{32} [0-9a-f]{8} /,
  ),
  heading('cat /proc/net/fib_trie', /^(?:Main|Local|Id \d+):$/),
  heading('cat /proc/net/fib_triestat', /^Basic info: size of leaf:/),
  heading('nstat --json', null, (object) => hasMembers(object, 'kernel')),
  heading('ipset list -o xml', /^<ipsets>$/),
  heading('iptables-xml', /^<iptables-rules version=/),
  heading(
    'conntrack -L -o xml',
    /^(?:<\?xml version=.*\?>\s*)?<conntrack>$|^<\?xml version="1.0" encoding="utf-8"\?>$/,
  ),
  list(
    'conntrack -E',
    /^(?:\s*\[\d+\.\d+\])?\s*\[(?:NEW|UPDATE|DESTROY)\] (?:ipv[46]\s+\d+\s+)?\w+\s+\d+ |^conntrack v\S+ \(conntrack-tools\): .*events/,
  ),
  list('conntrack -L -o save', /^-[AU] (?:-t \d+ )?-u [\w,]+ .*-s \S+ -d \S+ -r \S+ -q \S+ -p /),
];

function heading(
  command: string,
  firstLine: RegExp | null,
  object: ((object: JsonObject) => boolean) | null = null,
): KnownOutput {
  return { command, firstLine, everyLine: false, object };
}

function list(command: string, line: RegExp): KnownOutput {
  return { command, firstLine: line, everyLine: true, object: null };
}
