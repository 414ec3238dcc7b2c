import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { fromRoot } from './paths.mjs';

/**
 * A page of core/docs/reference/ as the tests compare it with the file. The first line is its heading; it says how the page
 * is written anew.
 *
 * @param {readonly string[]} lines
 * @returns {Promise<string>}
 */
export function referencePage([heading = '', ...rest]) {
  const made = 'Made from the code: `npx vitest run reference -u` writes it anew.';
  const config = JSON.parse(readFileSync(fromRoot('.prettierrc.json'), 'utf8'));
  return format([heading, '', made, '', ...rest].join('\n'), {
    parser: 'markdown',
    printWidth: config.printWidth,
  });
}

/**
 * The lines of a table.
 *
 * @param {readonly string[]} headings
 * @param {readonly (readonly string[])[]} rows
 * @returns {readonly string[]}
 */
export function referenceTable(headings, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(headings), `|${headings.map(() => '---|').join('')}`, ...rows.map(line), ''];
}

/**
 * Text in a table, where a bar would begin the next cell.
 *
 * @param {string} text
 */
function cell(text) {
  return text.replaceAll('|', '\\|');
}
