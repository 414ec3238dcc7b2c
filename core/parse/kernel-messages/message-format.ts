import type { KernelMessageKind, MessageFields, MessageMeaning } from '../../model/kernel-message.ts';
import { wording } from './wording-template.ts';
import type { Wording } from './wording.ts';

/** What a line was read as. */
export interface MessageRead {
  readonly meaning: MessageMeaning;
  readonly fields: MessageFields;
}

interface Message<Kind extends string> {
  /** One word for it, which no other message has: `KernelMessageKind` is made of them. */
  readonly kind: Kind;
  /**
   * Each of its lines holds one of these. They are what the scanner looks for, so they should be rare in other lines;
   * seven bytes or more, and nothing that JSON escapes.
   */
  readonly markers: readonly string[];
}

/** A message of the kernel that is read by its wordings, which is quick. */
export interface WordedMessage<Kind extends string = KernelMessageKind> extends Message<Kind> {
  readonly wordings: readonly Wording[];
  /**
   * `counted`: lines that only add to what is known are counted by the scanner. `each`: every line must be read, for
   * another one continues it, or a number of it is added up.
   */
  readonly reading: 'counted' | 'each';
}

/** One that needs code of its own. */
export interface ReadMessage<Kind extends string = KernelMessageKind> extends Message<Kind> {
  /** `kernel` unless told otherwise; what anyone may say is sought in the whole line. */
  readonly saidBy?: 'kernel' | 'anyone';
  /** `said`: what the kernel printed, without the logger's prefix and without blanks at its end; null for another line. */
  read(said: string): MessageRead | null;
}

/** One message of the kernel, in all its wordings. */
export type MessageFormat<Kind extends string = KernelMessageKind> = WordedMessage<Kind> | ReadMessage<Kind>;

/** A message that means the same in all its wordings (wording.ts shows how they are written); `fixed`: fields that each has. */
export function worded<const Kind extends string>(
  kind: Kind,
  meaning: MessageMeaning,
  markers: readonly string[],
  texts: readonly string[],
  fixed: MessageFields = {},
): WordedMessage<Kind> {
  return {
    kind,
    markers,
    reading: 'counted',
    wordings: texts.map((text) => wording(text, { meaning, fixed })),
  };
}

/** The same, but every line of it must be read. */
export function eachRead<Kind extends string>(format: WordedMessage<Kind>): WordedMessage<Kind> {
  return { ...format, reading: 'each' };
}

/** The fields that are there: a group that took no part in the match names nothing. */
export function present(fields: {
  readonly [K in keyof MessageFields]: MessageFields[K] | undefined;
}): MessageFields {
  const found: Record<string, unknown> = {};
  for (const name in fields) {
    const value = fields[name as keyof MessageFields];
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** A group of digits as a number. */
export function numberOf(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}
