/**
 * The network namespace or container that a command was run in; null for the host's own:
 *
 *   ip netns exec qrouter-1 ip route show table all       ip -n qrouter-1 route
 *   nsenter -t 4711 -n iptables-save                      nsenter --net=/run/netns/blue ip rule
 *   docker exec web ip route                              kubectl exec -n prod web-0 -- ip route
 *   docker compose exec -T web ip route                   lxc exec web -- ip route     pct exec 101 -- ip route
 */
export function namespaceOfCommand(command: string): string | null {
  // Whose outputs a loop has that prints no names is not told: `$ns` is the namespace of all.
  const looped = /^for\s.*;\s*do\s/.test(command) ? /\bip\s+netns\s+exec\s+(\S+)/.exec(command) : null;
  if (looped?.[1] !== undefined) return looped[1];
  const words = runThere(command).replace(sudo, '');
  const netns =
    /^ip\s+(?:-\S+\s+)*netns\s+exec\s+(\S+)/.exec(words) ??
    /^ip\s+(?:-\S+\s+)*?-n(?:etns)?\s+(\S+)/.exec(words);
  if (netns?.[1] !== undefined) return netns[1];
  if (/^nsenter\s/.test(words)) {
    const path = /\s(?:--net=|-n)(\/\S+)/.exec(words)?.[1];
    if (path !== undefined) return path.replace(/^.*\/netns\//, '');
    const process = /\s(?:-t|--target)[\s=]*(\d+)/.exec(words)?.[1];
    const entersNetwork = /\s(?:-[a-mo-zA-Z]*n\w*|--net)(?:\s|$)/.test(words);
    // Process 1 is of the host itself.
    return process === undefined || process === '1' || !entersNetwork ? null : `process ${process}`;
  }
  const container = containerRun.exec(words)?.[1];
  if (container !== undefined) return container;
  return podOfExec(words.split(/\s+/));
}

/** Options that take a word of their own are few: -u root, -e A=b, -w /dir. */
const execOptions = String.raw`(?:-(?:[uew]|-user|-env|-workdir)\s+[^\s-]\S*\s+|-\S+\s+)*`;
const containerExec = String.raw`(?:(?:docker|podman|nerdctl|crictl)\s+(?:(?:container|compose)\s+)?exec|docker-compose\s+exec|lxc\s+exec|incus\s+exec|pct\s+exec|lxc-attach\s+(?:-n|--name))\s+${execOptions}`;
const containerRun = new RegExp(`^${containerExec}([\\w.-]+)`);

/**
 * The host that a command was run on from elsewhere; null for one that was run where it was typed:
 *
 *   ssh -p 2222 root@gw1 'ip route'          sshpass -p x ssh gw1 sudo ip route
 */
export function hostOfCommand(command: string): string | null {
  return sshRun.exec(command.replace(sudo, ''))?.[1] ?? null;
}

/** What is run there is needed, or it is a login, after which the prompt tells the host. */
const sshRun =
  /^(?:sshpass\s+-\S+\s+(?:(?!ssh\s)\S+\s+)?)?ssh\s+(?:-[bcDEeFIiJLlmOopQRSWw]\s+\S+\s+|-(?:[bcDEeFIiJLlmOopQRSWw]\S+|[^\sbcDEeFIiJLlmOopQRSWw]\S*)\s+)*(?:[\w.-]+@)?([a-zA-Z][\w.-]*)\s+(?=\S)/;

/** `kubectl -n prod exec -it web-0 -c app -- ip route`: the word before `--`, and before a container's name. */
function podOfExec(words: readonly string[]): string | null {
  const end = words.indexOf('--');
  if (!/^(?:kubectl|oc)$/.test(words[0] ?? '') || end < 3 || end + 1 === words.length) return null;
  const exec = words[1] === '-n' ? 3 : 1;
  const pod = words[end - 2] === '-c' ? end - 3 : end - 1;
  const name = words[pod] ?? '';
  return words[exec] === 'exec' && pod > exec && /^[\w.-]+$/.test(name) ? name : null;
}

/** What ssh runs on the other host; the command itself where it is none of ssh. */
function runThere(command: string): string {
  const bare = command.replace(sudo, '');
  const far = sshRun.exec(bare);
  return far === null ? command : withoutQuotes(bare.slice(far[0].length));
}

/** The command that is run in the end: `ip rule` of `sudo ip netns exec blue ip rule`. */
export function unwrappedCommand(command: string): string {
  const here = runThere(command);
  const inner = here.replace(sudo, '').replace(wrapper, '').replace(sudo, '').replace(shell, '');
  return inner === '' ? command : withoutQuotes(inner);
}

const sudo = /^sudo\s+(?:-\S+\s+)*/;
const wrapper = new RegExp(
  String.raw`^(?:${[
    String.raw`ip\s+(?:-\S+\s+)*netns\s+exec\s+\S+`,
    String.raw`ip\s+vrf\s+exec\s+\S+`,
    String.raw`nsenter(?:\s+-(?:t|-target)[\s=]*\d+|\s+-\S+)+`,
    String.raw`${containerExec}[\w.-]+`,
    String.raw`(?:kubectl|oc)\s[^|;]*?\s--`,
    String.raw`(?:timeout|nice|time|stdbuf|watch)(?:\s+-\S+)*(?:\s+[\d.]+\w?)?`,
  ].join('|')})\s+(?:--\s+)?(?:chroot\s+\/host\s+)?`,
);
/** `sh -c 'ip rule'` */
const shell = /^(?:\/bin\/)?(?:ba|da|a)?sh\s+-\w*c\s+/;

/** A whole command in quotes, as another shell gets it. */
function withoutQuotes(command: string): string {
  const [, quote = '', inner = ''] = /^(["'])(.*)["']$/.exec(command) ?? [];
  return quote !== '' && command.endsWith(quote) && !inner.includes(quote) ? inner.trim() : command;
}

/**
 * The network namespace in a path: sos keeps one folder for each
 * (`sos_commands/networking/namespaces/blue/ip_netns_exec_blue_ip_route_show_table_all`), others put it in the name.
 */
export function namespaceOfPath(path: string): string | null {
  const folder = /(?:^|\/)(?:namespaces|netns)\/([^/]+)\//.exec(path)?.[1];
  if (folder !== undefined) return folder;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    /^ip_netns_exec_(.+?)_(?:ip6?|ip6?tables|sysctl|nft|netstat|nstat|ss|conntrack|ipset|ebtables|ethtool|cat|arp|route)[_-]/.exec(
      name,
    )?.[1] ?? null
  );
}
