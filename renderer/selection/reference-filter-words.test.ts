import { format } from 'prettier';
import { expect, test } from 'vitest';
import { spellings } from './spellings.ts';
import { dispositionWords, flagBits, natWords, numberWords, protocolWords, valueWords } from './words.ts';

/** From this file on. */
const file = '../../core/docs/reference/filter-words.md';
const code = (text: string): string => `\`${text}\``;

test('the_page_of_filter_words_is_what_the_filter_reads', async () => {
  const others = (word: string): string =>
    Object.entries(spellings)
      .filter(([, spelling]) => spelling.word === word)
      .map(([other]) => code(other))
      .join(', ');
  const lines = [
    '# Words of the filter',
    '',
    'Made from the code: `npx vitest run reference -u` writes it anew.',
    '',
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
    '| word | compared | also written |',
    '|---|---|---|',
    ...Object.keys(valueWords).map((word) => {
      const compared = Object.hasOwn(numberWords, word) ? '`<`, `<=`, `>`, `>=`' : '';
      return `| ${code(word)} | ${compared} | ${others(word)} |`;
    }),
    '',
  ];
  await expect(await format(lines.join('\n'), { parser: 'markdown' })).toMatchFileSnapshot(file);
});
