import { diagnostic, type Diagnostic } from '../../../model/diagnostic.ts';
import type { LineRef } from '../../../model/evidence.ts';
import type { Ruleset } from '../../../model/ruleset.ts';
import { showsSomeLines } from '../../bundle/command-line.ts';
import { classifyLines } from '../../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../../format.ts';
import { NftBlocks } from './blocks.ts';
import { baseHook, chainPolicy } from './base-chain.ts';
import { readNftRule } from '../../../dialects/nft/nft-rule.ts';
import { nftCoverage, NftRulesets } from './rulesets.ts';
import { isTableFamily } from '../../../dialects/nft/table-family.ts';
import { unquoted } from '../../../dialects/nft/words.ts';
import { blockHeader, nftCommand } from './nft-command.ts';
import { NftVariables } from './nft-variables.ts';
import { beginsNftFile, isNftCommand, typedNft } from './typed-nft.ts';
import { assignedVariable, isBranching, isHashed } from '../../bundle/typed-command.ts';
import { baseName } from '../../text/ip-text.ts';
import { shellPrompt } from '../../bundle/shell-prompt.ts';
import { type LineFate } from '../../text/classify-lines.ts';
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

const tableHeader = /^table\s+(?:(ip6?|inet|arp|bridge|netdev)\s+)?([^\s{}]+)$/;
const chainHeader = /^chain\s+(\S+)$/;
const maxDiagnostics = 10;

