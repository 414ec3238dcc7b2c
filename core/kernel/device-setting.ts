import type { Sysctl } from '../model/network.ts';
import type { HostNetwork } from './host-network.ts';
import type { Answer, Inquiry } from './inquiry.ts';

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
export function deviceSetting(host: HostNetwork, dev: string, name: DeviceSetting, inquiry: Inquiry): number {
  const { combine, values } = settings[name];
  const own = read(host, `net.ipv4.conf.${sysctlName(dev)}.${name}`);
  const all = combine === 'own' ? null : read(host, `net.ipv4.conf.all.${name}`);
  const standIn = name === 'forwarding' && own === null ? readIpForward(host) : null;
  const known = [own, all, standIn].filter((entry) => entry !== null);
  for (const entry of known) inquiry.cite(entry.evidence);

  const numbers = known.map((entry) => Math.min(entry.value, Math.max(...values)));
  const possible = values.filter((value) => {
    if (combine === 'own') return numbers.length === 0 || numbers.includes(value);
    if (combine === 'and')
      return numbers.length === 2 ? value === Math.min(...numbers) : numbers[0] !== 0 || value === 0;
    return numbers.length === 2 ? value === Math.max(...numbers) : value >= (numbers[0] ?? 0);
  });
  const [only] = possible;
  if (only !== undefined && possible.length === 1) return only;
  const keys = combine === 'own' ? `conf.${dev}` : `conf.all and conf.${dev}`;
  const answers = possible.map((value): Answer<number> => ({ value, says: `${name} of ${dev} is ${value}` }));
  return inquiry.ask({ what: `${name} of ${dev} (net.ipv4.${keys})`, command: 'sysctl -a' }, answers);
}

/**
 * `net.ipv4.ip_forward` is `conf.all.forwarding`. Writing it sets every interface (inet_forward_change() in
 * net/ipv4/devinet.c) and what later interfaces begin with, so it speaks for one whose own value is not shown.
 */
function readIpForward(host: HostNetwork): Reading | null {
  return read(host, 'net.ipv4.ip_forward') ?? read(host, 'net.ipv4.conf.all.forwarding');
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
