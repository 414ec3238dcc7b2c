import type { LineRef } from '../../../model/evidence.ts';

/** What the reader of a ruleset does with its parts. */
export interface BlockHandler {
  /**
   * Words before an opening brace: whether it opens a block of its own. Otherwise the brace belongs to the statement,
   * like that of a set. A name: the block is part of the statement, which goes on after it with that name in its place.
   */
  open(header: string, at: LineRef): boolean | string;
  close(at: LineRef): void;
  /** One statement within the innermost block, without its `;` and its handle. */
  statement(text: string, at: LineRef, handle: number | null): void;
  /** A statement that is cut off: its bracket or quote is never closed. */
  cutOff(text: string, at: LineRef): void;
}

/**
 * Splits what nft(8) prints into blocks and statements, line by line:
 *
 *   table inet filter { # handle 3
 *           chain forward { # handle 1
 *                   type filter hook forward priority filter; policy drop;
 *                   ip saddr { 10.0.0.1, 10.0.0.2 } drop comment "a } b" # handle 8
 *
 * A statement ends at `;` or at the line's end; while a brace is open in it, it goes on over several lines.
 */
export class NftBlocks {
  readonly #handler: BlockHandler;
  #depth = 0;
  #text = '';
  /** The last character of the statement that is no blank. */
  #last = '';
  #at: LineRef = { file: '', line: 0 };
  #handle: number | null = null;
  #inBraces = 0;
  /** Statements that a block is part of, the innermost last. */
  readonly #suspended: { readonly text: string; readonly at: LineRef; readonly depth: number }[] = [];

  constructor(handler: BlockHandler) {
    this.#handler = handler;
  }

  /** How many blocks are open. */
  get depth(): number {
    return this.#depth;
  }

  read(line: string, at: LineRef): void {
    this.#beginLine(line, at);
    let quoted = false;
    for (let index = 0; index < line.length; index++) {
      const character = line[index] ?? '';
      if (character === '"') quoted = !quoted;
      if (quoted || character === '"') this.#append(character, at);
      else if (character === '#') {
        this.#comment(line.slice(index), at);
        break;
      } else if (character === '{') this.#openBrace(at);
      else if (character === '}') this.#closeBrace(at);
      else if (character === ';' && this.#inBraces === 0) this.#flush();
      else this.#append(character, at);
    }
    if (quoted) this.#cutOff();
    else if (this.#inBraces > 0) this.#text += '\n';
    else if (this.#text.endsWith('\\')) this.#text = `${this.#text.slice(0, -1).trimEnd()}\n`;
    else this.#flush();
  }

  /** Ends what is still open; blocks that are open then were cut off. */
  finish(): void {
    if (this.#inBraces > 0) this.#cutOff();
    else this.#flush();
  }

  /** Ends all that is open, before a line that is no part of it. */
  leave(at: LineRef): void {
    this.finish();
    this.#closeTo(0, at);
  }

  /** A line that can't be part of the statement that is open, so that one cut line does not take the rest along. */
  #beginLine(line: string, at: LineRef): void {
    const header = /^(\t| {1,8})?(?:(table)|chain|set|map|flowtable)\s+\S.*\{\s*(?:#.*)?$/s.exec(line);
    const isTable = header?.[1] === undefined && header?.[2] !== undefined;
    const isInner = header?.[1] !== undefined && header[2] === undefined;
    const goesOn = [',', '{', '='].includes(this.#last) || /^\s*[}"\d]/.test(line);
    if (this.#inBraces > 0 && (isTable || isInner || !goesOn)) this.#cutOff();
    this.#closeTo(isTable ? 0 : isInner ? 1 : this.#depth, at);
  }

  #closeTo(level: number, at: LineRef): void {
    while (this.#depth > level) {
      this.#depth--;
      this.#handler.cutOff('', at);
      this.#handler.close(at);
      if (this.#suspended.at(-1)?.depth === this.#depth) this.#suspended.pop();
    }
  }

  #append(text: string, at: LineRef): void {
    if (this.#text === '') {
      if (text.trim() === '') return;
      this.#at = at;
    }
    this.#text += text;
    if (text !== ' ' && text !== '\t') this.#last = text;
  }

  /** `# handle 8` ends a rule; what iptables-nft can only say in its own words stands after a `#` as well. */
  #comment(text: string, at: LineRef): void {
    const handle = /# handle (\d+)\s*$/.exec(text);
    if (handle) this.#handle = Number(handle[1]);
    const own = text.slice(0, handle?.index ?? text.length);
    if (own.trim() !== '' && this.#text !== '' && this.#inBraces === 0) this.#append(own.trimEnd(), at);
  }

  #openBrace(at: LineRef): void {
    const opened =
      this.#inBraces === 0 && this.#handler.open(this.#text.trim(), this.#text === '' ? at : this.#at);
    if (opened !== false) {
      if (typeof opened === 'string')
        this.#suspended.push({ text: `${this.#text}${opened}`, at: this.#at, depth: this.#depth });
      this.#depth++;
      this.#text = '';
      return;
    }
    this.#inBraces++;
    this.#append('{', at);
  }

  #closeBrace(at: LineRef): void {
    if (this.#inBraces > 0) {
      this.#inBraces--;
      this.#append('}', at);
      return;
    }
    this.#flush();
    if (this.#depth === 0) return;
    this.#depth--;
    this.#handler.close(at);
    const suspended = this.#suspended.at(-1);
    if (suspended?.depth !== this.#depth) return;
    this.#suspended.pop();
    this.#text = suspended.text;
    this.#at = suspended.at;
  }

  #flush(): void {
    const text = this.#text.trim();
    if (text !== '') this.#handler.statement(text, this.#at, this.#handle);
    this.#text = '';
    this.#handle = null;
  }

  #cutOff(): void {
    this.#handler.cutOff(this.#text.trim(), this.#at);
    this.#text = '';
    this.#handle = null;
    this.#inBraces = 0;
  }
}
