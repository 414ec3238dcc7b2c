import type { ChangeEffect } from '../model/diff.ts';
import type { Sysctl } from '../model/network.ts';
import { pairUp } from './pair-up.ts';
import type { FoundChange, Script } from './script.ts';

/**
 * Compares the settings that decide on packets. A key that only one side has came or went with an interface or a
 * module, and changed nothing by itself. Writing `net.ipv4.ip_forward` writes `forwarding` of every interface
 * (inet_forward_change() in net/ipv4/devinet.c): that is one change.
 */
export function compareSysctls(
  host: string,
  before: readonly Sysctl[],
  after: readonly Sysctl[],
): Script<Sysctl> {
  const values = {
    before: new Map(before.map(({ key, value }) => [key, value])),
    after: new Map(after.map(({ key, value }) => [key, value])),
  };
  const leading = new Map<string, Leader>();
  const entries = pairUp(before, after, [({ key }) => key]).map(({ before: old, after: now }) => {
    if (old === null || now === null || old.value === now.value || !decidesOnPackets(old.key))
      return { before: old ?? now, after: now ?? old, change: null };
    const change: FoundChange = {
      kind: 'sysctl-changed',
      host,
      detail: { kind: 'value', of: old.key, before: old.value, after: now.value },
      before: { ...old.at, text: `${old.key} = ${old.value}` },
      after: { ...now.at, text: `${now.key} = ${now.value}` },
      effect: effectOf(old.key, values),
      chain: null,
    };
    leading.set(old.key, { change, value: now.value });
    return { before: old, after: now, change };
  });
  return entries.map((entry) => ({ ...entry, change: leaderOf(entry, leading) ?? entry.change }));
}

/** The change of the setting that wrote this one too. */
function leaderOf(
  { before, after, change }: Script<Sysctl>[number],
  changes: ReadonlyMap<string, Leader>,
): FoundChange | null {
  const match = /^net\.(ipv[46])\.conf\..*\.forwarding$/.exec(before?.key ?? '');
  if (change === null || match === null || before?.key.startsWith('net.ipv6.conf.all.')) return null;
  const leader = changes.get(match[1] === 'ipv4' ? 'net.ipv4.ip_forward' : 'net.ipv6.conf.all.forwarding');
  return leader !== undefined && leader.value === after?.value ? leader.change : null;
}

/** The change of a setting, and what it is since. */
interface Leader {
  readonly change: FoundChange;
  readonly value: string;
}

const deciding = new Set([
  'net.ipv4.ip_forward',
  'net.ipv4.ip_default_ttl',
  'net.ipv4.ip_nonlocal_bind',
  'net.ipv4.ip_no_pmtu_disc',
  'net.ipv4.ip_forward_use_pmtu',
  'net.ipv4.fwmark_reflect',
  'net.ipv4.tcp_fwmark_accept',
  'net.ipv4.tcp_l3mdev_accept',
  'net.ipv4.udp_l3mdev_accept',
  'net.ipv4.fib_multipath_hash_policy',
  'net.ipv4.fib_multipath_use_neigh',
  'net.ipv6.fib_multipath_hash_policy',
  'net.ipv6.ip_nonlocal_bind',
  'net.ipv6.fwmark_reflect',
  'net.netfilter.nf_conntrack_max',
  'net.netfilter.nf_conntrack_checksum',
  'net.netfilter.nf_conntrack_helper',
  'net.netfilter.nf_conntrack_tcp_loose',
  'net.netfilter.nf_conntrack_tcp_be_liberal',
  'net.netfilter.nf_conntrack_tcp_ignore_invalid_rst',
]);

const decidingOfDevice = new Set([
  'accept_local',
  'accept_source_route',
  'arp_filter',
  'arp_ignore',
  'bc_forwarding',
  'disable_ipv6',
  'disable_policy',
  'disable_xfrm',
  'forwarding',
  'ignore_routes_with_linkdown',
  'mc_forwarding',
  'proxy_arp',
  'route_localnet',
  'rp_filter',
  'send_redirects',
  'src_valid_mark',
]);

function decidesOnPackets(key: string): boolean {
  if (deciding.has(key) || key.startsWith('net.bridge.bridge-nf-')) return true;
  const setting = /^net\.ipv[46]\.conf\..+\.(\w+)$/.exec(key)?.[1];
  return setting !== undefined && decidingOfDevice.has(setting);
}

/** How the kernel puts `conf.all` and `conf.IFACE` together (linux/inetdevice.h). */
const combined: Readonly<Record<string, (all: number, own: number) => number>> = {
  rp_filter: Math.max,
  accept_local: Math.max,
  route_localnet: Math.max,
  src_valid_mark: Math.max,
  send_redirects: Math.max,
  ignore_routes_with_linkdown: Math.max,
  bc_forwarding: Math.min,
};

/** What an interface's setting comes to with `conf.all`; null where the line itself says it. */
function effectOf(
  key: string,
  values: Readonly<Record<'before' | 'after', ReadonlyMap<string, string>>>,
): ChangeEffect | null {
  const [, dev, setting] = /^net\.ipv4\.conf\.(.+)\.(\w+)$/.exec(key) ?? [];
  if (dev === undefined || setting === undefined) return null;
  if (dev === 'default') return { kind: 'later-interfaces' };
  const combine = combined[setting];
  if (combine === undefined) return null;
  const effective = (side: 'before' | 'after', name: string): number | null => {
    const [all, own] = ['all', name].map((each) => values[side].get(`net.ipv4.conf.${each}.${setting}`));
    return all === undefined || own === undefined ? null : combine(Number(all), Number(own));
  };
  const devices = dev === 'all' ? devicesOf(values.after, setting) : [dev];
  return {
    kind: 'effective-setting',
    setting,
    devices: devices.flatMap((name) => {
      const [was, is] = [effective('before', name), effective('after', name)];
      return was === null || is === null || was === is
        ? []
        : [{ dev: deviceName(name), before: was, after: is }];
    }),
  };
}

function devicesOf(values: ReadonlyMap<string, string>, setting: string): readonly string[] {
  return [...values.keys()].flatMap((key) => {
    const [, dev, name] = /^net\.ipv4\.conf\.(.+)\.(\w+)$/.exec(key) ?? [];
    return dev !== undefined && name === setting && dev !== 'all' && dev !== 'default' ? [dev] : [];
  });
}

/** sysctl(8) swaps `.` and `/` in keys. */
function deviceName(name: string): string {
  return name.replaceAll('/', '.');
}
