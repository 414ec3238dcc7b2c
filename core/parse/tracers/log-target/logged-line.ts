import type { TraceColumns } from '../kernel-log/trace-columns.ts';
import type { TraceFields } from '../kernel-log/trace-fields.ts';

/** A line of a rule that logs, on its way into the columns. */
export interface LoggedLine {
  readonly prefix: string;
  /** The host that the line names; '' where it names none. */
  readonly host: string;
  readonly isBridge: boolean;
  /** Sets the packet's fields; false where they can't be told to be of any packet. */
  readonly read: (columns: TraceColumns, fields: TraceFields) => boolean;
}
