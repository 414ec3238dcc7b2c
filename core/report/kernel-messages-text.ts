import type { Analysis } from '../model/analysis.ts';
import { messagesInOrder, settingsOf } from '../questions/kernel-messages.ts';
import type { Words } from '../words/words.ts';

const mostShown = 30;

/** What the kernel says in its log, the losses first, for the text at a terminal. */
export function kernelMessageLines(
  analysis: Analysis,
  { kernelMessages, terminal }: Words,
): readonly string[] {
  const messages = messagesInOrder(analysis);
  const rest = messages.length - mostShown;
  return [
    ...messages.slice(0, mostShown).flatMap((message) => {
      const { host, first } = message;
      const advised = message.meaning === 'loss' ? kernelMessages.advice(message) : null;
      return [
        `${kernelMessages.summary(message)}${terminal.onHost(host)}`,
        `  ${first.at.file}:${first.at.line}: ${first.text.trim()}`,
        ...settingsOf(analysis, message).map(
          ({ key, value, at }) => `  ${at.file}:${at.line}: ${key} = ${value}`,
        ),
        ...(advised === null ? [] : [`  ${advised}`]),
      ];
    }),
    ...(rest > 0 ? [terminal.more(rest)] : []),
  ];
}
