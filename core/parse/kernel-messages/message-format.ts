import type { KernelMessageKind, MessageFields, MessageMeaning } from '../../model/kernel-message.ts';

/** What a line was read as. */
export interface MessageRead {
  readonly meaning: MessageMeaning;
  readonly fields: MessageFields;
}

/** One message of the kernel, in all its wordings. */
export interface MessageFormat {
  readonly kind: KernelMessageKind;
  /**
   * Each of its lines holds one of these. They are what the scanner looks for, so they should be rare in other lines;
   * seven bytes or more, and nothing that JSON escapes.
   */
  readonly markers: readonly string[];
  /** `kernel` unless told otherwise; what anyone may say is sought in the whole line. */
  readonly saidBy?: 'kernel' | 'anyone';
  /** `said`: what the kernel printed, without the logger's prefix and without blanks at its end; null for another line. */
  read(said: string): MessageRead | null;
}

/** A message with one wording: what the pattern finds becomes fields. */
export function worded(
  kind: KernelMessageKind,
  meaning: MessageMeaning,
  markers: readonly string[],
  pattern: RegExp,
  fieldsOf: (groups: Readonly<Partial<Record<string, string>>>) => MessageFields = () => ({}),
): MessageFormat {
  return {
    kind,
    markers,
    read(said) {
      const found = pattern.exec(said);
      return found === null ? null : { meaning, fields: fieldsOf(found.groups ?? {}) };
    },
  };
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
