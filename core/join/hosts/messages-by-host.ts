import type { KernelMessages } from '../../model/kernel-message.ts';

/** The kernel's messages, each with the host that it is taken to be of. */
export interface MessagesByHost {
  readonly all: readonly KernelMessages[];
  of(host: string): readonly KernelMessages[];
}

/**
 * Ties messages to the hosts of the trace lines. dmesg names no host and syslog does: where the bundle knows one host only,
 * by whichever name, all messages are of that one.
 */
export function messagesByHost(
  messages: readonly KernelMessages[],
  logHosts: readonly string[],
): MessagesByHost {
  const names = new Set([...logHosts, ...messages.map(({ host }) => host)].filter((host) => host !== ''));
  const [only] = logHosts;
  const all =
    only === undefined || logHosts.length > 1 || names.size > 1
      ? messages
      : messages.map((message) => (message.host === only ? message : { ...message, host: only }));
  return { all, of: (host) => all.filter((message) => message.host === host) };
}
