import type { HostNetwork } from '../../kernel/routing/host-network.ts';
import type { Family } from '../../model/family.ts';
import type { LogFacts } from '../log-facts.ts';

/**
 * The host's state without what the log contradicts. A file shows the moment when it was written: where the log has
 * packets forwarded from an interface, a sysctl by which that interface does not forward was set at another time, and
 * proves nothing of the packets of the log.
 */
export function networkOfLog(network: HostNetwork, host: string, facts: LogFacts): HostNetwork {
  const ipv4 = [...facts.forwardedFrom(host, 'ipv4')].flatMap((dev) => [
    `net.ipv4.conf.${dev.replaceAll('.', '/')}.forwarding`,
    'net.ipv4.ip_forward',
    'net.ipv4.conf.all.forwarding',
  ]);
  const ipv6 = facts.forwardedFrom(host, 'ipv6').size > 0 ? ['net.ipv6.conf.all.forwarding'] : [];
  const contradicted = [...ipv4, ...ipv6].filter((key) => network.sysctls.get(key)?.value === '0');
  if (contradicted.length === 0) return network;
  const sysctls = new Map(network.sysctls);
  for (const key of contradicted) sysctls.delete(key);
  return { ...network, sysctls };
}

/**
 * The host's state as a packet found it that was forwarded from an interface: it forwarded then, and a file that says
 * otherwise was written at another time.
 */
export function networkOfForwarded(network: HostNetwork, dev: string, family: Family): HostNetwork {
  const [setting] = network.sysctls.values();
  if (setting === undefined) return network;
  const device = `net.${family}.conf.${dev.replaceAll('.', '/')}.forwarding`;
  const keys = family === 'ipv6' ? [device, 'net.ipv6.conf.all.forwarding'] : [device];
  const sysctls = new Map(network.sysctls);
  for (const key of keys) sysctls.set(key, { ...setting, key, value: '1' });
  return { ...network, sysctls };
}
