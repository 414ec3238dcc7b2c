import type { MissingInput } from '../../../core/index.ts';

/**
 * All commands to send to the customer: each once for its host, under a line with the host's name where there are several.
 */
export function commandsByHost(missing: readonly Pick<MissingInput, 'host' | 'command'>[]): string {
  const hosts = new Map<string, Set<string>>();
  for (const { host, command } of missing) {
    const commands = hosts.get(host) ?? new Set();
    hosts.set(host, commands.add(command));
  }
  const several = hosts.size > 1;
  return Array.from(hosts, ([host, commands]) =>
    [...(several && host !== '' ? [`# ${host}`] : []), ...commands].join('\n'),
  ).join(several ? '\n\n' : '\n');
}
