import type { ReachDeath, ReachThrough } from '../../../core/index.ts';
import type { SentPacket } from './changes.ts';

/** Which packets are asked for: the options of `netopsy reach`, '' for what is not said. */
export interface ReachAsk {
  readonly host: string;
  readonly in: string;
  /** Of the host's own packets. */
  readonly local: boolean;
  readonly src: string;
  readonly dst: string;
  readonly proto: string;
  readonly sport: string;
  readonly dport: string;
  readonly state: string;
  /** Null where that is not asked. */
  readonly through: ReachThrough | null;
  readonly dies: ReachDeath | null;
  /** The interface that they leave by; '' for any. */
  readonly out: string;
}

/** What an answer about all packets comes to. */
export interface ReachFound {
  readonly boxes: number;
  /** Shares of the answer's headers, from 0 to 1. */
  readonly shares: Readonly<Record<BoxRow['fate'], number>>;
  /** Why there may be more; null where this is all. */
  readonly left: string | null;
  /** Boxes may hold packets that routing refuses as martian, too. */
  readonly martiansAside: boolean;
}

/** The fields of a box that have a column of their own. */
export type BoxCell = 'in' | 'protocol' | 'src' | 'sport' | 'dst' | 'dport' | 'state';

export type BoxColumn = BoxCell | 'end' | 'share';

export interface BoxesAsk {
  /** Words that must each be in the row; addresses and ports also where the box has them without saying so. */
  readonly text: string;
  readonly sort: BoxColumn;
  readonly descending: boolean;
  readonly from: number;
  readonly to: number;
}

export interface BoxesAnswer {
  readonly count: number;
  readonly rows: readonly BoxRow[];
}

/** Packets that all come to the same. */
export interface BoxRow {
  /** Its place in the answer, from 0. */
  readonly index: number;
  readonly host: string;
  readonly cells: Readonly<Record<BoxCell, string>>;
  /** The box as a sentence has it. */
  readonly text: string;
  /** How they end, without a full stop. */
  readonly end: string;
  readonly fate: 'lives' | 'dies' | 'open';
  /** What decides, in a sentence; null where the end is certain. */
  readonly open: string | null;
  /** Of the answer's headers, from 0 to 1. */
  readonly share: number;
  /** One of them. */
  readonly packet: SentPacket;
}

/** What `boxWays` counts: how many headers the whole answer stands for. */
export const wayUnits = 100_000;

export interface NeverFound {
  readonly rules: number;
  /** Sentences about tables that were too large. */
  readonly left: readonly string[];
}
