import { ofOnePacket } from './message-tally.ts';
import { fieldNames, NO_FIELD, part, type Part, type Wording } from './wording.ts';

/** Wordings as the scanner takes them (../tracers/kernel-log/assembly/messages.ts). */
export interface WordingCode {
  readonly code: Uint8Array;
  /** 256 bytes for each class. */
  readonly classes: Uint8Array;
  /** Where the code of each wording begins. */
  readonly starts: Uint32Array;
}

const code = { end: 0, literal: 1, run: 2, choice: 3, rest: 4, begin: 5, field: 6 } as const;

/** Fields in which messages of a group may differ are not looked at. */
export function wordingCode(wordings: readonly Wording[]): WordingCode {
  const classes: string[] = [];
  const codes = wordings.map(({ parts }) => [...codeOf(parts(), classes), code.end]);
  let end = 0;
  const starts = codes.map((each) => (end += each.length) - each.length);
  return {
    code: Uint8Array.from(codes.flat()),
    classes: Uint8Array.from(classes.flatMap((members) => Array.from(members, Number))),
    starts: Uint32Array.from(starts),
  };
}

/** `classes`: those that are known so far, each as 256 digits. */
function codeOf(parts: readonly Part[], classes: string[]): readonly number[] {
  return parts.flatMap((each) => {
    const name = each.field === NO_FIELD ? undefined : fieldNames[each.field];
    const skips = skipping(each, classes);
    return name === undefined || ofOnePacket.has(name)
      ? skips
      : [code.begin, ...skips, code.field, each.field];
  });
}

function skipping(
  { kind, literal, members, least, most, options }: Part,
  classes: string[],
): readonly number[] {
  switch (kind) {
    case part.literal:
      return [code.literal, literal.length, ...literal];
    case part.run:
      return [code.run, classNumber(members.join(''), classes), least, most];
    case part.choice: {
      const all = options.flatMap((option) => {
        const own = [...codeOf(option, classes), code.end];
        return [...twoBytes(own.length), ...own];
      });
      return [code.choice, options.length, ...twoBytes(all.length), ...all];
    }
    case part.rest:
      return [code.rest];
  }
}

function classNumber(members: string, classes: string[]): number {
  const known = classes.indexOf(members);
  return known >= 0 ? known : classes.push(members) - 1;
}

function twoBytes(value: number): readonly number[] {
  return [value & 0xff, value >> 8];
}
