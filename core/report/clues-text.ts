import type { Analysis } from '../model/analysis.ts';
import type { Words } from '../words/words.ts';

/** What stands out besides the ends of packets, for the text at a terminal. */
export function clueLines({ clues }: Analysis, words: Words): readonly string[] {
  return clues.flatMap((clue) => [
    `${words.clues.clue(clue)}${words.terminal.onHost(clue.host)}`,
    ...clue.evidence.map(
      ({ file, line, text }) => `  ${file}:${line}${text === '' ? '' : `: ${text.trim()}`}`,
    ),
  ]);
}
