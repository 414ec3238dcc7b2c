import type { Sample } from '../format.ts';
import { printedText } from './command-text.ts';
import { shellPrompt } from '../bundle/shell-prompt.ts';

/**
 * Whether more than half of the sample's lines are of a format; blank lines, comments and shell prompts, which any
 * command's output may have around it, do not vote.
 */
export function mostLines(sample: Sample, isOfFormat: (text: string) => boolean): boolean {
  let yes = 0;
  let no = 0;
  for (const text of tellingLines(sample)) {
    if (isOfFormat(text)) yes++;
    else no++;
  }
  return yes > no;
}

/** The sample's lines that can tell a format: neither blank, nor a `#` comment or heading, nor a shell prompt. */
export function tellingLines(sample: Sample): string[] {
  return sample.lines
    .map(printedText)
    .filter((text) => text.trim() !== '' && !/^\s*#/.test(text) && shellPrompt(text) === null);
}
