/** How many elements of a long list are printed at a time. */
const MOST_AT_ONCE = 1000;

/**
 * What `JSON.stringify(value, null, 1)` prints of plain data, in pieces: the rules of a large ruleset, or the flows of a
 * flood, would be a text longer than any string can be. `depth`: how deep the value stands in others.
 */
export function* jsonPieces(value: unknown, depth = 0): Generator<string> {
  if (!holdsLongList(value)) yield printedAt(depth, value) ?? '';
  else if (Array.isArray(value)) yield* listPieces(value, depth);
  else yield* objectPieces(value as object, depth);
}

function* objectPieces(object: object, depth: number): Generator<string> {
  let before = '{';
  for (const [name, value] of Object.entries(object) as [string, unknown][]) {
    // Nothing is printed of what is undefined.
    if (value === undefined) continue;
    yield `${before}\n${indent(depth + 1)}${JSON.stringify(name)}: `;
    yield* jsonPieces(value, depth + 1);
    before = ',';
  }
  yield before === '{' ? '{}' : `\n${indent(depth)}}`;
}

function* listPieces(list: readonly unknown[], depth: number): Generator<string> {
  let before = '[';
  for (let from = 0; from < list.length;) {
    const to = endOfShort(list, from);
    yield before;
    if (to > from) {
      const text = printedAt(depth, list.slice(from, to)) ?? '';
      // Without its brackets, from the first line break to before the last.
      yield text.slice('['.length, -`\n${indent(depth)}]`.length);
    } else {
      yield `\n${indent(depth + 1)}`;
      yield* jsonPieces(list[from], depth + 1);
    }
    from = Math.max(to, from + 1);
    before = ',';
  }
  yield `\n${indent(depth)}]`;
}

/** The end of the elements from `from` on that are printed together; `from` itself where that one holds a long list. */
function endOfShort(list: readonly unknown[], from: number): number {
  let to = from;
  while (to < list.length && to - from < MOST_AT_ONCE && !holdsLongList(list[to])) to++;
  return to;
}

function holdsLongList(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (!Array.isArray(value)) return Object.values(value).some(holdsLongList);
  return value.length > MOST_AT_ONCE || value.some(holdsLongList);
}

/** The value as it is printed inside `depth` others; undefined where nothing is printed of it. */
function printedAt(depth: number, value: unknown): string | undefined {
  // Within lists, its lines are indented as they are to be.
  let framed = value;
  let head = 0;
  let tail = 0;
  for (let level = 1; level <= depth; level++) {
    framed = [framed];
    head += '[\n'.length + level;
    tail += '\n]'.length + level - 1;
  }
  const text = JSON.stringify(framed, null, 1) as string | undefined;
  return text?.slice(head, text.length - tail);
}

function indent(depth: number): string {
  return ' '.repeat(depth);
}
