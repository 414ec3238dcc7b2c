/**
 * Finds the line (from 1) on which the object with an index of the array begins. jq breaks the array so that the key of
 * each object stands on a line of its own, all equally indented:
 *
 *       {
 *         "rule": {
 *
 * Where the text is broken in another way, or not at all, all of it counts as its first line.
 */
export function objectLines(lines: readonly string[]): (index: number) => number {
  const first = lines.find((text) => objectKey.test(text));
  const indent = objectKey.exec(first ?? '')?.[1];
  const found =
    indent === undefined || lines.length < 3
      ? []
      : lines.flatMap((text, index) => (objectKey.exec(text)?.[1] === indent ? [index + 1] : []));
  return (index) => found[index] ?? 1;
}

const objectKey = /^(\s*)"[a-z ]+": ?\{\s*$/;
