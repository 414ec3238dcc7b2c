/** A place that the user was at: what was filtered, and which packet was looked at. */
export interface HistoryEntry {
  readonly filter: string;
  /** Counted from 1; null where none was open. */
  readonly packet: number | null;
}

/** Where the user has been; plain data, changed by the functions below. */
export interface History {
  readonly past: readonly HistoryEntry[];
  readonly present: HistoryEntry;
  readonly future: readonly HistoryEntry[];
}

const longest = 500;

export function startHistory(present: HistoryEntry): History {
  return { past: [], present, future: [] };
}

/** Goes to a new place. Another packet under the same filter replaces the present: walking a list is not travelling. */
export function visit(history: History, entry: HistoryEntry): History {
  const { present } = history;
  if (entry.filter === present.filter) return { ...history, present: entry };
  return { past: [...history.past, present].slice(-longest), present: entry, future: [] };
}

/** The place before this one; the same history where there is none. */
export function goBack(history: History): History {
  const previous = history.past.at(-1);
  if (previous === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: previous,
    future: [history.present, ...history.future],
  };
}

/** Undoes `goBack`; the same history where there is nothing to undo. */
export function goForward(history: History): History {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future };
}

/** The same places without their packets: they have other numbers now. */
export function withoutPackets({ past, present, future }: History): History {
  const forget = ({ filter }: HistoryEntry): HistoryEntry => ({ filter, packet: null });
  return { past: past.map(forget), present: forget(present), future: future.map(forget) };
}
