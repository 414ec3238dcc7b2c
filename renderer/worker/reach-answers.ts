import {
  type Analysis,
  changedConfigurations,
  type NeverSearch,
  type ReachComparison,
  type ReachProgress,
  reachQuery,
  recordsOf,
  refusePlace,
} from '../../core/index.ts';
import { words } from '../language.ts';
import { answerApart, type Making } from './all-packets.ts';
import { type BoxTable, boxTable, type HeldRow, rowsOfComparison, rowsOfReach } from './box-table.ts';
import { plainBundle, plainPair } from './plain-tables.ts';
import type { ReachAsk, ReachFound } from './protocol.ts';

/** Answers questions about all packets, one at a time, and keeps the last one's boxes. */
export class ReachAnswers {
  table: BoxTable = boxTable([]);
  /** The host whose packets the boxes are. */
  host = '';
  readonly #onProgress: (progress: ReachProgress) => void;
  #making: Making<unknown> | null = null;

  constructor(onProgress: (progress: ReachProgress) => void) {
    this.#onProgress = onProgress;
  }

  /** The boxes of packets that a question is about; null where it was given up. */
  async ask(analysis: Analysis, ask: ReachAsk): Promise<ReachFound | { readonly wrong: string } | null> {
    const { host, in: device, local, through, dies, out } = ask;
    const { src, dst, proto, sport, dport, state } = ask;
    const said = Object.fromEntries(
      Object.entries({ src, dst, proto, sport, dport, state }).filter(([, value]) => value !== ''),
    );
    const read = reachQuery({ ...said, ...(local ? { local } : device === '' ? {} : { in: device }) });
    const query = 'wrong' in read ? read : { ...read, through, dies, out: out === '' ? null : out };
    const refused = 'wrong' in query ? query : refusePlace(analysis, host, query);
    if (refused !== null || 'wrong' in query)
      return { wrong: words.commandFaults.queryFault((refused ?? (query as never)).wrong) };
    const reach = await this.#make(
      answerApart({ kind: 'reach', bundle: plainBundle(analysis), host, query }, this.#onProgress),
    );
    if (reach === null) return null;
    this.host = host;
    const interfaces = recordsOf(analysis, host).network?.links.map(({ name }) => name) ?? [];
    return this.#keep(rowsOfReach(reach, host, interfaces), {
      left: reach.left === null ? null : words.reach.unexplored(words.reach.left(reach.left)),
      martiansAside: reach.martiansAside,
    });
  }

  /** The boxes of packets that end otherwise in the second capture's configuration; null where it was given up. */
  async compare(before: Analysis, after: Analysis): Promise<ReachFound | null> {
    const pairs = changedConfigurations(before, after).map(plainPair);
    const found = await this.#make(answerApart({ kind: 'compare', pairs }, this.#onProgress));
    return found === null ? null : this.keepCompared(found);
  }

  /** The boxes of a comparison that was made before. */
  keepCompared(found: ReachComparison): ReachFound {
    return this.#keep(rowsOfComparison(found), {
      left: found.complete ? null : words.terms.sentence(words.reach.morePackets),
      martiansAside: false,
    });
  }

  giveUp(): void {
    this.#making?.giveUp();
    this.#making = null;
  }

  async #make<T>(making: Making<T>): Promise<T | null> {
    this.giveUp();
    this.#making = making;
    try {
      return await making.answer;
    } finally {
      if (this.#making === making) this.#making = null;
    }
  }

  /** Shares are of all that the answer has: of the few packets that match one rule, each is a tiny part of all. */
  #keep(found: readonly HeldRow[], rest: Pick<ReachFound, 'left' | 'martiansAside'>): ReachFound {
    const all = found.reduce((sum, { row }) => sum + row.share, 0);
    const held = found.map(({ row, box }) => ({ row: { ...row, share: row.share / all }, box }));
    this.table = boxTable(held);
    const shares = { lives: 0, dies: 0, open: 0 };
    for (const { row } of held) shares[row.fate] += row.share;
    return { boxes: held.length, shares, ...rest };
  }
}

/** The rules that no packet can match, found in a worker of their own. */
export async function neverMatching(analysis: Analysis): Promise<NeverSearch> {
  const found = await answerApart({ kind: 'never', bundle: plainBundle(analysis) }).answer;
  return found ?? { rules: [], left: [] };
}
