import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { artifactKinds } from '../model/artifact.ts';

const page = readFileSync(join(import.meta.dirname, 'reads.md'), 'utf8');

/** What the page says of each kind of file, so that a format that it does not name fails here. */
const saidOf: Readonly<Record<string, RegExp>> = {
  'kernel-log': /journalctl -k/,
  'nft-trace': /nft monitor trace/,
  'xtables-trace': /xtables-monitor --trace/,
  ulogd: /ulogd2/,
  'iptables-save': /`iptables-save -c`/,
  'iptables-list': /iptables -t TABLE -L/,
  'iptables-script': /`iptables -A FORWARD/,
  'nft-ruleset': /`nft -a list ruleset`/,
  'nft-json': /`nft -j list ruleset`/,
  'ebtables-save': /`ebtables-save -c`/,
  'ip-rule': /`ip rule`/,
  'ip-route': /`ip route show table all`/,
  'ip-addr': /`ip addr`/,
  'ip-link': /`ip -d link`/,
  'ip-neigh': /`ip neigh`/,
  'ip-nexthop': /`ip nexthop`/,
  'route-table': /`route -n`/,
  'rt-tables': /rt_tables/,
  'ip-vrf': /`ip vrf`/,
  ifconfig: /`ifconfig -a`/,
  sysctl: /`sysctl -a`/,
  conntrack: /`conntrack -L`/,
  ipset: /`ipset save`/,
  'packet-summary': /tshark -r FILE/,
  capture: /pcapng/,
  nstat: /`nstat -az`/,
  snmp6: /snmp6/,
  'nfnetlink-queue': /nfnetlink_queue/,
  'netstat-statistics': /`netstat -s`/,
  'tc-qdisc': /`tc -s qdisc`/,
  'xfrm-policy': /`ip xfrm policy`/,
  'xfrm-stat': /xfrm_stat/,
  'bridge-link': /`bridge -d link`/,
  'bridge-fdb': /`bridge fdb`/,
  'ip-maddr': /`ip maddr`/,
  sockets: /`ss -lntup`/,
  hostname: /`hostname`/,
};

/** No formats: what a file of several is, what is packed, and what is not read. */
const others = new Set(['known', 'transcript', 'archive', 'binary', 'empty', 'unrecognised']);

test.each(artifactKinds.filter((kind) => !others.has(kind)))('the page of inputs names %s', (kind) => {
  expect(saidOf[kind], `what reads.md says of ${kind}`).toBeDefined();
  expect(page).toMatch(saidOf[kind] as RegExp);
});
