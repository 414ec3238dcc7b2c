import type { KernelMessage, MessageFields } from '../../model/kernel-message.ts';

/**
 * What the kernel prints, as its own format strings have it, read backwards:
 *
 *   {IPv4: |}martian source <dst:ipv4> from <src:ipv4>, on dev <interface>
 *
 * `{a|b}` is the first of them that stands there, `<dst>` a field of `MessageFields` with the characters that such a field
 * has, `<dst:ipv4>` with those of another class, `<:number>` what is no field, `<reason={a|b}>` whatever stood in the
 * choice. A `*` at the end: anything may follow. Read from left to right without a second thought: each run of characters
 * is as long as it can be, and ends before what follows it.
 */
export interface Wording {
  readonly meaning: KernelMessage['meaning'];
  /** Compiled when they are first asked for. */
  readonly parts: () => readonly Part[];
  /** The fields that every such message has. */
  readonly fixed: MessageFields;
}

/** What was found in a line, in the order in which it stands there. */
export class Captures {
  count = 0;
  /** Indexes into `fieldNames`; where the field begins and ends. */
  readonly field = new Uint8Array(MOST_CAPTURES);
  readonly start = new Int32Array(MOST_CAPTURES);
  readonly end = new Int32Array(MOST_CAPTURES);
}

const MOST_CAPTURES = 16;
/** Of a part that is no field. */
export const NO_FIELD = -1;

/** One piece of a wording. All of them have the same shape, for they are looked at for every message. */
export interface Part {
  readonly kind: (typeof part)[keyof typeof part];
  /** An index into `fieldNames`, or none. */
  readonly field: number;
  readonly literal: Uint8Array;
  /** Of a run: 1 for each byte that belongs to it. */
  readonly members: Uint8Array;
  readonly least: number;
  readonly most: number;
  readonly options: readonly (readonly Part[])[];
}

/** The kinds of parts; a `rest` is whatever follows. */
export const part = { literal: 0, run: 1, choice: 2, rest: 3 } as const;

/** Whether `[start, end)` is so worded; then the captures have its fields. */
export function isWorded(
  { parts }: Wording,
  bytes: Uint8Array,
  start: number,
  end: number,
  captures: Captures,
): boolean {
  captures.count = 0;
  return skip(parts(), bytes, start, end, captures) === end;
}

/** The fields of a message that was found so worded, in the order of `MessageFields`. */
export function fieldsOf({ fixed }: Wording, bytes: Uint8Array, captures: Captures): MessageFields {
  const found: Record<string, unknown> = { ...fixed };
  for (let i = 0; i < captures.count; i++) {
    const name = fieldNames[captures.field[i] as number] as FieldName;
    const text = decoder.decode(bytes.subarray(captures.start[i], captures.end[i]));
    found[name] = numeric.has(name) ? Number(text) : name === 'protocol' ? text.toLowerCase() : text;
  }
  const fields: Record<string, unknown> = {};
  for (const name of fieldNames) if (found[name] !== undefined) fields[name] = found[name];
  return fields;
}

const decoder = new TextDecoder();

/** Goes over the parts from `at` on; returns where they end, -1 where something else stands. */
function skip(
  parts: readonly Part[],
  bytes: Uint8Array,
  at: number,
  end: number,
  captures: Captures,
): number {
  for (let i = 0; i < parts.length; i++) {
    const { kind, field, literal, members, least, most, options } = parts[i] as Part;
    const start = at;
    if (kind === part.literal) {
      const length = literal.length;
      if (at + length > end) return -1;
      for (let j = 0; j < length; j++) if (bytes[at + j] !== literal[j]) return -1;
      at += length;
    } else if (kind === part.run) {
      const last = Math.min(end, at + most);
      while (at < last && members[bytes[at] as number] === 1) at++;
      if (at - start < least) return -1;
    } else if (kind === part.choice) {
      at = skipFirst(options, bytes, start, end, captures);
      if (at < 0) return -1;
    } else at = end;
    if (field !== NO_FIELD) {
      const { count } = captures;
      if (count === MOST_CAPTURES) return -1;
      captures.field[count] = field;
      captures.start[count] = start;
      captures.end[count] = at;
      captures.count = count + 1;
    }
  }
  return at;
}

/** Where the first of the options that stands at `at` ends; -1 for none. */
function skipFirst(
  options: Part['options'],
  bytes: Uint8Array,
  at: number,
  end: number,
  captures: Captures,
): number {
  const { count } = captures;
  for (let i = 0; i < options.length; i++) {
    const after = skip(options[i] as readonly Part[], bytes, at, end, captures);
    if (after >= 0) return after;
    captures.count = count;
  }
  return -1;
}

/** A field's name. */
export type FieldName = keyof MessageFields;

/** All of them, in the order of `MessageFields`. */
export const fieldNames = [
  'protocol',
  'src',
  'dst',
  'sport',
  'dport',
  'ipId',
  'lengthBytes',
  'interface',
  'bridge',
  'mac',
  'namespace',
  'queue',
  'limit',
  'sysctl',
  'name',
  'reason',
  'suppressed',
  'frame',
] as const satisfies readonly FieldName[];

const numeric: ReadonlySet<FieldName> = new Set<FieldName>([
  'sport',
  'dport',
  'ipId',
  'lengthBytes',
  'queue',
  'limit',
  'suppressed',
]);
