/** A loop that somebody typed over network namespaces, and what it prints before each one's output. */
export interface NamespaceLoop {
  /** The commands that ran in the namespace that a line announces; null for a line that announces none. */
  announced(line: string): string | null;
}

/**
 * The loop of a command line; null for any other, and for one that prints no names: its outputs can't be told apart.
 *
 *   for ns in $(ip netns list); do echo "=== $ns"; ip netns exec $ns ip route; done
 *   === blue                                         the line that announces the output of: ip netns exec blue ip route
 */
export function namespaceLoop(commandLine: string): NamespaceLoop | null {
  const [, variable = ''] = /^for\s+(\w+)\s+in\s/.exec(commandLine) ?? [];
  const begin = commandLine.search(/;\s*do\s/);
  const end = commandLine.lastIndexOf('done');
  if (variable === '' || begin < 0 || end < begin) return null;
  const body = commandLine.slice(begin, end).replace(/^;\s*do\s+/, '');
  const parts = body
    .split(/;|&&/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const named = (part: string): string => part.replaceAll(`\${${variable}}`, `$${variable}`);
  const echoed = parts
    .map(named)
    .find((part) => /^(?:echo|printf)\s/.test(part) && part.includes(`$${variable}`));
  const commands = parts.map(named).filter((part) => part.includes(`$${variable}`) && part !== echoed);
  if (echoed === undefined || !commands.some((part) => /\s(?:netns\s+exec|-n(?:etns)?)\s/.test(part)))
    return null;
  const [before = '', after = ''] = printedBy(echoed).split(`$${variable}`);
  return {
    announced(line) {
      const text = line.trim();
      const isLike =
        text.length > before.length + after.length && text.startsWith(before) && text.endsWith(after);
      const name = isLike ? text.slice(before.length, text.length - after.length) : '';
      // ip netns list has ids, too: blue (id: 0). The end of a table is no name.
      const [, namespace = ''] = /^([\w.@-]+)(?: \(id: \d+\))?$/.exec(name) ?? [];
      return namespace === '' || namespace === 'COMMIT'
        ? null
        : commands.join('; ').replaceAll(`$${variable}`, namespace);
    },
  };
}

/** What `echo -e "\n=== $ns"` prints of text in the line of the name. */
function printedBy(command: string): string {
  const words = command.replace(/^\w+\s+(?:-\w+\s+)*/, '').trim();
  const bare = /^(["'])(.*)\1$/.exec(words)?.[2] ?? words;
  return bare.replaceAll('\\n', '').trim();
}
