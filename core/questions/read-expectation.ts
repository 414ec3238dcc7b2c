import { causeKinds } from '../explain/causes/index.ts';
import { dispositions } from '../model/disposition.ts';
import type { Expectation, ExpectationMistake } from '../model/expectation.ts';
import { readFlow, words } from './flow-selector.ts';

/** Reads `PROTO SRC > DST[:PORT] DISPOSITION[ CAUSE-KIND]`. */
export function readExpectation(text: string): Expectation | ExpectationMistake {
  const [before = '', after = ''] = text.split('>');
  const [target = '', named, cause, ...more] = words(after);
  if (named === undefined || more.length > 0) return { wrong: 'shape', word: text };
  const flow = readFlow([before, target, ...text.split('>').slice(2)].join('>'));
  if ('wrong' in flow) return flow;
  const disposition = dispositions.find((each) => each === named.toLowerCase());
  if (disposition === undefined) return { wrong: 'disposition', word: named, choices: dispositions };
  if (cause === undefined) return { text, flow, disposition, cause: null };
  const kind = causeKinds.find((each) => each === cause.toLowerCase());
  if (kind === undefined) return { wrong: 'cause', word: cause, choices: causeKinds };
  return { text, flow, disposition, cause: kind };
}
