import { showsSomeLines } from '../../bundle/command-line.ts';
import { classifyLines } from '../../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../../format.ts';
import { NftReading } from './nft-reading.ts';
import { nftCoverage, NftRulesets } from './rulesets.ts';
import { beginsNftFile, isNftCommand, typedNft } from './typed-nft.ts';
import { assignedVariable, isBranching, isHashed } from '../../bundle/typed-command.ts';
import { baseName } from '../../text/ip-text.ts';
import { shellPrompt } from '../../bundle/shell-prompt.ts';
import { tellingLines } from '../../text/recognise-lines.ts';

/**
 * The ruleset that `nft [-a] list ruleset` prints (nft(8)), and files for `nft -f` that are written the same way:
 *
 *   table inet filter { # handle 3                     the handles only with -a
 *           set blocked { # handle 5
 *                   type ipv4_addr
 *                   flags interval
 *                   elements = { 10.1.0.66, 192.0.2.0/24 }
 *           }
 *           chain forward { # handle 1
 *                   type filter hook forward priority filter; policy drop;
 *                   ip saddr @blocked counter packets 2 bytes 120 drop # handle 8
 *           }
 *   }
 *
 * A table that comes a second time begins another ruleset, but where the file is one for `nft -f`, which may have commands
 * and variables, too; commands that somebody typed (`nft add rule ...`) are read with it. Objects other than chains, sets and maps (counters, quotas,
 * flowtables, helpers) are known but not modelled.
 */
export const nftRuleset: Format<'nft-ruleset'> = {
  kind: 'nft-ruleset',
  madeBy: 'nft -a list ruleset',
  recognises,
  begins: (line) => ownLine.test(line) || isNftCommand(line) || typedNft(line) !== null,
  parse,
};

const ownLine = /^\s*(?:table (?:(?:ip6?|inet|arp|bridge|netdev) )?\S+|chain \S+) \{/;

/** A base chain's first line, or a rule's end. */
const saysOfNft =
  /^type (?:filter|nat|route) hook |\b(?:accept|drop|reject|return|masquerade)(?: comment "[^"]*")?$|\b(?:jump|goto) \S+$/;

function recognises(sample: Sample): boolean {
  const lines = tellingLines(sample).map((text) => text.trim());
  const commands = sample.lines.filter((line) => typedNft(line) !== null || isNftCommand(line)).length;
  if (commands * 3 > lines.length || sample.lines.some(beginsNftFile)) return true;
  if (lines.some((text) => /^table\s+(?:ip6?|inet|arp|bridge|netdev)\s+\S+\s*\{/.test(text))) return true;
  // Chains without their table. Those of ferm look alike, but have iptables' verdicts in capitals.
  return lines.some((text) => /^chain\s+\S+\s*\{$/.test(text)) && lines.some((text) => saysOfNft.test(text));
}

function parse(lines: readonly string[], file: string): Parsed {
  const rulesets = new NftRulesets('nft', file);
  const reading = new NftReading(rulesets, file);
  // Beside commands without a prompt, `#` begins a comment.
  const isScript = lines.some(
    (line) => !isHashed(line) && shellPrompt(line) === null && typedNft(line) !== null,
  );
  let isBranched = false;
  rulesets.asked(nftCoverage(baseName(file)) ?? 'ruleset');
  const account = classifyLines(lines, file, {
    command(command, at) {
      const typed = typedNft(command);
      if (typed !== null) return reading.typed(typed, at);
      const asked = nftCoverage(command);
      if (asked !== null) rulesets.asked(showsSomeLines(command) ? 'part' : asked);
      return 'notOurs';
    },
    read(text, at) {
      const typed = isScript && isHashed(text) ? null : typedNft(text);
      if (typed !== null) return reading.typed(typed, at);
      if (beginsNftFile(text) || (!reading.isWithinBlock && isNftCommand(text))) rulesets.toldBy('file');
      const assigned = isScript ? assignedVariable(text) : null;
      if (assigned !== null) reading.variables.set(assigned.name, assigned.value);
      isBranched ||= isScript && isBranching(text);
      return reading.line(text, at);
    },
  });
  reading.finish();
  if (isBranched) rulesets.isBranched();
  const malformed = Math.min(reading.malformed, account.lines.parsed);
  return {
    records: { kind: 'rulesets', items: rulesets.finish() },
    ...account,
    lines: {
      ...account.lines,
      parsed: account.lines.parsed - malformed,
      malformed: account.lines.malformed + malformed,
    },
    diagnostics: [...account.diagnostics, ...reading.diagnostics],
  };
}
