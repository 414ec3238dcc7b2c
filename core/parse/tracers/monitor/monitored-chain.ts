import type { TableFamily } from '../../../model/trace.ts';

/** The chain that a monitor's line is about. `table` is '' where the line has none. */
export interface MonitoredChain {
  readonly tableFamily: TableFamily;
  readonly table: string;
  readonly chain: string;
  /** Equal for equal chains. */
  readonly key: string;
}

/** The chain with its key. */
export function monitoredChain(tableFamily: TableFamily, table: string, chain: string): MonitoredChain {
  // No name has a line's end.
  return { tableFamily, table, chain, key: `${tableFamily}\n${table}\n${chain}` };
}

/** No packet meets as many chains as a hostile file has: beyond that it is taken for another one. */
const MOST_CHAINS = 256;

/** Some chains, one after the other: one list for all packets that met the same, which are most. */
export class ChainList {
  readonly #before: ChainList | null;
  readonly #key: string;
  readonly #length: number;
  #longer: Map<string, ChainList> | null = null;

  private constructor(before: ChainList | null, key: string) {
    this.#before = before;
    this.#key = key;
    this.#length = before === null ? 0 : before.#length + 1;
  }

  /** A list that no other shares yet. */
  static empty(): ChainList {
    return new ChainList(null, '');
  }

  /** Whether it is longer than the chains of any packet. */
  get isTooLong(): boolean {
    return this.#length > MOST_CHAINS;
  }

  has(chain: MonitoredChain): boolean {
    return this.#before !== null && (this.#key === chain.key || this.#before.has(chain));
  }

  with({ key }: MonitoredChain): ChainList {
    this.#longer ??= new Map();
    let longer = this.#longer.get(key);
    if (longer === undefined) this.#longer.set(key, (longer = new ChainList(this, key)));
    return longer;
  }
}
