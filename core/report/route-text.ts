import type { RouteAnswer, RouteDocument } from './route-document.ts';
import { printedLines } from './visible.ts';

/** The routing decision for a person at a terminal. */
export function routeText(document: RouteDocument): string {
  const { query, possible, missing } = document;
  const comes = query.iif === null ? 'sent by the host' : `in by ${query.iif}`;
  const head = `${query.from ?? 'any address'} > ${query.to}, ${comes}, mark ${query.mark}, TOS ${query.tos}`;
  const ask = missing.map(({ what, command }) => `  ${command === '' ? what : `${command}: ${what}`}`);
  const lines =
    possible.length === 0
      ? [head, '', ...(document.outcome === null ? ['Not known.'] : answerLines(document))]
      : [
          head,
          ...possible.flatMap((answer) => [
            '',
            ...answerLines(answer),
            ...answer.assumes.map((says) => `  assuming that ${says}`),
          ]),
        ];
  return printedLines([...lines, ...(ask.length === 0 ? [] : ['', 'To ask for', ...ask])]);
}

function answerLines(answer: RouteAnswer): string[] {
  const { rule, route, rpFilter } = answer;
  return [
    sentence(answer),
    ...(rule === null ? [] : [`  rule ${rule.text}`]),
    ...(route === null || route.file === ''
      ? []
      : [`  route ${route.text.trim()} (${route.file}:${route.line})`]),
    ...(rpFilter === null ? [] : [`  rp_filter ${rpFilter.mode}: ${rpFilter.verdict}, ${rpFilter.reason}`]),
  ];
}

function sentence({ outcome, cause, reason, nextHops, src }: RouteAnswer): string {
  const ways = nextHops
    .map(({ dev, via }) => (via === null ? `dev ${dev}` : `via ${via} dev ${dev}`))
    .join(' or ');
  const from = src === null ? '' : `, source ${src}`;
  switch (outcome) {
    case 'drop':
      return `Dropped (${cause}): ${reason}`;
    case 'local':
      return 'For the host itself';
    case 'broadcast':
      return 'A broadcast, for the host itself';
    default:
      return `${outcome === 'send' ? 'Sent' : 'Forwarded'} ${ways}${from}`;
  }
}
