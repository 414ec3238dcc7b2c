import type { Cause, CauseFinding, CauseFrame, CauseKind } from '../model/cause.ts';

const refused = { destination: '10.9.0.1', by: { kind: 'route', text: 'blackhole 10.9.0.0/16' } } as const;
const source = { source: '10.9.9.9', interface: 'eth0' };
/** Parameters that a cause of each kind may have. A new kind does not compile without. */
const findings: { readonly [K in CauseKind]: CauseFinding<K>['parameters'] } = {
  rule: { unheardTproxy: false, service: null },
  policy: {},
  reject: { answer: 'tcp-reset', service: null },
  'no-route': { destination: '10.9.0.1' },
  blackhole: refused,
  unreachable: refused,
  prohibit: { ...refused, by: { kind: 'fib-rule', text: '100: from all prohibit' } },
  'rp-filter': {
    ...source,
    mode: 1,
    reason: { kind: 'other-interface', leavesBy: ['eth1'], interface: 'eth0' },
  },
  'martian-source': { ...source, reason: { kind: 'own-address' } },
  'ip-forward-disabled': { interface: 'eth0' },
  'ttl-expired': { family: 'ipv4', ttl: 1 },
  'mtu-exceeded': { length: 1500, mtu: 1400, interface: 'eth1' },
  'neighbour-unreachable': { address: '10.2.0.9', interface: 'eth1', state: 'FAILED', notCaptured: true },
  'neighbour-table-full': { interface: 'eth1', family: 'ipv4' },
  'nfqueue-no-listener': { queues: [3], proof: { kind: 'not-listed' } },
  'nfqueue-full': { limit: 1024 },
  'syn-queue-full': { port: 80 },
  'conntrack-table-full': {},
  helper: { name: 'ftp', reason: 'cannot add expectation' },
  checksum: { tooShort: false },
  'nat-failure': {
    kind: 'tuple-taken',
    holder: { address: '10.1.0.3', port: 40000 },
    wanted: { address: '10.2.0.1', port: 5000 },
    towards: { address: '10.2.0.2', port: 53 },
  },
  'bridge-filter': { bridge: 'br0', port: 'vnet3', awaited: 'FORWARD' },
  'bridge-port': { bridge: 'br0', from: 'vnet0', port: 'vnet1', why: 'isolated', state: 'forwarding' },
  'xfrm-policy': {
    src: '10.1.0.0/16',
    dst: '10.2.0.0/16',
    way: 'out',
    action: 'block',
    counter: 'XfrmOutPolBlock',
  },
  'link-down': { interface: 'eth1', state: 'no-carrier' },
  qdisc: { interface: 'eth1', discipline: 'tbf', dropped: 5 },
  'tc-filter': { interface: 'eth1', dropped: 3 },
  'source-route': { route: 'loose', refuses: 'net.ipv4.conf.all.accept_source_route' },
  'broadcast-frame': { interface: 'eth0', mac: 'ff:ff:ff:ff:ff:ff' },
  'not-a-member': { interface: 'eth0', group: '239.1.2.3', listed: true },
  'conntrack-invalid-rule': {},
  'no-listener': { protocol: 'tcp', port: 8080, answer: 'rst' },
  other: { kind: 'loopback', destination: '127.0.0.5' },
};
/** A cause of a kind with example parameters, at rule 3 of filter/FORWARD unless `frame` says otherwise. */
export const exampleCause = (kind: CauseKind, frame: Partial<CauseFrame> = {}): Cause =>
  ({
    kind,
    parameters: findings[kind],
    host: 'gw',
    family: 'ipv4',
    table: 'filter',
    chain: 'FORWARD',
    rule: 3,
    text: null,
    confidence: 'observed',
    grounds: [],
    evidence: [],
    group: '',
    ...frame,
  }) as Cause;

/** One of each kind: the tests of words go over them, and the reference pages show them. */
export const exampleCauses: readonly Cause[] = (Object.keys(findings) as CauseKind[]).map((kind) =>
  exampleCause(kind),
);
