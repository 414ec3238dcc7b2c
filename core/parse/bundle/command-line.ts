import { namespaceOfCommand, unwrappedCommand } from './namespace.ts';

/**
 * The simple commands of a line that someone typed, without what wraps them: `ip rule` and `ip route` of
 * `sudo ip rule; ip netns exec blue ip route | grep default`, in the order in which they run.
 */
export function simpleCommands(commandLine: string): readonly string[] {
  return separated(commandLine)
    .map((part) => unwrappedCommand(part.replace(/\s(?:\d?>>?|<)\s*(?:&\d|\S+)/g, '').trim()))
    .filter((part) => part !== '');
}

/** The commands of a line that run in several namespaces, as they were typed; null where all run in one. */
export function commandsOfNamespaces(commandLine: string): readonly string[] | null {
  const commands = separated(commandLine).filter((part) => namespaceOfCommand(part) !== null);
  return new Set(commands.map(namespaceOfCommand)).size > 1 ? commands : null;
}

/** Whether only some lines of the command's output follow: `iptables-save | grep KUBE`. */
export function showsSomeLines(commandLine: string): boolean {
  return simpleCommands(commandLine).some((part) => filter.test(part) && !leavesOutComments.test(part));
}

const filter = /^(?:[ezf]?grep|rg|ag|awk|sed|head|tail|cut)\s/;
const leavesOutComments = /^[ezf]?grep\s+-v\s+["']?\^?\s?#/;

/**
 * Whether the line runs a command whose output is read here, or stands between such outputs. What follows a command's
 * name must look like its arguments: `# ip rule for the office` is a comment.
 */
export function printsOutput(commandLine: string): boolean {
  if (commandLine.length > longestCommandLine) return false;
  return simpleCommands(commandLine).some((part) => printing.test(part) && !changing.test(part));
}

const longestCommandLine = 400;

/** The line cut at `|`, `;`, `&&` and `||` outside of quotes. */
function separated(line: string): readonly string[] {
  const parts: string[] = [];
  let quote = '';
  let begun = 0;
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '|' || character === ';' || (character === '&' && line[at + 1] === '&')) {
      parts.push(line.slice(begun, at).trim());
      if (line[at + 1] === character) at++;
      begun = at + 1;
    }
  }
  return [...parts, line.slice(begun).trim()];
}

/** A command that changes rules prints nothing. */
const changing =
  /^(?:\/\S*\/)?(?:ip6?|eb|arp)tables(?:-legacy|-nft)?\s(?:.*\s)?(?:-[ADIRPNXFZE]|--(?:append|delete|insert|replace|policy|new-chain|flush|zero))(?:\s|$)/;

const options = String.raw`(?:\s+-\S+(?:\s+[\w.:@/+][\w.:@/+-]*)?)*$`;
/** Files, each with a folder or an ending in its name. */
const files = String.raw`(?:\s+["']?(?:[\w~*?@{},:+][\w~*?@{},:+-]*)?[/.][\w./~*?@{},:+-]*["']?)+$`;
const printing = new RegExp(
  String.raw`^(?:/\S*/)?(?:` +
    [
      String.raw`ip(?:\s+-n(?:etns)?\s+[^\s-]\S*|\s+-\S+)*\s+(?:ru(?:le?)?|ro?(?:ute?)?|a(?:ddr(?:ess)?)?|l(?:ink)?|n(?:eigh(?:bou?r)?)?|netns|netconf|nexthop|vrf|tunnel|maddr|mroute)(?:\s+(?:s(?:how?)?|l(?:i?st?)?|ls|save|get|dev|table)(?:\s[^{}]*)?)?$`,
      String.raw`ip(?:\s+-\S+)*\s+x(?:frm)?\s+\w+(?:\s+(?:s(?:how)?|list|ls))?$`,
      String.raw`ip6?tables(?:-legacy|-nft)?-save(?:\s+-\S.*)?$`,
      String.raw`ip6?tables(?:-legacy|-nft)?\s+-\S.*$`,
      String.raw`nft\s+(?:-\S+\s+)*(?:list|monitor)\s+\w[^{}]*$`,
      String.raw`(?:ebtables|arptables)(?:-legacy|-nft)?(?:-save)?(?:\s+-\S.*)?$`,
      String.raw`ipset\s+(?:-\S+\s+)*(?:list|save|-?[LS])(?:\s+\S+)?$`,
      String.raw`sysctl(?:\s+-\S+|\s+[\w*][\w*-]*[./][\w./*-]+)+$`,
      String.raw`conntrack\s+-\S.*$`,
      String.raw`bridge\s+(?:-\S+\s+)*(?:link|fdb|vlan|mdb)(?:\s+(?:show|list))?(?:\s+(?:dev|br)\s+\S+)?$`,
      String.raw`ipvsadm(?:\s+-\S+)*$`,
      String.raw`wg(?:\s+show(?:\s+\S+)?)?$`,
      String.raw`(?:nft|ip6?tables)\s+(?:--version|-V|-v)$`,
      String.raw`(?:tcpdump|tshark)\s+-.*$`,
      String.raw`(?:tail|head)(?:\s+-\S+|\s+\d+)*${files}`,
      String.raw`(?:cat|zcat|less|more)(?:\s+-\S+)*${files}`,
      String.raw`[ezf]?grep(?:\s+-\S+)*\s+(?:"[^"]*"|'[^']*'|\S+)${files}`,
      String.raw`for\s+\w+\s+in\s[^;]*$`,
      String.raw`(?:route|netstat|ss|arp|ifconfig|dmesg|journalctl|tc|ethtool|nstat|lsmod|uname|hostnamectl)${options}`,
      String.raw`(?:journalctl|tc)\s+-.*$`,
      String.raw`tc(?:\s+-\S+)*\s+(?:qdisc|class|filter)\s+(?:show|ls|list)(?:\s.*)?$`,
      String.raw`(?:ufw|firewall-cmd|shorewall|fw4|mwan3)\s+[\w=-]+(?:\s+[\w=.-]+)*$`,
      String.raw`(?:hostname(?:\s+-f)?|date|uptime|ls|ps)$`,
    ].join('|') +
    ')',
);
