import type { Analysis } from '../../model/analysis.ts';
import { grouped } from '../../model/grouped.ts';
import { isLoss, messagesInOrder, settingsOf } from '../../questions/kernel-messages.ts';
import type { Words } from '../../words/words.ts';
import { clipped, markup, type Markup } from './markup.ts';
import { leftOut, place } from './phrases.ts';

const mostShown = 60;

/** What the kernel says in its log besides the trace: the losses first, then what only helps to understand them. */
export function* kernelMessagesSection(
  analysis: Analysis,
  { kernelMessages, report, terms }: Words,
): Generator<Markup> {
  const { columns } = report;
  const messages = messagesInOrder(analysis);
  yield markup`<table>
<thead><tr><th scope="col" class="number">${columns.lines}</th><th scope="col">${columns.kernelSays}</th><th scope="col">${columns.host}</th><th scope="col">${columns.where}</th></tr></thead>
<tbody>
${messages.slice(0, mostShown).map((message) => {
  const { count, host, first } = message;
  const advised = isLoss(message) ? kernelMessages.advice(message) : null;
  return markup`<tr><td class="number">${grouped(count)}</td><td>${clipped(kernelMessages.summary(message), 600)}<div class="mono quiet">${clipped(first.text.trim(), 300)}</div>${settingsOf(
    analysis,
    message,
  ).map(({ key, value }) => markup`<div class="mono quiet">${key} = ${value}</div>`)}${
    advised === null ? null : markup`<div>${advised}</div>`
  }</td><td class="mono">${terms.hostName(host)}</td><td>${place(first.at)}</td></tr>
`;
})}</tbody></table>
${leftOut(messages.length - mostShown, report.leftOut.messages)}`;
}
