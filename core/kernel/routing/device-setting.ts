import type { Sysctl } from '../../model/network.ts';
import type { HostNetwork } from './host-network.ts';
import type { Answer, Branches } from '../branches.ts';

/**
 * A setting of an interface (`net.ipv4.conf.DEV.*`), put together with `conf.all` as the kernel does for it
 * (linux/inetdevice.h): `own` IN_DEV_CONF_GET, `or` IN_DEV_ORCONF, `and` IN_DEV_ANDCONF, `max` IN_DEV_MAXCONF.
 */
const settings = {
  rp_filter: { combine: 'max', values: [0, 1, 2] },
  forwarding: { combine: 'own', values: [0, 1] },
  accept_local: { combine: 'or', values: [0, 1] },
  route_localnet: { combine: 'or', values: [0, 1] },
  src_valid_mark: { combine: 'or', values: [0, 1] },
  send_redirects: { combine: 'or', values: [0, 1] },
  ignore_routes_with_linkdown: { combine: 'or', values: [0, 1] },
  bc_forwarding: { combine: 'and', values: [0, 1] },
} as const;

export type DeviceSetting = keyof typeof settings;

/**
 * The effective value of an IPv4 setting of an interface, with the sysctl lines that give it cited; asked for where
 * the bundle has not enough of them.
 */
export function deviceSetting(
  host: HostNetwork,
  dev: string,
  name: DeviceSetting,
  branches: Branches,
): number {
  const { combine, values } = settings[name];
  const key = `net.ipv4.conf.${sysctlName(dev)}.${name}`;
  const own = read(host, key) ?? (name === 'forwarding' ? standIn(host, dev, branches) : null);
  const all = combine === 'own' ? null : read(host, `net.ipv4.conf.all.${name}`);
  const known = [own, all].filter((entry) => entry !== null);
  for (const entry of known) branches.cite(entry.evidence);

  const numbers = known.map((entry) => Math.min(entry.value, Math.max(...values)));
  const possible = possibleValues(combine, values, numbers);
  const [only] = possible;
  if (only !== undefined && possible.length === 1) return only;
  const keys = combine === 'own' ? [`conf.${dev}`] : ['conf.all', `conf.${dev}`];
  const answers = possible.map((value): Answer<number> => ({
    value,
    premise: { kind: 'setting', name, dev, value },
  }));
  return branches.assume({ fact: { kind: 'setting', name, dev, keys }, command: 'sysctl -a' }, answers);
}

/**
 * ip6_ignore_linkdown() (net/ipv6/addrconf.c): the interface's own value alone; writing conf.all writes all of them.
 */
export function ignoresLinkDownIpv6(host: HostNetwork, dev: string, branches: Branches): boolean {
  const key = `net.ipv6.conf.${sysctlName(dev)}.ignore_routes_with_linkdown`;
  const own = read(host, key);
  if (own) {
    branches.cite(own.evidence);
    return own.value !== 0;
  }
  return branches.assume({ fact: { kind: 'sysctl', key }, command: 'sysctl -a' }, [
    { value: false, premise: { kind: 'sysctl', key, value: 0 } },
    { value: true, premise: { kind: 'sysctl', key, value: 1 } },
  ]);
}

/** Whether the bundle shows that the interface itself does not forward. */
export function showsForwardingOff(host: HostNetwork, dev: string, branches: Branches): boolean {
  const own = read(host, `net.ipv4.conf.${sysctlName(dev)}.forwarding`);
  if (own?.value !== 0) return false;
  branches.cite(own.evidence);
  return true;
}

/** What the effective value can be, given those of the interface's own and of conf.all that are known. */
function possibleValues(
  combine: (typeof settings)[DeviceSetting]['combine'],
  values: readonly number[],
  known: readonly number[],
): readonly number[] {
  const complete = known.length === (combine === 'own' ? 1 : 2);
  if (combine === 'and') {
    const highest = Math.min(...known, Math.max(...values));
    return complete ? [highest] : values.filter((value) => value <= highest);
  }
  const lowest = Math.max(...known, 0);
  return complete ? [lowest] : values.filter((value) => value >= lowest);
}

/**
 * `net.ipv4.ip_forward` is `conf.all.forwarding`. Writing it sets every interface (inet_forward_change() in
 * net/ipv4/devinet.c) and what later interfaces begin with, so it speaks for one whose own value is not shown, unless
 * someone changed that one since.
 */
function standIn(host: HostNetwork, dev: string, branches: Branches): Reading | null {
  const reading = read(host, 'net.ipv4.ip_forward') ?? read(host, 'net.ipv4.conf.all.forwarding');
  if (reading) {
    const fact = { kind: 'setting', name: 'forwarding', dev, keys: [`conf.${dev}`] } as const;
    branches.presume({ fact, command: 'sysctl -a' }, { kind: 'forwards-as-host', dev });
  }
  return reading;
}

interface Reading {
  readonly value: number;
  readonly evidence: Sysctl['at'] & { readonly text: string };
}

function read(host: HostNetwork, key: string): Reading | null {
  const sysctl = host.sysctls.get(key);
  if (sysctl === undefined || !/^\d+$/.test(sysctl.value)) return null;
  return { value: Number(sysctl.value), evidence: { ...sysctl.at, text: `${sysctl.key} = ${sysctl.value}` } };
}

/** sysctl(8) swaps `.` and `/` in keys, so eth0.100 is `eth0/100`. */
function sysctlName(dev: string): string {
  return dev.replaceAll('.', '/');
}
