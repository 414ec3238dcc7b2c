import type { ExpectationAnswer, ExpectationMistake, PacketEnd } from '../../model/expectation.ts';
import { grouped } from '../../model/grouped.ts';
import { listed } from './lists.ts';
import { counted } from './numbers.ts';

/** What `--expect` is told where a capture contradicts it, or can't show it; null where it holds. */
export function answer(text: string, found: ExpectationAnswer): string | null {
  switch (found.kind) {
    case 'holds':
      return null;
    case 'no-packet':
      return `not shown: ${text}: the capture has no packet of this flow`;
    case 'partly-read':
      return `not shown: ${text}: not all of the capture was read`;
    case 'contradicted':
      return `contradicted: ${text}: ${share(found)}: ${end(found.example)}`;
    case 'not-shown':
      return `not shown: ${text}: ${share(found)}: ${end(found.example)}`;
  }
}

/** Why a text of `--expect` or `--flow` can't be read; `option` is the one that it was given to. */
export function mistake(option: string, text: string, found: ExpectationMistake): string {
  return `--${option} '${text}': ${mistakeIn(option, found)}`;
}

/** The same of a field of the window. */
export function mistakeIn(option: string, { wrong, ...about }: ExpectationMistake): string {
  const { word } = about;
  const why: Readonly<Record<ExpectationMistake['wrong'], string>> = {
    shape: `${forms[option] ?? forms['flow']} is wanted`,
    protocol: `${word} is no protocol`,
    address: `${word} is no address, prefix or "any"`,
    port: `${word} has no port from 0 to 65535`,
    families: 'the addresses are of different families',
    'no-ports': `${word} has no ports`,
    disposition: `${word} is none of ${'choices' in about ? listed(about.choices, 'or') : ''}`,
    cause: `${word} is none of ${'choices' in about ? listed(about.choices, 'or') : ''}`,
  };
  return why[wrong];
}

const forms: Readonly<Record<string, string>> = {
  expect: 'PROTO SRC > DST[:PORT] DISPOSITION[ CAUSE-KIND]',
  flow: 'PROTO SRC > DST[:PORT]',
};

function share({ packets, of }: { readonly packets: number; readonly of: number }): string {
  return packets === of ? counted(of, 'packet') : `${grouped(packets)} of ${counted(of, 'packet')}`;
}

/** `packet 4 was dropped: policy of filter/FORWARD, observed` */
function end({ packet, disposition, cause }: PacketEnd): string {
  const ended = `packet ${packet} ${endings[disposition]}`;
  if (cause === null) return ended;
  const chain = cause.table === null ? '' : ` of ${cause.table}/${cause.chain}`;
  const rule = cause.rule === null ? '' : ` ${cause.rule}`;
  return `${ended}: ${cause.kind}${rule}${chain}, ${cause.confidence}`;
}

const endings: Readonly<Record<PacketEnd['disposition'], string>> = {
  forwarded: 'was forwarded',
  delivered: 'was delivered',
  sent: 'was sent',
  dropped: 'was dropped',
  rejected: 'was rejected',
  queued: 'was handed to a program',
  incomplete: 'is incomplete: its end is not in the log',
  unknown: 'has an unknown end',
};
