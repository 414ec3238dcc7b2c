import { markup, type Markup } from './markup.ts';
import type { OwnWords } from './report-page.ts';

/** The operator's own words at the head of the report, and the notes with what each is on. */
export function* ownSection({ words, notes }: OwnWords): Generator<Markup> {
  for (const paragraph of words.split('\n').filter((text) => text.trim() !== ''))
    yield markup`<p class="own">${paragraph}</p>\n`;
  if (notes.length === 0) return;
  yield markup`<dl class="own-notes">${notes.map(
    ({ about, text }) =>
      markup`<dt class="mono">${about}</dt><dd>${text.split('\n').map((line) => markup`${line}<br>`)}</dd>\n`,
  )}</dl>\n`;
}
