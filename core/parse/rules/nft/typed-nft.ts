import { typedCommand } from '../../bundle/typed-command.ts';

/**
 * What somebody gave to nft to change rules, as it reaches nft itself, without what the shell takes off; null for any
 * other line, and for one that only lists:
 *
 *   root@fw:~# nft add rule inet fw input tcp dport { 22, 80 } accept
 *   $NFT add chain ip nat post '{ type nat hook postrouting priority 100; }'
 *   nft "insert rule inet fw input position 4 drop" && nft delete table ip old
 */
export function typedNft(line: string): string | null {
  const called = mayCall.test(line) ? typedCommand(line) : null;
  if (called === null || !program.test(called.program)) return null;
  const [first = '', ...others] = commandsOf(called.rest);
  const own = [first, ...others.flatMap((command) => /^\s*(?:\S*\/)?nft\s+(.*)$/s.exec(command)?.[1] ?? [])]
    .map((words) => words.replace(options, '').trim())
    .filter((words) => changing.test(words));
  return own.length === 0 ? null : own.join('; ');
}

/** A command of a file for `nft -f` that can be nothing else: it names a family, or is one of a kind. */
export function isNftCommand(line: string): boolean {
  return line.length <= longestLine && (ofFamily.test(line) || ofAnyKind.test(line));
}

/** Whether what follows is the text of a file: `nft -f - <<EOF`, `#!/usr/sbin/nft -f`. */
export function beginsNftFile(line: string): boolean {
  return (
    line.length <= longestLine &&
    (/^#!\s?\S*\/nft\s/.test(line) || /(?:^|[\s/])nft\s+-\w*f\b[^<]{0,80}<</.test(line))
  );
}

const longestLine = 4096;
const mayCall = /nft/i;
/** As scripts call it: `$NFT`, `"${nft}"`. */
const program = /^(?:nft|"?\$\{?nft\}?"?)$/i;
const options = /^(?:-[acensy]+\s+|--(?:echo|handle|check|numeric|stateless|terse)\s+)*/;
const changing =
  /^(?:(?:add|create|insert|replace|delete|destroy|flush|rename)\s+(?:table|chain|rule|set|map|element|counter|quota|limit|flowtable|ct)\s|flush\s+ruleset\b|table\s+\w)/;
const ofFamily =
  /^\s*(?:(?:add|create|insert|replace|delete|destroy|flush|rename)\s+)(?:table|chain|rule|set|map|element|flowtable|counter|quota|limit)\s+(?:ip6?|inet|arp|bridge|netdev)\s+\S/;
const ofAnyKind =
  /^\s*(?:flush ruleset\s*(?:;\s*)?$|(?:re)?define\s+\w+\s*=|include\s+"[^"]*"\s*(?:;\s*)?$|(?:add|insert)\s+rule\s+\S+\s+\S+\s.*\b(?:accept|drop|reject|counter|masquerade|[ds]nat to|jump \S|goto \S|return)\b)/;

/**
 * The commands of a line of the shell, without its quotes and the marks before `;`, `{` and `}`. What nft wants quoted
 * stays so, though the shell would take that off, too: people copy rules into commands.
 */
function commandsOf(line: string): readonly string[] {
  const commands: string[] = [];
  let command = '';
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    const next = line[at + 1] ?? '';
    if (quote === "'" ? character === "'" : quote === '"' && character === '"') {
      if (keepsQuote(command, quote)) command += '"';
      quote = '';
    } else if (quote === "'") command += character;
    else if (character === '\\' && next !== '') {
      command += next;
      at++;
    } else if (quote !== '') command += character;
    else if (character === '"' || character === "'") {
      quote = character;
      if (wantsQuotes.test(command)) command += '"';
    } else if (character === '#' && /\s$/.test(command)) break;
    else if (character === '>' && /\s\d?$/.test(command)) break;
    else if (character === ';' || character === '|' || (character === '&' && next === '&')) {
      commands.push(command);
      command = '';
      if (next === character) at++;
    } else command += character;
  }
  return [...commands, command];
}

/** Before a word that nft reads as text. */
const wantsQuotes = /\b(?:comment|prefix) $/;

function keepsQuote(command: string, quote: string): boolean {
  const begins = command.lastIndexOf('"');
  return quote !== '' && begins >= 0 && wantsQuotes.test(command.slice(0, begins));
}