/** The rule as the file has it, but for the rules of a chain that stands in it. */
function withAnonymousChains(text: string): string {
  return text.replace(/\b(jump|goto) __chain\d+/g, '$1 { ... }');
}

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
  const diagnostics: Diagnostic[] = [];
  let malformed = 0;
  let fate: 'parsed' | 'notOurs' | 'notModelled' = 'notOurs';
  let isInNamelessTable = false;
  /** The blocks that are open, the innermost last. */
  const open: ('table' | 'chain' | 'set' | 'object')[] = [];
  const warn = (note: Diagnostic): void => {
    if (diagnostics.length < maxDiagnostics) diagnostics.push(note);
  };
  const unclosed = (line: number): void =>
    warn(diagnostic('line-malformed', { why: { kind: 'bracket' } }, file, line));

  /** The chains that those without a name (`jump { ... }`) which are open stand in. */
  const outer: string[] = [];

  const openBlock = (header: string, at: LineRef): boolean | string => {
    const table = open.length === 0 ? tableHeader.exec(header.replace(/^(?:add|create)\s+/, '')) : null;
    const command = open.length === 0 ? blockHeader(header) : null;
    if (command !== null) {
      rulesets.openNamed(command, at);
      open.push(command.kind === 'chain' ? 'chain' : 'set');
    } else if (table) {
      const [, family = 'ip', name = ''] = table;
      if (!isTableFamily(family)) return false;
      rulesets.table(family, unquoted(name), at);
      isInNamelessTable = false;
      open.push('table');
    } else if (open.at(-1) === 'table') {
      const [, kind = '', name = ''] = /^([a-z]+(?: [a-z]+)*)\s+(\S+)$/.exec(header) ?? [];
      if (kind === 'chain') rulesets.chain(unquoted(name), at);
      else if (kind === 'set' || kind === 'map') rulesets.set(kind, unquoted(name), at);
      open.push(kind === 'chain' ? 'chain' : kind === 'set' || kind === 'map' ? 'set' : 'object');
    } else if (open.at(-1) === 'chain' && /(?:^|\s)(?:jump|goto)$/.test(header)) {
      outer.push(rulesets.chainName);
      open.push('chain');
      return rulesets.anonymousChain(at);
    } else if (open.length === 0 && chainHeader.test(header)) {
      // Somebody copied a chain out of its table, whose name is not known.
      if (!isInNamelessTable) rulesets.nameless(at);
      isInNamelessTable = true;
      rulesets.chain(unquoted(chainHeader.exec(header)?.[1] ?? ''), at);
      open.push('chain');
    } else return false;
    fate = open.at(-1) === 'object' ? 'notModelled' : 'parsed';
    return true;
  };

  const variables = new NftVariables();
  const readRule = (
    printed: string,
    at: LineRef,
    handle: number | null,
    index: number | null = null,
  ): void => {
    const text = variables.expand(joinedLines(printed));
    if (text === null) {
      rulesets.cut(at);
      return warn(
        diagnostic(
          'rule-words-unknown',
          { words: printed.match(/\$\{?\w+/)?.[0] ?? '$', text: null },
          file,
          at.line,
        ),
      );
    }
    const family = rulesets.family;
    if (/^include\s+"/.test(text)) return rulesets.cut(at);
    const hook = baseHook(text, family);
    if (hook) return rulesets.hang(hook);
    const policy = chainPolicy(text);
    if (policy !== null) return rulesets.policy(policy);
    // In a chain, a comment without anything else is the chain's.
    if (/^comment\s+"[^"]*"$/.test(text) || /^devices?\s/.test(text)) return;
    const read = readNftRule(text, family);
    if (read === null) {
      malformed++;
      rulesets.cut(at);
      return unclosed(at.line);
    }
    for (const words of read.unknown)
      warn(diagnostic('rule-words-unknown', { words, text: null }, file, at.line));
    const { spec, counter } = read;
    rulesets.rule({ handle, text: withAnonymousChains(text), spec, counter, at }, index);
  };

  const readCommand = (printed: string, at: LineRef): typeof fate => {
    const text = variables.expand(joinedLines(printed)) ?? printed;
    return nftCommand(text, at, rulesets, variables, readRule) ? 'parsed' : 'notOurs';
  };

  const blocks = new NftBlocks({
    open: openBlock,
    close: (at) => {
      fate = open.pop() === 'object' ? 'notModelled' : 'parsed';
      const back = open.at(-1) === 'chain' ? outer.pop() : undefined;
      if (back !== undefined) rulesets.chain(back, at);
    },
    statement(text, at, handle) {
      const block = open.at(-1);
      fate = block === undefined ? readCommand(text, at) : block === 'object' ? 'notModelled' : 'parsed';
      if (block === 'chain') readRule(text, at, handle);
      else if (block === 'set' && !rulesets.setProperty(variables.expand(text) ?? '', at)) {
        malformed++;
        unclosed(at.line);
      }
    },
    cutOff(text, at) {
      if (open.at(-1) === 'chain') rulesets.cut(at);
      if (text === '') return warn(diagnostic('block-not-closed', {}, file, at.line));
      malformed++;
      unclosed(at.line);
    },
  });

  // Beside commands without a prompt, `#` begins a comment.
  const isScript = lines.some(
    (line) => !isHashed(line) && shellPrompt(line) === null && typedNft(line) !== null,
  );
  let isBranched = false;
  const readTyped = (words: string, at: LineRef): LineFate => {
    if (blocks.depth > 0) blocks.leave(at);
    rulesets.toldBy('typed');
    fate = 'notOurs';
    blocks.read(words, at);
    return fate;
  };

  rulesets.asked(nftCoverage(baseName(file)) ?? 'ruleset');
  const account = classifyLines(lines, file, {
    command(command, at) {
      const typed = typedNft(command);
      if (typed !== null) return readTyped(typed, at);
      const asked = nftCoverage(command);
      if (asked !== null) rulesets.asked(showsSomeLines(command) ? 'part' : asked);
      return 'notOurs';
    },
    read(text, at) {
      const typed = isScript && isHashed(text) ? null : typedNft(text);
      if (typed !== null) return readTyped(typed, at);
      if (beginsNftFile(text) || (blocks.depth === 0 && isNftCommand(text))) rulesets.toldBy('file');
      const assigned = isScript ? assignedVariable(text) : null;
      if (assigned !== null) variables.set(assigned.name, assigned.value);
      isBranched ||= isScript && isBranching(text);
      // Nothing on the line: it goes on with what the line before was part of.
      if (blocks.depth === 0) fate = 'notOurs';
      blocks.read(text, at);
      return text.trim().startsWith('#') ? 'notOurs' : fate;
    },
  });
  blocks.finish();
  if (isBranched) rulesets.isBranched();
  const counted = Math.min(malformed, account.lines.parsed);
  return {
    records: { kind: 'rulesets', items: rulesets.finish() satisfies readonly Ruleset[] },
    ...account,
    lines: {
      ...account.lines,
      parsed: account.lines.parsed - counted,
      malformed: account.lines.malformed + counted,
    },
    diagnostics: [...account.diagnostics, ...diagnostics],
  };
}

/** A rule that was printed on several lines, on one. */
function joinedLines(printed: string): string {
  if (!printed.includes('\n')) return printed;
  const lines = printed.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join(' ');
}
