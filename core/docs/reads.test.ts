import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formats } from '../parse/formats.ts';
import { eventFormats } from '../parse/tracers/event-formats.ts';

const page = readFileSync(join(import.meta.dirname, 'reads.md'), 'utf8');

const read = [...eventFormats, ...formats].flatMap(({ kind, madeBy }) =>
  madeBy === undefined ? [] : [[kind, madeBy] as const],
);

test.each(read)('the page of inputs names what %s is made by', (_kind, madeBy) => {
  expect(page).toContain(madeBy);
});

test.each(['journalctl -k', '.pcapng', '`hostname`'])('the page of inputs names %s', (name) => {
  expect(page).toContain(name);
});
