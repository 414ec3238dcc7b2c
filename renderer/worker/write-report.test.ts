import { expect, it } from 'vitest';
import { writeReport } from './write-report.ts';

async function* chunks(...texts: readonly string[]) {
  for (const [i, text] of texts.entries()) yield { text, done: (i + 1) / texts.length };
}

it('the_pieces_are_the_file_and_their_progress_is_told', async () => {
  const told: number[] = [];
  const bytes = await writeReport(
    chunks('<p>ä', '</p>'),
    { aborted: false },
    async () => {},
    (done) => told.push(done),
  );
  expect(new TextDecoder().decode(bytes ?? undefined)).toBe('<p>ä</p>');
  expect(told).toEqual([0.5, 1]);
});

it('a_cancel_between_two_pieces_ends_it', async () => {
  const signal = { aborted: false };
  let made = 0;
  const turn = async () => {
    signal.aborted = ++made === 2;
  };
  expect(await writeReport(chunks('a', 'b', 'c', 'd'), signal, turn, () => {})).toBeNull();
  expect(made).toBe(2);
});
