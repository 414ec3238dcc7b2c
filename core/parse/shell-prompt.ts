/** A shell prompt and what was typed behind it. */
export interface ShellPrompt {
  /** The host that the prompt names; null for `# ip rule`, and for names that every host has. */
  readonly host: string | null;
  readonly command: string;
}

/**
 * The shell prompt in a line that someone copied from a terminal along with the output:
 *
 *   root@forwarder:~# iptables -L -n -v
 *   [root@gw01 ~]# ip rule
 *   # ip rule                    a bare prompt counts only before a command that prints something we read
 */
export function shellPrompt(line: string): ShellPrompt | null {
  const named = namedPrompt.exec(line);
  if (named) return { host: ownName(named[1] ?? ''), command: (named[2] ?? '').trim() };
  const bare = barePrompt.exec(line);
  return bare ? { host: null, command: (bare[1] ?? '').trim() } : null;
}

const namedPrompt =
  /^\s*(?:\([^()\s]*\)\s*)?\[?[a-z_][\w.-]*@([\w.-]+)(?::|\s)[^#$%>]{0,200}[#$%>](?:\s+(.*))?$/i;

const barePrompt =
  /^\s*[#$%>+]+\s?((?:sudo\s+)?(?:\/\S*\/)?(?:ip6?|ip6?tables(?:-legacy|-nft)?(?:-save)?|ipset|sysctl|conntrack|cat|tcpdump|tshark|for)\s+(?:[-\w/.'"$]+)(?:\s.*)?|(?:sudo\s+)?(?:\/\S*\/)?ip6?tables(?:-legacy|-nft)?-save)\s*$/;

function ownName(host: string): string | null {
  return /^localhost(?:\.|$)|^[\d.]+$/i.test(host) ? null : host;
}
