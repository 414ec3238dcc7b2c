import {
  type AnalysedBundle,
  checkExpectation,
  type Expectation,
  readExpectation,
} from '../../core/index.ts';
import type { CommandOutput } from './output.ts';

/** The texts of `--expect`, read; null, and a line on standard error, where one can't be. */
export function readExpectations(
  texts: readonly string[],
  output: CommandOutput,
): readonly Expectation[] | null {
  const expectations: Expectation[] = [];
  for (const text of texts) {
    const read = readExpectation(text);
    if ('wrong' in read) {
      output.say(output.words.expectations.mistake('expect', text, read));
      return null;
    }
    expectations.push(read);
  }
  return expectations;
}

/** Says which expectations the capture contradicts or can't show, a line for each. Whether all of them hold. */
export function allHold(
  analysis: AnalysedBundle,
  expectations: readonly Expectation[],
  output: CommandOutput,
): boolean {
  const against = expectations.flatMap(
    (each) => output.words.expectations.answer(each.text, checkExpectation(analysis, each)) ?? [],
  );
  for (const sentence of against) output.say(sentence);
  return against.length === 0;
}
