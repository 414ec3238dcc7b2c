import { printsOutput } from './command-line.ts';

/** A shell prompt and what was typed after it. */
export interface ShellPrompt {
  /** The host that the prompt names; null for `# ip rule`, and for names that every host has. */
  readonly host: string | null;
  readonly command: string;
  /** Whether the prompt itself leaves no doubt that it is one, whatever was typed. */
  readonly isNamed: boolean;
}

/**
 * The shell prompt in a line that someone copied from a terminal along with the output:
 *
 *   root@forwarder:~# iptables -L -n -v
 *   [root@gw01 ~]# ip rule
 *   / # ip rule          bash-5.0# ip rule         [node1] # ip rule         of containers and small systems
 *   ➜  ~ ip rule         PS C:\Users\me> ssh gw    $ ip rule
 *   ┌──(kali㉿kali)-[~]   └─$ ip rule              prompts of two lines; the first is one without a command
 *   # ip rule            node1# ip rule            count only before a command that prints something we read
 *   web1 ~ # ip rule     node1$ ip rule            the same
 */
export function shellPrompt(line: string): ShellPrompt | null {
  if (ruleOfDump.test(line) || !mayBePrompt.test(line)) return null;
  if (firstOfTwo.test(line) || emptySecond.test(line)) return { host: null, command: '', isNamed: true };
  const named = namedPrompt.exec(line);
  if (named) return { host: ownName(named[1] ?? ''), command: (named[2] ?? '').trim(), isNamed: true };
  const sure = surePrompt.exec(line);
  if (sure) return { host: null, command: (sure[1] ?? sure[2] ?? '').trim(), isNamed: true };
  const command = (barePrompt.exec(line)?.[1] ?? '').trim();
  return command !== '' && printsOutput(command) ? { host: null, command, isNamed: false } : null;
}

/** Of 100,000 such lines each may have `->` in its comment. */
const ruleOfDump = /^(?:\[\d{1,20}:\d{1,20}\] ?)?-[A-Z] /;
/** Spares most lines the other patterns. */
const mayBePrompt = /[#$%>+❯➜➤λ┌╭]/;

/** No `<` before its end: `eth0@if2  UP  b2:24:1f:ae:77:c1 <BROADCAST,UP>` of `ip -br link` is none. */
const namedPrompt =
  /^\s*(?:\([^()\s]*\)\s*|\[?\d{1,2}:\d\d(?::\d\d)?\]? )?\[?[a-z_][\w.-]*@([\w.-]+)(?::|\s)[^#$%<>➜❯λ]{0,200}[#$%>➜❯λ](?:\s+(.*))?$/is;

/** `┌──(kali㉿kali)-[~]`, `╭─root@gw ~/dir`: what was typed follows in the next line. */
const firstOfTwo = /^\s{0,16}[┌╭][─-]{1,4}[([]?[\w.-]{1,64}[@㉿]/;
const emptySecond = /^\s{0,16}[└╰][─╼╴]{1,4}\s?[#$%>❯➤λ]\s*$/;

const surePrompt = new RegExp(
  String.raw`^\s{0,16}(?:` +
    [
      String.raw`\$`,
      String.raw`[~/][\w./~-]{0,120}\s[#$%]`,
      String.raw`\[[\w.@~/: -]{1,80}\]\s?[#$%]`,
      String.raw`(?:ba|da|a|z|k)?sh-\d[\d.]{0,9}[#$]`,
      String.raw`\w[\w.-]{0,63}:[~/][\w./~-]{0,120}\s?[#$%>]`,
      String.raw`[└╰][─╼╴]{1,4}\s?[#$%>❯➤λ]`,
      String.raw`(?:[❯λ]|➜(?:\s{1,4}[~/\w.-]{1,120})?(?:\s+\w{2,4}:\([^()]{0,80}\))?(?:\s+✗)?)`,
      String.raw`(?:PS )?[A-Z]:\\[^<>|]{0,200}>`,
    ].join('|') +
    String.raw`)\s+(\S.*)$|^\s{0,16}└──╼ [#$](\S.*)$`,
);

const barePrompt = /^\s*(?:[#$%>+]+\s?|[\w.-]{1,64}(?: [~/][\w./~-]{0,120} | )?[#$%>]\s?)([a-z/(].*)$/;

function ownName(host: string): string | null {
  return /^localhost(?:\.|$)|^[\d.]+$/i.test(host) ? null : host;
}
