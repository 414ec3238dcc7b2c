/** The part of a long list that is in sight. All lengths in CSS pixels. */
export interface VirtualRows {
  /** Height of what scrolls. */
  readonly scrollHeight: number;
  /** Rows to draw: from `first` up to, not with, `end`. */
  readonly first: number;
  readonly end: number;
  /** Where row `first` begins, from the top of what scrolls. */
  readonly top: number;
}

export interface ListShape {
  readonly count: number;
  readonly rowHeight: number;
  /** Height of the window through which rows are seen, without its heading. */
  readonly viewHeight: number;
}

/**
 * Browsers end an element at about 33 million pixels (Chromium: 2^25, half of it at 200 % zoom; Firefox: 17.8
 * million). A longer list scrolls in a shorter element: one pixel of the bar is then more than one of the list.
 */
const highest = 15_000_000;

const defaultOverscan = 6;

/** Which rows to draw at a scroll position, and where. `overscan` rows more are drawn at both ends. */
export function virtualRows(shape: ListShape, scrollTop: number, overscan = defaultOverscan): VirtualRows {
  const { count, rowHeight, viewHeight } = shape;
  const scrollHeight = Math.min(count * rowHeight, highest);
  const position = Math.min(Math.max(scrollTop, 0), Math.max(0, scrollHeight - viewHeight));
  const offset = position * stretch(shape);
  const inSight = Math.floor(offset / rowHeight);
  const first = Math.max(0, inSight - overscan);
  const end = Math.min(count, inSight - overscan + mostDrawn(shape, overscan));
  return { scrollHeight, first, end, top: position + first * rowHeight - offset };
}

/** How many rows are drawn at most. */
export function mostDrawn({ rowHeight, viewHeight }: ListShape, overscan = defaultOverscan): number {
  return Math.ceil(viewHeight / rowHeight) + 1 + 2 * overscan;
}

/**
 * In which of the drawn elements a row stands: element `(row + turn) % most`. While the list scrolls, rows keep theirs;
 * after a jump no row is the same, and the elements keep their order instead, as moving them costs more.
 */
export function turnOfRows(before: RowTurn, first: number, most: number): RowTurn {
  const moved = first - before.first;
  const turn = most !== before.most ? 0 : Math.abs(moved) < most ? before.turn : before.turn - moved;
  return { first, most, turn: ((turn % most) + most) % most };
}

export interface RowTurn {
  readonly first: number;
  readonly most: number;
  readonly turn: number;
}

/** The scroll position nearest to the present one at which a row is wholly in sight. */
export function scrollTopToShow(shape: ListShape, scrollTop: number, row: number): number {
  const { rowHeight, viewHeight } = shape;
  const scale = stretch(shape);
  const offset = scrollTop * scale;
  const top = row * rowHeight;
  if (top < offset) return top / scale;
  if (top + rowHeight > offset + viewHeight) return (top + rowHeight - viewHeight) / scale;
  return scrollTop;
}

/** Pixels of the list for one pixel of the scroll bar; 1 for all but very long lists. */
function stretch({ count, rowHeight, viewHeight }: ListShape): number {
  const full = count * rowHeight;
  return full <= highest ? 1 : (full - viewHeight) / (highest - viewHeight);
}

/** The row that a key leads to in a list; null for keys that do not move. */
export function rowAfterKey(
  key: string,
  row: number,
  { count, rowHeight, viewHeight }: ListShape,
): number | null {
  const page = Math.max(1, Math.floor(viewHeight / rowHeight) - 1);
  const target = {
    ArrowUp: row - 1,
    ArrowDown: row + 1,
    PageUp: row - page,
    PageDown: row + page,
    Home: 0,
    End: count - 1,
  }[key];
  if (target === undefined || count === 0) return null;
  return Math.min(Math.max(target, 0), count - 1);
}
