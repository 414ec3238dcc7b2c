import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { attempt, run } from './run.ts';
import type { Bridge, Link, Variant } from './scenario.ts';

/** Namespaces around one that is the router. Names of scenarios (`router`, `client`) stand for those of this run. */
export interface Network {
  /** Runs a program in a namespace; what it printed. */
  exec(name: string, program: string, ...args: string[]): string;
  /** The same for a program that reads `input`. */
  feed(name: string, input: string, program: string, ...args: string[]): void;
  /** The arguments for ip(8) that run a program in a namespace. */
  execArguments(name: string, ...command: string[]): string[];
  /** Writes a file of the namespace's /proc/sys. */
  setSysctls(name: string, settings: readonly string[]): void;
  /** The router's interfaces towards its peers, by their index. */
  readonly devices: ReadonlyMap<number, string>;
  /** Brings up the wires; nothing was sent before. */
  up(): void;
  remove(): void;
}

export const loopback = { index: 1, name: 'lo' };

/** Makes the namespaces and wires of a variant, still down. */
export function makeNetwork({ links, bridges = [] }: Pick<Variant, 'links' | 'bridges'>): Network {
  const prefix = `netopsy-lab-${process.pid}-`;
  const names = [...new Set(['router', ...links.map(({ peer }) => peer)])];
  const ip = (name: string, commands: readonly string[]): void => {
    run('ip', ['-n', prefix + name, '-batch', '-'], `${commands.join('\n')}\n`);
  };
  const execArguments = (name: string, ...command: string[]): string[] => [
    'netns',
    'exec',
    prefix + name,
    ...command,
  ];
  const exec = (name: string, program: string, ...args: string[]): string =>
    run('ip', execArguments(name, program, ...args));
  const setSysctls = (name: string, settings: readonly string[]): void => {
    if (settings.length > 0) exec(name, 'sysctl', '-q', '-w', ...settings);
  };
  const remove = (): void => {
    for (const name of names) attempt('ip', ['netns', 'del', prefix + name]);
  };
  try {
    for (const name of names) {
      run('ip', ['netns', 'add', prefix + name]);
      setSysctls(name, quiet);
    }
    setSysctls('router', ['net.ipv4.ip_forward=1']);
    // The kernel logs a namespace's packets only once it has a logger.
    exec('router', 'sh', '-c', 'echo nf_log_ipv4 > /proc/sys/net/netfilter/nf_log/2');
    ip('router', [
      ...bridges.map(({ dev }) => `link add ${dev} type bridge forward_delay 0 mcast_snooping 0`),
      ...links.flatMap((link) => wire(link, prefix)),
    ]);
  } catch (error) {
    remove();
    throw error;
  }
  const shown = JSON.parse(exec('router', 'ip', '-j', 'link')) as { ifindex: number; ifname: string }[];
  const wired = new Set(links.map(({ dev }) => dev));
  return {
    exec,
    feed: (name, input, ...command) => void run('ip', execArguments(name, ...command), input),
    execArguments,
    setSysctls,
    devices: new Map(
      shown.filter(({ ifname }) => wired.has(ifname)).map((link) => [link.ifindex, link.ifname]),
    ),
    up() {
      ip('router', [...bridges.flatMap(bridgeUp), ...links.flatMap(routerSide), 'link set lo up']);
      for (const name of names)
        ip(name, ['link set lo up', ...links.filter(({ peer }) => peer === name).flatMap(peerSide)]);
      for (const { dev, cpus } of links) {
        if (cpus !== undefined)
          exec('router', 'sh', '-c', `echo ${cpus} > /sys/class/net/${dev}/queues/rx-0/rps_cpus`);
      }
    },
    remove,
  };
}

/** Nobody sends of its own accord, and every refused packet is answered. */
const quiet = [
  'net.ipv6.conf.all.disable_ipv6=1',
  'net.ipv6.conf.default.disable_ipv6=1',
  'net.ipv4.icmp_ratelimit=0',
  'net.ipv4.conf.all.rp_filter=0',
  'net.ipv4.conf.default.rp_filter=0',
];

/** The kernel takes names of 15 characters. */
const peerDevice = ({ dev }: Link): string => `p-${dev}`.slice(0, 15);

function wire(link: Link, prefix: string): string[] {
  const mtu = link.mtu === undefined ? '' : ` mtu ${link.mtu}`;
  return [
    `link add ${link.dev}${mtu} type veth peer name ${peerDevice(link)}${mtu} netns ${prefix}${link.peer}`,
  ];
}

function bridgeUp({ dev, addresses }: Bridge): string[] {
  return [...addresses.map((address) => `addr add ${address} dev ${dev}`), `link set ${dev} up`];
}

function routerSide({ dev, addresses = [], bridge, hairpin = false }: Link): string[] {
  return [
    ...addresses.map((address) => addAddress(address, dev)),
    ...(bridge === undefined ? [] : [`link set ${dev} master ${bridge}`]),
    `link set ${dev} up`,
    ...(hairpin ? [`link set ${dev} type bridge_slave hairpin on`] : []),
  ];
}

/** Nobody asks who else has an IPv6 address, so that it can be used at once. */
function addAddress(address: string, dev: string): string {
  return `addr add ${address} dev ${dev}${address.includes(':') ? ' nodad' : ''}`;
}

function peerSide(link: Link): string[] {
  return [
    ...link.peerAddresses.map((address) => addAddress(address, peerDevice(link))),
    `link set ${peerDevice(link)} up`,
    ...(link.gateway === undefined ? [] : [`route add default via ${link.gateway}`]),
  ];
}

const allNamespaces = '/proc/sys/net/netfilter/nf_log_all_netns';

/** Lets the kernel log packets of all namespaces, as only the first one's are by default. */
export function logAllNamespaces(value: string): void {
  writeFileSync(allNamespaces, value);
}
