import type { TracePlace } from '../../../model/trace.ts';
import type { EventRows } from './event-columns.ts';
import {
  HEADER_FIELDS,
  HEADER_NAMES,
  IDENTITY_FIELDS,
  IDENTITY_HOST,
  IDENTITY_NAMES,
} from './header-rows.ts';
import type { ByteInterner } from './interner.ts';
import type { Rows } from './row-list.ts';

/** The trace columns of a log's part as they are: rows of headers and identities one after the other. */
export interface PartColumns {
  readonly names: { readonly bytes: Uint8Array; readonly starts: Uint32Array };
  readonly places: readonly TracePlace[];
  readonly headers: Int32Array;
  readonly identities: Int32Array;
  readonly events: EventRows;
}

/** What gives the names, headers and identities of a log their numbers. */
export interface WholeLog {
  readonly names: ByteInterner;
  readonly headers: Rows;
  readonly identities: Rows;
}

/**
 * The numbers that headers and identities of a log's part have in the whole. Each of them, and each name in them, gets
 * its number when an event first has it, in the order in which a line prints them: the reader of the whole log gives the
 * same.
 */
export class PartNumbers {
  readonly #identities: Int32Array;
  readonly #nameOf: (own: number) => number;
  readonly #headerOf: (own: number) => number;
  readonly #identityOf: (own: number) => number;

  constructor({ names, headers, identities }: PartColumns, whole: WholeLog) {
    const { bytes, starts } = names;
    this.#identities = identities;
    this.#nameOf = once(starts.length - 1, (own) =>
      whole.names.intern(bytes, starts[own] as number, starts[own + 1] as number),
    );
    this.#headerOf = this.#rowNumbers(headers, HEADER_FIELDS, HEADER_NAMES, whole.headers);
    this.#identityOf = this.#rowNumbers(identities, IDENTITY_FIELDS, IDENTITY_NAMES, whole.identities);
  }

  /** The number of an event's header, which is asked for before its identity's. */
  header(own: number, identity: number): number {
    // A line begins with the host.
    this.#nameOf(this.#identities[identity * IDENTITY_FIELDS + IDENTITY_HOST] as number);
    return this.#headerOf(own);
  }

  identity(own: number): number {
    return this.#identityOf(own);
  }

  #rowNumbers(
    rows: Int32Array,
    width: number,
    named: readonly number[],
    whole: Rows,
  ): (own: number) => number {
    const row = new Int32Array(width);
    return once(rows.length / width, (own) => {
      row.set(rows.subarray(own * width, (own + 1) * width));
      for (const field of named) row[field] = this.#nameOf(row[field] as number);
      return whole.intern(row);
    });
  }
}

/** What `find` finds for numbers from 0 to `count`, each asked for once. */
function once(count: number, find: (own: number) => number): (own: number) => number {
  const found = new Int32Array(count).fill(-1);
  return (own) => {
    const known = found[own] as number;
    return known >= 0 ? known : (found[own] = find(own));
  };
}
