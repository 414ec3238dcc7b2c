import { readNftRule } from '../../../dialects/nft/nft-rule.ts';
import { isTableFamily } from '../../../dialects/nft/table-family.ts';
import { unquoted } from '../../../dialects/nft/words.ts';
import { diagnostic, type Diagnostic } from '../../../model/diagnostic.ts';
import type { LineRef } from '../../../model/evidence.ts';
import type { LineFate } from '../../text/classify-lines.ts';
import { baseHook, chainPolicy } from './base-chain.ts';
import { type BlockHandler, NftBlocks } from './blocks.ts';
import { blockHeader, nftCommand } from './nft-command.ts';
import { NftVariables } from './nft-variables.ts';
import type { NftRulesets } from './rulesets.ts';

const tableHeader = /^table\s+(?:(ip6?|inet|arp|bridge|netdev)\s+)?([^\s{}]+)$/;
const chainHeader = /^chain\s+(\S+)$/;
const maxDiagnostics = 10;

type Fate = 'parsed' | 'notOurs' | 'notModelled';

/** Reads lines of a listing, of a script or of typed commands, block by block, into rulesets. */
export class NftReading implements BlockHandler {
  readonly variables = new NftVariables();
  readonly diagnostics: Diagnostic[] = [];
  readonly #rulesets: NftRulesets;
  readonly #file: string;
  readonly #blocks = new NftBlocks(this);
  /** The blocks that are open, the innermost last. */
  readonly #open: ('table' | 'chain' | 'set' | 'object')[] = [];
  /** The chains that those without a name (`jump { ... }`) which are open stand in. */
  readonly #outer: string[] = [];
  #isInNamelessTable = false;
  #malformed = 0;
  #fate: Fate = 'notOurs';

  constructor(rulesets: NftRulesets, file: string) {
    this.#rulesets = rulesets;
    this.#file = file;
  }

  /** How many statements can't be read. */
  get malformed(): number {
    return this.#malformed;
  }

  get isWithinBlock(): boolean {
    return this.#blocks.depth > 0;
  }

  /** A line as it is; one with nothing of its own goes on with what the line before was part of. */
  line(text: string, at: LineRef): LineFate {
    if (!this.isWithinBlock) this.#fate = 'notOurs';
    this.#blocks.read(text, at);
    return text.trim().startsWith('#') ? 'notOurs' : this.#fate;
  }

  /** What somebody typed after `nft`: whatever block was open was not closed. */
  typed(words: string, at: LineRef): LineFate {
    if (this.isWithinBlock) this.#blocks.leave(at);
    this.#rulesets.toldBy('typed');
    this.#fate = 'notOurs';
    this.#blocks.read(words, at);
    return this.#fate;
  }

  finish(): void {
    this.#blocks.finish();
  }

  open(header: string, at: LineRef): boolean | string {
    const within = this.#open.at(-1);
    if (within === 'chain' && /(?:^|\s)(?:jump|goto)$/.test(header)) return this.#openAnonymousChain(at);
    const opened = within === undefined ? this.#openOutermost(header, at) : within === 'table' ? this.#openInTable(header, at) : null; // prettier-ignore
    if (opened === null) return false;
    this.#open.push(opened);
    this.#fate = opened === 'object' ? 'notModelled' : 'parsed';
    return true;
  }

  close(at: LineRef): void {
    this.#fate = this.#open.pop() === 'object' ? 'notModelled' : 'parsed';
    const back = this.#open.at(-1) === 'chain' ? this.#outer.pop() : undefined;
    if (back !== undefined) this.#rulesets.chain(back, at);
  }

