import type { JsonFault } from '../../model/malformed.ts';

/** A value of JSON, with the line on which each object begins. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/**
 * An object as it was printed: iproute2 prints some names twice (a route's `dst`, and that of its encapsulation), which
 * JSON.parse would lose.
 */
export interface JsonObject {
  readonly members: readonly (readonly [string, JsonValue])[];
  /** Counted from 1. */
  readonly line: number;
}

/** Where a JSON text within a file ends. */
export interface JsonEnd {
  /** The last line of the document, counted from 1. */
  readonly lastLine: number;
  /** Why it ends early; null where it is whole. */
  readonly broken: JsonFault | null;
}

/** Whether a JSON text may begin with this line. */
export function beginsJson(text: string): boolean {
  return /^\s*(?:\[\s*(?:$|[{\]])|\{\s*(?:$|["}]))/.test(text.slice(0, 200));
}

/**
 * Reads the JSON text that begins on line `first` (from 1): the objects of the outermost list, or the outermost object
 * alone, as far as they are whole, each when it is asked for. What is broken ends the document, never throws.
 */
export function* readJson(lines: readonly string[], first: number): Generator<JsonObject, JsonEnd, void> {
  const scanner = new Scanner(lines, first - 1);
  try {
    yield* scanner.outermost();
    return { lastLine: scanner.line, broken: null };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { lastLine: scanner.line, broken: error.fault };
  }
}

/** The first value of that name; undefined where the object has none. */
export function member(object: JsonObject, name: string): JsonValue | undefined {
  return object.members.find(([each]) => each === name)?.[1];
}

/** The value of that name as text; null where there is none, or it is a list or an object. */
export function memberText(object: JsonObject, name: string): string | null {
  const value = member(object, name);
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
}

/** The objects in the list of that name; none where it is no list. */
export function memberObjects(object: JsonObject, name: string): readonly JsonObject[] {
  const value = member(object, name);
  return isList(value) ? value.filter(isObject) : [];
}

/** The words in the list of that name (`"flags": ["linkdown"]`). */
export function memberWords(object: JsonObject, name: string): readonly string[] {
  const value = member(object, name);
  return isList(value) ? value.filter((word) => typeof word === 'string') : [];
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Ends the reading of one document; never leaves this file. */
class Broken extends Error {
  readonly fault: JsonFault;

  constructor(fault: JsonFault) {
    super(fault.kind);
    this.fault = fault;
  }
}

/** No tool that is read here nests deeper than a few levels. */
const deepest = 64;

/** A place in the lines of a file, from which values are read. */
class Scanner {
  readonly #lines: readonly string[];
  #index: number;
  #column = 0;

  constructor(lines: readonly string[], index: number) {
    this.#lines = lines;
    this.#index = index;
  }

  /** The line that was read last, counted from 1. */
  get line(): number {
    return Math.min(this.#index + 1, this.#lines.length);
  }

  *outermost(): Generator<JsonObject, void, void> {
    if (this.#peek() === '{') {
      yield this.#object(0);
      return;
    }
    this.#expect('[');
    while (this.#hasItem(']')) {
      const value = this.#value(1);
      if (isObject(value)) yield value;
    }
  }

  /** Whether an item follows before `end`, which is passed over; a comma may miss between two (old versions of iproute2). */
  #hasItem(end: string): boolean {
    for (;;) {
      const next = this.#peek();
      if (next !== end && next !== ',') return true;
      this.#column++;
      if (next === end) return false;
    }
  }

  #object(depth: number): JsonObject {
    const members: [string, JsonValue][] = [];
    const line = this.line;
    this.#expect('{');
    while (this.#hasItem('}')) {
      const name = this.#string();
      this.#expect(':');
      members.push([name, this.#value(depth + 1)]);
    }
    return { members, line };
  }

  #value(depth: number): JsonValue {
    if (depth > deepest) throw new Broken({ kind: 'too-deep' });
    const next = this.#peek();
    if (next === '{') return this.#object(depth);
    if (next === '"') return this.#string();
    if (next === '[') {
      const items: JsonValue[] = [];
      this.#expect('[');
      while (this.#hasItem(']')) items.push(this.#value(depth + 1));
      return items;
    }
    const word = this.#match(/[-+.\w]{1,64}/y) ?? '';
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'null') return null;
    const value = Number(word);
    if (word === '' || Number.isNaN(value)) throw new Broken({ kind: 'no-value' });
    return value;
  }

  #string(): string {
    this.#peek();
    const text = this.#match(/"(?:[^"\\]|\\.)*"/y);
    if (text === null) throw new Broken({ kind: 'no-string' });
    const inner = text.slice(1, -1);
    return inner.includes('\\') ? inner.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, unescaped) : inner;
  }

  #expect(character: string): void {
    if (this.#peek() !== character) throw new Broken({ kind: 'missing', character });
    this.#column++;
  }

  /** The next character that is no white space. */
  #peek(): string {
    for (; this.#index < this.#lines.length; this.#index++, this.#column = 0) {
      const line = this.#lines[this.#index] ?? '';
      while (isBlank(line.charCodeAt(this.#column))) this.#column++;
      if (this.#column < line.length) return line.charAt(this.#column);
      if (this.#index === this.#lines.length - 1) break;
    }
    throw new Broken({ kind: 'end' });
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#column;
    const found = pattern.exec(this.#lines[this.#index] ?? '')?.[0] ?? null;
    if (found !== null) this.#column += found.length;
    return found;
  }
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d;
}

const escapes = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
]);

function unescaped(_: string, code: string | undefined, letter: string | undefined): string {
  if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
  return escapes.get(letter ?? '') ?? letter ?? '';
}
