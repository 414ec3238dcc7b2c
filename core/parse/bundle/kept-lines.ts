import { simpleCommands } from './command-line.ts';

/**
 * Whether the filters of a typed line keep every line that has this word in it: `iptables-save | grep -E 'DOCKER|KUBE-'`
 * keeps all of a chain whose name has one of the two. False where that can't be told.
 */
export function keepsLinesWith(commandLine: string, word: string): boolean {
  const [, ...filters] = simpleCommands(commandLine);
  return filters.length > 0 && filters.every((filter) => keepsWord(filter, word));
}

function keepsWord(filter: string, word: string): boolean {
  const [, options = '', pattern = ''] =
    /^[ef]?grep((?:\s+-(?:[EFiPe]{1,4}|-(?:color(?:=\w+)?|extended-regexp|ignore-case|fixed-strings)))*)\s+("[^"]{1,200}"|'[^']{1,200}'|[^\s'"]{1,200})$/.exec(
      filter,
    ) ?? [];
  const isCaseless = /-\w*i|--ignore-case/.test(options);
  const [sought, text] = isCaseless ? [pattern.toLowerCase(), word.toLowerCase()] : [pattern, word];
  return sought
    .replaceAll(/^["']|["']$/g, '')
    .split(/\\?\|/)
    .some((literal) => /^[\w.:-]+$/.test(literal) && text.includes(literal));
}