  statement(text: string, at: LineRef, handle: number | null): void {
    const block = this.#open.at(-1);
    this.#fate =
      block === undefined ? this.#command(text, at) : block === 'object' ? 'notModelled' : 'parsed';
    if (block === 'chain') this.#inChain(text, at, handle);
    else if (block === 'set' && !this.#rulesets.setProperty(this.variables.expand(text) ?? '', at))
      this.#unclosed(at);
  }

  cutOff(text: string, at: LineRef): void {
    if (this.#open.at(-1) === 'chain') this.#rulesets.cut(at);
    if (text === '') this.#warn(diagnostic('block-not-closed', {}, this.#file, at.line));
    else this.#unclosed(at);
  }

  #openOutermost(header: string, at: LineRef): 'table' | 'chain' | 'set' | null {
    const command = blockHeader(header);
    if (command !== null) {
      this.#rulesets.openNamed(command, at);
      return command.kind === 'chain' ? 'chain' : 'set';
    }
    const table = tableHeader.exec(header.replace(/^(?:add|create)\s+/, ''));
    if (table !== null) {
      const [, family = 'ip', name = ''] = table;
      if (!isTableFamily(family)) return null;
      this.#rulesets.table(family, unquoted(name), at);
      this.#isInNamelessTable = false;
      return 'table';
    }
    const [, chain] = chainHeader.exec(header) ?? [];
    if (chain === undefined) return null;
    // Somebody copied a chain out of its table, whose name is not known.
    if (!this.#isInNamelessTable) this.#rulesets.nameless(at);
    this.#isInNamelessTable = true;
    this.#rulesets.chain(unquoted(chain), at);
    return 'chain';
  }

  #openInTable(header: string, at: LineRef): 'chain' | 'set' | 'object' {
    const [, kind = '', name = ''] = /^([a-z]+(?: [a-z]+)*)\s+(\S+)$/.exec(header) ?? [];
    if (kind === 'chain') {
      this.#rulesets.chain(unquoted(name), at);
      return 'chain';
    }
    if (kind !== 'set' && kind !== 'map') return 'object';
    this.#rulesets.set(kind, unquoted(name), at);
    return 'set';
  }

  #openAnonymousChain(at: LineRef): string {
    this.#outer.push(this.#rulesets.chainName);
    this.#open.push('chain');
    return this.#rulesets.anonymousChain(at);
  }

  #command(printed: string, at: LineRef): Fate {
    const text = this.variables.expand(joinedLines(printed)) ?? printed;
    const addRule = this.#inChain.bind(this);
    return nftCommand(text, at, this.#rulesets, this.variables, addRule) ? 'parsed' : 'notOurs';
  }

  /** A rule, or what describes the chain. */
  #inChain(printed: string, at: LineRef, handle: number | null, index: number | null = null): void {
    const text = this.variables.expand(joinedLines(printed));
    if (text === null) return this.#unknownVariable(printed, at);
    const { family } = this.#rulesets;
    if (/^include\s+"/.test(text)) return this.#rulesets.cut(at);
    const hook = baseHook(text, family);
    if (hook) return this.#rulesets.hang(hook);
    const policy = chainPolicy(text);
    if (policy !== null) return this.#rulesets.policy(policy);
    // In a chain, a comment without anything else is the chain's.
    if (/^comment\s+"[^"]*"$/.test(text) || /^devices?\s/.test(text)) return;
    const read = readNftRule(text, family);
    if (read === null) {
      this.#rulesets.cut(at);
      return this.#unclosed(at);
    }
    for (const words of read.unknown)
      this.#warn(diagnostic('rule-words-unknown', { words, text: null }, this.#file, at.line));
    const { spec, counter } = read;
    this.#rulesets.rule({ handle, text: withAnonymousChains(text), spec, counter, at }, index);
  }

  #unknownVariable(printed: string, at: LineRef): void {
    this.#rulesets.cut(at);
    const words = printed.match(/\$\{?\w+/)?.[0] ?? '$';
    this.#warn(diagnostic('rule-words-unknown', { words, text: null }, this.#file, at.line));
  }

  #unclosed(at: LineRef): void {
    this.#malformed++;
    this.#warn(diagnostic('line-malformed', { why: { kind: 'bracket' } }, this.#file, at.line));
  }

  #warn(note: Diagnostic): void {
    if (this.diagnostics.length < maxDiagnostics) this.diagnostics.push(note);
  }
}

/** The rule as the file has it, but for the rules of a chain that stands in it. */
function withAnonymousChains(text: string): string {
  return text.replace(/\b(jump|goto) __chain\d+/g, '$1 { ... }');
}

/** A rule that was printed on several lines, on one. */
function joinedLines(printed: string): string {
  if (!printed.includes('\n')) return printed;
  const lines = printed.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join(' ');
}
