import type { Chain, Table } from '../../model/ruleset.ts';

/** A chain that packets are in. */
export interface Visit {
  readonly table: Table;
  readonly chain: Chain;
  readonly isBase: boolean;
  /** Of the first rule that they meet, from 0. */
  readonly from: number;
  /** The visit that called this one; null for the first. */
  readonly caller: Visit | null;
  readonly depth: number;
  /** Of a walk of many packets: the calls that led here, where an answer may be another one in each. */
  readonly calledBy?: string;
}
