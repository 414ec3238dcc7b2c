import {
  type HeaderBox,
  openSentence,
  packetOfBox,
  type Reach,
  type ReachComparison,
  isDead,
  parseAddress,
} from '../../core/index.ts';
import { words } from '../language.ts';
import type { BoxColumn, BoxesAsk, BoxesAnswer, BoxRow, SentPacket } from './protocol.ts';

/** A row with the box that it is of. */
export interface HeldRow {
  readonly row: BoxRow;
  readonly box: HeaderBox;
}

/** Boxes of an answer about all packets: sorted, filtered and given out in windows. */
export interface BoxTable {
  ask(ask: BoxesAsk): BoxesAnswer;
  /** All that fit, in no order. */
  fitting(text: string): readonly BoxRow[];
}

export function boxTable(held: readonly HeldRow[]): BoxTable {
  const searched = held.map(({ row }) => searchText(row).toLowerCase());
  const fitting = (text: string): readonly BoxRow[] => {
    const terms = text.toLowerCase().split(/\s+/).filter(Boolean);
    return held.flatMap(({ row, box }, i) =>
      terms.every((term) => searched[i]?.includes(term) === true || isInside(box, term)) ? [row] : [],
    );
  };
  let known: { readonly key: string; readonly rows: readonly BoxRow[] } = { key: '\n', rows: [] };
  return {
    fitting,
    ask({ text, sort, descending, from, to }) {
      const key = `${sort} ${descending} ${text}`;
      if (known.key !== key) known = { key, rows: inOrder(fitting(text), sort, descending) };
      return { count: known.rows.length, rows: known.rows.slice(from, to) };
    },
  };
}

/** The boxes that a question was answered with. */
export function rowsOfReach(
  { lines }: Reach,
  host: string,
  interfaces: readonly string[],
): readonly HeldRow[] {
  return lines.map((line, index) => {
    const { box, example, share, ends, certain } = line;
    const [first] = ends;
    const dead = ends.filter(({ disposition }) => isDead(disposition)).length;
    const row: BoxRow = {
      index,
      ...boxFacts(box, example, host, interfaces),
      share,
      end:
        first === undefined
          ? words.reach.notFollowed
          : ends.slice(0, 3).map(words.reach.reachEnd).join(words.reach.table.or),
      fate: !certain ? 'open' : dead > 0 ? 'dies' : 'lives',
      open: certain ? null : openSentence(line, words),
    };
    return { row, box };
  });
}

/** The boxes of packets that end otherwise in a second capture's configuration. */
export function rowsOfComparison({ lines }: ReachComparison): readonly HeldRow[] {
  return lines.map(({ kind, box, example, share }, index) => ({
    box,
    row: {
      index,
      ...boxFacts(box, example, box.host, []),
      share,
      end: words.reach.table.changes[kind],
      fate: kind === 'mayChange' ? 'open' : kind === 'newlyDead' ? 'dies' : 'lives',
      open: null,
    },
  }));
}

type BoxFacts = Pick<BoxRow, 'host' | 'cells' | 'text' | 'packet'>;

function boxFacts(box: HeaderBox, example: HeaderBox, host: string, interfaces: readonly string[]): BoxFacts {
  const packet = packetOfBox(example, interfaces);
  const said = (value: string | undefined): string => value ?? '';
  return {
    host,
    cells: words.reach.cells(box),
    text: words.reach.box(box),
    packet: {
      host,
      in: said(packet.in),
      src: said(packet.src),
      dst: said(packet.dst),
      proto: said(packet.proto),
      sport: said(packet.sport),
      dport: said(packet.dport),
      icmpType: said(packet['icmp-type']),
      state: said(packet.state),
      mark: said(packet.mark),
    } satisfies SentPacket,
  };
}

function searchText({ text, end, host }: BoxRow): string {
  return `${text} ${end} ${host}`;
}

/** An address, or a port, that a box has without saying it: `10.2.0.2` is in 10.0.0.0/8. */
function isInside({ src, dst, sport, dport }: HeaderBox, term: string): boolean {
  if (/^\d{1,5}$/.test(term))
    return [sport, dport].some(
      (ranges) =>
        ranges?.some((range) => {
          const [first = 0, last = first] = range.split('-').map(Number);
          return first <= Number(term) && Number(term) <= last;
        }) === true,
    );
  const value = parseAddress(term);
  if (value === null) return false;
  return [src, dst].some(
    (ranges) =>
      ranges?.some((range) => {
        const [first = null, last = null] = range.split('-').map(parseAddress);
        return first !== null && last !== null && isBetween(first, value, last);
      }) === true,
  );
}

type Address = NonNullable<ReturnType<typeof parseAddress>>;

function isBetween(first: Address, value: Address, last: Address): boolean {
  return typeof first === typeof value && first <= value && value <= last;
}

function inOrder(rows: readonly BoxRow[], sort: BoxColumn, descending: boolean): readonly BoxRow[] {
  const sign = descending ? -1 : 1;
  const compare = (a: BoxRow, b: BoxRow): number => {
    if (sort === 'share') return a.share - b.share;
    const [one, other] = sort === 'end' ? [a.end, b.end] : [a.cells[sort], b.cells[sort]];
    return one.localeCompare(other, undefined, { numeric: true });
  };
  return rows.toSorted((a, b) => sign * compare(a, b) || b.share - a.share || a.index - b.index);
}
