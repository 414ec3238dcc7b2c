/** A shell prompt and what was typed behind it. */
export interface ShellPrompt {
  /** The host that the prompt names; null for `# ip rule`, and for names that every host has. */
  readonly host: string | null;
  readonly command: string;
  /** Whether the prompt itself leaves no doubt that it is one: it names a user and a host. */
  readonly isNamed: boolean;
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
  if (named) return { host: ownName(named[1] ?? ''), command: (named[2] ?? '').trim(), isNamed: true };
  const bare = barePrompt.exec(line);
  return bare ? { host: null, command: (bare[1] ?? '').trim(), isNamed: false } : null;
}

/** No `<` before its end: `eth0@if2  UP  b2:24:1f:ae:77:c1 <BROADCAST,UP>` of `ip -br link` is none. */
const namedPrompt =
  /^\s*(?:\([^()\s]*\)\s*)?\[?[a-z_][\w.-]*@([\w.-]+)(?::|\s)[^#$%<>]{0,200}[#$%>](?:\s+(.*))?$/i;

const barePrompt =
  /^\s*[#$%>+]+\s?((?:sudo\s+)?(?:\/\S*\/)?(?:ip6?|ip6?tables(?:-legacy|-nft)?(?:-save)?|ipset|sysctl|conntrack|cat|tcpdump|tshark|for|nft|ebtables(?:-save)?|bridge|nsenter|docker|podman|crictl|kubectl|oc)\s+(?:[-\w/.'"$]+)(?:\s.*)?|(?:sudo\s+)?(?:\/\S*\/)?(?:(?:ip6?|eb|arp)tables(?:-legacy|-nft)?-save|dmesg|journalctl|ifconfig|netstat|ss|arp|route|nstat|hostname|date|uptime|uname)(?:\s+-\S.*)?)\s*$/;

function ownName(host: string): string | null {
  return /^localhost(?:\.|$)|^[\d.]+$/i.test(host) ? null : host;
}
