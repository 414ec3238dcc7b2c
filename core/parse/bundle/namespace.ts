/**
 * The network namespace or container that a command was run in; null for the host's own:
 *
 *   ip netns exec qrouter-1 ip route show table all       ip -n qrouter-1 route
 *   nsenter -t 4711 -n iptables-save                      nsenter --net=/run/netns/blue ip rule
 *   docker exec web ip route                              kubectl exec -n prod web-0 -- ip route
 */
export function namespaceOfCommand(command: string): string | null {
  const words = command.replace(sudo, '');
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
  const container = /^(?:docker|podman|nerdctl|crictl)\s+exec\s+(?:-\S+\s+)*([\w.-]+)/.exec(words)?.[1];
  if (container !== undefined) return container;
  return podOfExec(words.split(/\s+/));
}

/** `kubectl -n prod exec -it web-0 -c app -- ip route`: the word before `--`, and before a container's name. */
function podOfExec(words: readonly string[]): string | null {
  const end = words.indexOf('--');
  if (!/^(?:kubectl|oc)$/.test(words[0] ?? '') || end < 3 || end + 1 === words.length) return null;
  const exec = words[1] === '-n' ? 3 : 1;
  const pod = words[end - 2] === '-c' ? end - 3 : end - 1;
  const name = words[pod] ?? '';
  return words[exec] === 'exec' && pod > exec && /^[\w.-]+$/.test(name) ? name : null;
}

/** The command that is run in the end: `ip rule` of `sudo ip netns exec blue ip rule`. */
export function unwrappedCommand(command: string): string {
  const inner = command.replace(sudo, '').replace(wrapper, '').replace(sudo, '');
  return inner === '' ? command : inner;
}

const sudo = /^sudo\s+(?:-\S+\s+)*/;
const wrapper =
  /^(?:ip\s+(?:-\S+\s+)*netns\s+exec\s+\S+|nsenter(?:\s+-(?:t|-target)[\s=]*\d+|\s+-\S+)+|(?:docker|podman|nerdctl|crictl)\s+exec\s+(?:-\S+\s+)*[\w.-]+|(?:kubectl|oc)\s[^|;]*?\s--)\s+(?:--\s+)?(?:chroot\s+\/host\s+)?/;

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
