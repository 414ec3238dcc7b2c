import { printedText } from '../text/command-text.ts';
import { unwrappedCommand } from './namespace.ts';
import { shellPrompt } from './shell-prompt.ts';

/** A line that says whose output follows it. */
export interface SectionHeading {
  /** The command whose output follows; null where the line names a file or just a title. */
  readonly command: string | null;
  /** The file whose content follows; null where the line names none. */
  readonly file: string | null;
  /** The host that a prompt names. */
  readonly host: string | null;
}

/**
 * What a line announces, in files that people and scripts make of many commands' outputs; null for any other line:
 *
 *   root@gw01:~# ip rule          + ip rule                 prompts, and the trace of `sh -x`
 *   ==> var/log/kern.log <==                                head(1) and tail(1) of several files
 *   === iptables-save ===         ---- ip rule ----         ### Routing ###
 *   ip route show table all:                                a command alone in its line
 *   ```                                                     the fence around a block of Markdown
 */
export function sectionHeading(line: string): SectionHeading | null {
  if (line.length > longestHeading) return null;
  const text = printedText(line).trim();
  const prompt = shellPrompt(text);
  if (prompt && (prompt.isNamed || isCommand(prompt.command)))
    return { command: prompt.command, file: fileOfCommand(prompt.command), host: prompt.host };
  const file = /^==> (.+) <==$/.exec(text)?.[1];
  if (file !== undefined) return { command: null, file, host: null };
  const title = titleOf(text);
  if (title === null) return null;
  if (isCommand(title)) return { command: title, file: fileOfCommand(title), host: null };
  return { command: null, file: /^\/?[\w.-]+(?:\/[\w.-]+)+$/.test(title) ? title : null, host: null };
}

/** Whether a line is nothing but decoration: the line under a title, or between two outputs. */
export function isRuler(line: string): boolean {
  return /^\s*(?:={4,}|-{4,}|#{4,}|\*{4,}|~{4,}|_{4,})\s*$/.test(line);
}

const longestHeading = 400;
const decorated = /^(={2,}|-{3,}|#{3,}|\*{2,}|~{3,}|>{2,})\s*(\S.*?)\s*[=\-#*~<]{2,}:?$/;
const leading = /^(?:={2,}|-{2,}|#+|\*+|~{2,}|>{2,}|\$)\s*(\S.*?)\s*:?$/;

function titleOf(text: string): string | null {
  if (/^```\w*$/.test(text)) return '';
  const title = decorated.exec(text)?.[2];
  if (title !== undefined) return unquoted(title);
  const bare = unquoted((leading.exec(text)?.[1] ?? text).replace(/:$/, ''));
  return isCommand(bare) ? bare : null;
}

function unquoted(title: string): string {
  return /^([`"'[(])(.*)[`"'\])]$/.exec(title)?.[2]?.trim() ?? title;
}

/** `cat /proc/net/route`, `head -100 /var/log/messages` */
function fileOfCommand(command: string): string | null {
  return (
    /^(?:sudo\s+)?(?:cat|head|tail|zcat|less|more)\s+(?:-\S+\s+)*(\/?[\w.][\w./-]*)$/.exec(command)?.[1] ??
    null
  );
}

/**
 * Commands whose output is read here, or stands in such files between those that are. What follows a command's name must
 * look like its arguments: `# ip rule for the office` is a comment.
 */
function isCommand(title: string): boolean {
  return command.test(unwrappedCommand(title));
}

const options = String.raw`(?:\s+-\S+(?:\s+[\w.:@/+-]+)?)*$`;
const command = new RegExp(
  String.raw`^(?:/\S*/)?(?:` +
    [
      String.raw`ip(?:\s+-\S+|\s+-n(?:etns)?\s+\S+)*\s+(?:ru(?:le?)?|ro?(?:ute?)?|a(?:ddr(?:ess)?)?|l(?:ink)?|n(?:eigh(?:bou?r)?)?|netns|nexthop|vrf|tunnel|maddr|mroute)(?:\s+(?:s(?:how?)?|l(?:i?st?)?|ls|save|get|dev|table)(?:\s[^{}]*)?)?$`,
      String.raw`ip\s+xfrm\s+\w+$`,
      String.raw`ip6?tables(?:-legacy|-nft)?-save(?:\s+-\S.*)?$`,
      String.raw`ip6?tables(?:-legacy|-nft)?\s+-\S.*$`,
      String.raw`nft\s+(?:-\S+\s+)*(?:list|monitor)\s+\w+[^{}]*$`,
      String.raw`(?:ebtables|arptables)(?:-legacy|-nft)?(?:-save)?(?:\s+-\S.*)?$`,
      String.raw`ipset\s+(?:-\S+\s+)*(?:list|save|-?[LS])(?:\s+\S+)?$`,
      String.raw`sysctl(?:\s+-\S+)+(?:\s+[\w./-]+)?$`,
      String.raw`conntrack\s+-\S.*$`,
      String.raw`bridge\s+(?:-\S+\s+)*(?:link|fdb|vlan|mdb)(?:\s+\w+)?$`,
      String.raw`(?:route|netstat|ss|arp|ifconfig|dmesg|journalctl|tc|ethtool|nstat|lsmod|uname|hostnamectl)${options}`,
      String.raw`(?:hostname(?:\s+-f)?|date|uptime|ls|ps)$`,
      String.raw`cat\s+/\S+$`,
    ].join('|') +
    ')',
);
