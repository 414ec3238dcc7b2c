import { isolated, visible } from '../../core/index.ts';

/** Foreign text as the page shows and copies it: every character seen, letters from right to left kept to themselves. */
export function shown(text: string): string {
  return isolated(visible(text), FIRST_STRONG_ISOLATE, POP_ISOLATE);
}

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/**
 * Both directions of what page and worker say to each other. All texts of the worker come from files, so the page gets
 * them as they may be shown; a name that the page sends back (the file whose lines it wants) is what it was again.
 */
export class ShownMessages {
  readonly #originals = new Map<string, string>();

  /** What the worker said, for the page. Only plain data is copied, and only where a text in it changes. */
  toPage<Value>(value: Value): Value {
    return mapTexts(value, (text) => {
      const known = shown(text);
      if (known !== text && text.length <= longestName) this.#originals.set(known, text);
      return known;
    });
  }

  /** What the page asks, for the worker. */
  toWorker<Value>(value: Value): Value {
    if (this.#originals.size === 0) return value;
    return mapTexts(value, (text) => this.#originals.get(text) ?? text);
  }
}

/** Names are sent back to the worker, lines of files are not. */
const longestName = 5000;

function mapTexts<Value>(value: Value, map: (text: string) => string): Value {
  return mapped(value) as Value;

  function mapped(part: unknown): unknown {
    if (typeof part === 'string') return map(part);
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) {
      const copy = part.map(mapped);
      return copy.some((each, i) => each !== part[i]) ? copy : part;
    }
    // Files, and columns of numbers.
    if (Object.getPrototypeOf(part) !== Object.prototype) return part;
    const entries = Object.entries(part);
    const copies = entries.map(([name, each]) => [map(name), mapped(each)] as const);
    return copies.some(([name, each], i) => name !== entries[i]?.[0] || each !== entries[i][1])
      ? Object.fromEntries(copies)
      : part;
  }
}
