import type { LineRef } from '../../../core/index.ts';
import { words } from '../../language.ts';
import type { Answer } from '../../worker/client.ts';

const context = 40;
const step = 100;
/** A line of a hostile file can be as long as the file; what is shown of it is cut. */
const longest = 2000;

/** Reads lines `from` to `to` of a file (from 1, both included). `latest`: only the newest of such questions counts. */
export type ReadLines = (
  at: LineRef,
  from: number,
  to: number,
  latest: boolean,
) => Promise<Answer<readonly string[]>>;

interface NumberedLine {
  readonly number: number;
  readonly text: string;
}

/** The lines of a file that are loaded: around one line, growing at both ends. */
export class LineWindow {
  lines: readonly NumberedLine[] = $state.raw([]);
  problem = $state('');
  /** True while the lines in sight are not those that were asked for: a compressed log is unpacked up to them. */
  reading = $state(false);
  readonly #read: ReadLines;
  #at: LineRef | null = null;
  #ended = false;
  #busy = false;

  constructor(read: ReadLines) {
    this.#read = read;
  }

  /** The text of the marked line; '' while it is not loaded. */
  get marked(): string {
    return this.lines.find(({ number }) => number === this.#at?.line)?.text ?? '';
  }

  /** Shows a line in its context. False where something newer came between. */
  async open(at: LineRef): Promise<boolean> {
    const sameFile = this.#at?.file === at.file;
    this.#at = at;
    if (sameFile && this.lines.some(({ number }) => number === at.line)) {
      this.reading = false;
      return true;
    }
    const from = Math.max(1, at.line - context);
    this.reading = true;
    const answer = await this.#read(at, from, at.line + context, true);
    if (answer.kind === 'superseded' || this.#at !== at) return false;
    this.reading = false;
    this.#ended = false;
    this.lines = answer.kind === 'done' ? numbered(answer.value, from) : [];
    this.problem =
      answer.kind === 'failed'
        ? words.frame.problems.unreadable(at.file, answer.message)
        : this.lines.length === 0
          ? words.frame.problems.notShown(at.file)
          : '';
    return true;
  }

  /** Loads more lines at one end. False where there are none. */
  async more(where: 'up' | 'down'): Promise<boolean> {
    const at = this.#at;
    const edge = (where === 'up' ? this.lines[0] : this.lines.at(-1))?.number;
    if (at === null || edge === undefined || this.#busy) return false;
    if (where === 'up' ? edge <= 1 : this.#ended) return false;
    const from = where === 'up' ? Math.max(1, edge - step) : edge + 1;
    const to = where === 'up' ? edge - 1 : edge + step;
    this.#busy = true;
    const answer = await this.#read(at, from, to, false);
    this.#busy = false;
    if (answer.kind !== 'done' || this.#at?.file !== at.file) return false;
    const stillThere = (where === 'up' ? this.lines[0] : this.lines.at(-1))?.number === edge;
    if (!stillThere) return false;
    const more = numbered(answer.value, from);
    if (where === 'down' && more.length < step) this.#ended = true;
    this.lines = where === 'up' ? [...more, ...this.lines] : [...this.lines, ...more];
    return more.length > 0;
  }
}

function numbered(texts: readonly string[], from: number): readonly NumberedLine[] {
  return texts.map((text, i) => ({
    number: from + i,
    text: text.length > longest ? `${text.slice(0, longest)} …` : text,
  }));
}
