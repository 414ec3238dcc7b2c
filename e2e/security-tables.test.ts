import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fromRoot } from '../build/paths.mjs';

/** The tests that SECURITY.md names: in the last column, several apart by `;`, those of other files after the file's name. */
const rows = readFileSync(fromRoot('SECURITY.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split('|').map((cell) => cell.trim()));
const header = rows.findIndex((cells) => cells.includes('test'));

test.each(
  rows
    .slice(header)
    .map((cells) => cells.at(-2) ?? '')
    .filter((cell) => cell !== 'test' && !/^-+$/.test(cell)),
)('each test that SECURITY.md names is there: %s', (cell) => {
  let file = 'e2e/shell/shell.spec.ts';
  for (const part of cell.split('; ')) {
    const named = /^`([^`]+)`: (.+)$/.exec(part);
    file = named?.[1] ?? file;
    expect(readFileSync(fromRoot(file), 'utf8')).toContain(named?.[2] ?? part);
  }
});

test('SECURITY.md has each of the twenty points of the checklist', () => {
  const points = rows.map((cells) => Number(cells[1])).filter((point) => point > 0);
  expect(points).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
});
