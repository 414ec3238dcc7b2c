import { simpleCommands } from './command-line.ts';
import type { Section } from './sections.ts';

/**
 * The lines of a section in which bare values of /proc/sys say whose they are, as sysctl prints them:
 *
 *   # cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf/all/rp_filter
 *   1                                          becomes net.ipv4.ip_forward = 1
 *   0                                          becomes net.ipv4.conf.all.rp_filter = 0
 */
export function withSettings({ heading, lines }: Section): readonly string[] {
  const paths = settingsRead(heading?.command ?? (heading?.file ? `cat ${heading.file}` : ''));
  if (paths.length === 0) return lines;
  let next = 0;
  return lines.map((line, index) => {
    const path = paths[next];
    if (index === 0 || path === undefined || !bareValue.test(line)) return line;
    next++;
    return `/proc/sys/${path}:${line.trim()}`;
  });
}

/** A number, or several, or a word: `cubic`. */
const bareValue = /^\s*(?:-?\d+(?:\s+-?\d+)*|[a-z][\w.-]*)\s*$/;

/** The settings that the command prints, without the folder of all of them. */
function settingsRead(commandLine: string): readonly string[] {
  return simpleCommands(commandLine).flatMap((command) => {
    const [program = '', ...words] = command.split(/\s+/);
    if (!/^(?:\/\S*\/)?(?:cat|head|tail|more|less)$/.test(program)) return [];
    return words.flatMap((word) => /^\/proc\/sys\/([\w./@-]+)$/.exec(word)?.[1] ?? []);
  });
}
