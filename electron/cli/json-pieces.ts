/** So many elements of a long list are written at a time. */
const MOST_AT_ONCE = 1000;

/**
 * What `JSON.stringify(document, null, 1)` prints, in pieces: the rules of a large ruleset would be a text of 50 MB,
 * which nobody needs in one. What stands before a long piece is a piece of its own: joined, both would be copied.
 */
export function* jsonPieces(document: unknown): Generator<string> {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    yield JSON.stringify(document, null, 1);
    return;
  }
  let before = '{';
  for (const [name, value] of Object.entries(document) as [string, unknown][]) {
    if (Array.isArray(value) && value.length > MOST_AT_ONCE) {
      yield* longList(before, name, value);
    } else {
      const text = JSON.stringify({ [name]: value }, null, 1);
      // Nothing is printed of what is undefined.
      if (text === '{}') continue;
      yield before;
      yield text.slice('{'.length, -'\n}'.length);
    }
    before = ',';
  }
  yield before === '{' ? '{}' : '\n}';
}

/** Each part is printed as the list of that name, where its lines are indented as they are to be, without the frame. */
function* longList(before: string, name: string, list: readonly unknown[]): Generator<string> {
  const head = `\n ${JSON.stringify(name)}: [`;
  const tail = '\n ]';
  yield before + head;
  for (let from = 0; from < list.length; from += MOST_AT_ONCE) {
    const text = JSON.stringify({ [name]: list.slice(from, from + MOST_AT_ONCE) }, null, 1);
    if (from > 0) yield ',';
    yield text.slice(`{${head}`.length, -`${tail}\n}`.length);
  }
  yield tail;
}
