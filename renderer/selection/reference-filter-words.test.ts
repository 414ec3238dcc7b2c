import { expect, test } from 'vitest';
import { fromRoot } from '../../build/paths.mjs';
import { referencePage, referenceTable } from '../../build/reference-page.mjs';
import { spellings } from './spellings.ts';
import { dispositionWords, flagBits, natWords, numberWords, protocolWords, valueWords } from './words.ts';

const code = (text: string): string => `\`${text}\``;

test('the_page_of_filter_words_is_what_the_filter_reads', async () => {
  const others = (word: string): string =>
    Object.entries(spellings)
      .filter(([, spelling]) => spelling.word === word)
      .map(([other]) => code(other))
      .join(', ');
  const page = await referencePage([
    '# Words of the filter',
    'Terms are joined by `and`, `or`, `not` and brackets; terms of one kind beside each other are alternatives.',
    '',
    '## Alone',
    '',
    `- how packets ended: \`dead\`, ${dispositionWords.map(code).join(', ')}`,
    `- protocols: ${protocolWords.map(code).join(', ')}`,
    `- translation: ${natWords.map(code).join(', ')}`,
    `- flags of TCP, after \`flags\`: ${Object.keys(flagBits).map(code).join(', ')}`,
    '',
    '## With a value',
    '',
    ...referenceTable(
      ['word', 'compared', 'also written'],
      Object.keys(valueWords).map((word) => [
        code(word),
        Object.hasOwn(numberWords, word) ? '`<`, `<=`, `>`, `>=`' : '',
        others(word),
      ]),
    ),
  ]);
  await expect(page).toMatchFileSnapshot(fromRoot('core/docs/reference/filter-words.md'));
});
